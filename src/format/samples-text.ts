import { formatShort } from '../units.js';
import { describeFrame, describeThreadState, formatFrame } from './dump-text.js';
import type { StackSamples, ThreadSamples } from './stack-samples.js';

const SHOWN_FUNCTIONS = 20;
const SHOWN_STACKS = 10;

/**
 * Samples as text: for each thread the functions by how often they ran, and the whole stacks, oldest frame first.
 *
 * Control characters are left as they are: whoever prints it escapes it.
 */
export function formatSamplesText(samples: StackSamples): string {
  return samples.threads.map(formatThread).join('');
}

function formatThread(thread: ThreadSamples): string {
  const { name, threadId, samples, stacks, otherStacks, functions } = thread;
  const share = (count: number): string => `${formatShort((100 * count) / samples)}%`;
  const rest = otherStacks + stacks.slice(SHOWN_STACKS).reduce((sum, { count }) => sum + count, 0);
  const lines = [
    '',
    `# Thread Name: ${name}, ThreadID: ${threadId}, ${samples} samples`,
    ...functions.slice(0, SHOWN_FUNCTIONS).flatMap(({ functionName, file, self, total }, index) => {
      const heading = index === 0 ? ['', `    self    total  function`] : [];
      return [
        ...heading,
        `${share(self).padStart(8)} ${share(total).padStart(8)}  ${functionName || '<anonymous>'} (${file})`,
      ];
    }),
    ...stacks.slice(0, SHOWN_STACKS).flatMap(({ count, state, native, frames }) => {
      const doing = describeThreadState({ state, native });
      const [innermost] = frames;
      const where = innermost === undefined ? '' : ` in ${describeFrame(innermost)}`;
      return ['', `# ${share(count)}, ${count} samples: ${doing}${where}`, ...frames.toReversed().map(formatFrame)];
    }),
    ...(rest === 0 ? [] : ['', `# ${share(rest)}, ${rest} samples: other stacks`]),
  ];
  return `${lines.join('\n')}\n`;
}
