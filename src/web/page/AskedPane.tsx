import type { ComponentChild } from 'preact';
import { useState } from 'preact/hooks';
import { copy } from './copy-text.js';
import type { Asked } from './state.js';
import { titleOf } from './subjects.js';

interface AskedPaneProps<T> {
  readonly asked: Asked<T>;
  readonly what: string;
  readonly again: () => void;
  readonly copy: (answer: T) => string;
  readonly children: (answer: T) => ComponentChild;
}

/** What was asked of a process: that it is on its way, why it does not come, or what came. */
export function AskedPane<T>({ asked, what, again, copy: textOf, children }: AskedPaneProps<T>) {
  const [copied, setCopied] = useState<string | undefined>(undefined);
  const { process, state } = asked;
  return (
    <article class="asked" aria-label={what} aria-busy={state === 'asking'}>
      <header>
        <h3>{titleOf(process)}</h3>
        {process.host !== 'local' && <span class="owner">{process.host}</span>}
        <span class="actions">
          {state === 'arrived' && (
            <button
              type="button"
              onClick={() =>
                void copy(textOf(asked.answer)).then((isDone) =>
                  setCopied(isDone ? 'copied' : 'not copied: the browser forbids it'),
                )
              }
            >
              {copied ?? 'copy'}
            </button>
          )}
          <button type="button" disabled={state === 'asking'} onClick={again}>
            again
          </button>
        </span>
      </header>
      {state === 'asking' && <p class="notice">asking…</p>}
      {state === 'failed' && (
        <p class="notice bad" role="alert">
          {asked.reason}
        </p>
      )}
      {state === 'arrived' && children(asked.answer)}
    </article>
  );
}
