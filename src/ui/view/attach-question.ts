import type { AttachQuestion } from '../state.js';
import type { TextLine } from './styled-line.js';

/** What will happen to a process that is attached to, before it does. */
export function attachQuestionLines({ name, pid }: AttachQuestion): readonly TextLine[] {
  return [
    { text: `? Put the agent into ${name} (pid ${pid})?  y: yes  n: no`, look: 'warning' },
    { text: '  It gets SIGUSR1, by which Node opens its inspector on 127.0.0.1, and is held', look: 'plain' },
    { text: '  up for some 50 ms. The port is open for up to half a second; for so long', look: 'plain' },
    { text: '  every program of this machine could use it. Node says so on its stderr.', look: 'plain' },
    { text: '  The agent then runs inside, until porthole detach or the end of the process.', look: 'plain' },
  ];
}
