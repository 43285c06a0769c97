import { useEffect, useState } from 'preact/hooks';
import { connect } from './connection.js';
import type { Connection } from './state.js';
import { change, useStore } from './store.js';
import { clockText } from './value-text.js';

/** The line at the top: how many there are, what is wrong, and whether the server is heard. */
export function Header() {
  const { fleet, connection } = useStore();
  const hosts = fleet?.hosts ?? [];
  const processes = hosts.flatMap((host) => host.processes).filter(({ state }) => state !== 'ended');
  const warnings = hosts.reduce((sum, host) => sum + host.warnings.length, 0);
  const stuck = processes.filter(({ state }) => state === 'stuck').length;
  return (
    <header class="top">
      <img src="/page/icon.svg" alt="" width="26" height="26" />
      <strong>porthole</strong>
      <span class="tally">
        {hosts.length > 1 && `${hosts.length} hosts · `}
        {processes.length} {processes.length === 1 ? 'process' : 'processes'}
        {stuck > 0 && <b class="warning"> ▲ {stuck} stuck</b>}
        {warnings > 0 && (
          <span class="warning" title={hosts.flatMap((host) => host.warnings.map(({ text }) => text)).join('\n')}>
            {' '}
            · {warnings} {warnings === 1 ? 'warning' : 'warnings'}
          </span>
        )}
      </span>
      <span class={`connection ${connection.state}`} role="status">
        {connection.state === 'live' ? '● live' : connection.state === 'lost' ? '▲ lost' : '○ connecting'}
      </span>
      <time>{fleet === undefined ? '' : clockText(fleet.wallMs)}</time>
      <button type="button" aria-label="help" onClick={() => change({ isHelpShown: true })}>
        ?
      </button>
    </header>
  );
}

/** Says that the server is not heard, since when, and when it is asked again. */
export function LostNotice({ connection }: { readonly connection: Extract<Connection, { state: 'lost' }> }) {
  const { sinceMs, retryAtMs } = connection;
  const [nowMs, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 250);
    return () => clearInterval(timer);
  }, []);
  const leftS = Math.ceil((retryAtMs - nowMs) / 1000);
  return (
    <p class="lost" role="alert">
      <b>Connection lost</b> at {clockText(sinceMs)}: what you see is from then.{' '}
      {leftS > 0 ? `Reconnecting in ${leftS} s.` : 'Reconnecting…'}{' '}
      <button type="button" onClick={connect}>
        now
      </button>
    </p>
  );
}
