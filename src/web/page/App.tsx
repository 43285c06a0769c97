import type { FleetMessage } from '../messages.js';
import { GraphsPane } from './GraphsPane.js';
import { Header, LostNotice } from './Header.js';
import { KEYS } from './keys.js';
import { MetricsPane } from './MetricsPane.js';
import { ProcessesPane } from './ProcessesPane.js';
import { StackPane } from './StackPane.js';
import { StallsPane } from './StallsPane.js';
import { PANES, type Pane } from './state.js';
import { change, useStore } from './store.js';

const TITLES: Readonly<Record<Pane, string>> = {
  processes: 'Processes',
  metrics: 'Metrics',
  graphs: 'Graphs',
  stack: 'Stack',
  stalls: 'Stalls',
};

/** The page: processes, metrics, and beside them graphs, stack dump or stalls; on a narrow screen one of them. */
export function App() {
  const { connection, fleet, pane, isHelpShown } = useStore();
  const isEmpty = fleet !== undefined && fleet.hosts.every(({ processes }) => processes.length === 0);
  return (
    <div class={`page shows-${pane}`}>
      <Header />
      {connection.state === 'lost' && <LostNotice connection={connection} />}
      {isEmpty ? <Nothing fleet={fleet} /> : <Panes pane={pane} />}
      {isHelpShown && <Help />}
    </div>
  );
}

function Panes({ pane }: { readonly pane: Pane }) {
  const { graphs } = useStore();
  const tab = (each: Pane) => (
    <button
      key={each}
      type="button"
      role="tab"
      class={`tab-${each}`}
      aria-selected={pane === each}
      onClick={() => change({ pane: each })}
    >
      {TITLES[each]}
      {each === 'graphs' && graphs.length > 0 && <small> {graphs.length}</small>}
    </button>
  );
  return (
    <>
      <main class="columns">
        <ProcessesPane />
        <MetricsPane />
        <section class="detail" aria-label="details">
          <nav class="tabs" role="tablist">
            {PANES.slice(2).map(tab)}
          </nav>
          <div class="scroll">
            {pane === 'stack' ? <StackPane /> : pane === 'stalls' ? <StallsPane /> : <GraphsPane />}
          </div>
        </section>
      </main>
      <nav class="bottom" role="tablist">
        {PANES.map(tab)}
      </nav>
    </>
  );
}

function Nothing({ fleet }: { readonly fleet: FleetMessage }) {
  const places = fleet.hosts.flatMap(({ name, reason, searched }) =>
    reason === undefined
      ? searched.map(({ path, outcome, reason: why }) => `${path}${outcome === 'read' ? '' : ` (${why ?? outcome})`}`)
      : [`${name}: ${reason}`],
  );
  return (
    <main class="nothing">
      <h1>No process yet</h1>
      <p>Start a program with the agent in it, and it appears here:</p>
      <pre>node --import porthole/register app.js</pre>
      {places.length > 0 && (
        <>
          <p>It was looked for in</p>
          <ul>
            {places.map((place) => (
              <li key={place}>{place}</li>
            ))}
          </ul>
        </>
      )}
      <p class="dim">porthole keeps looking, once a second.</p>
    </main>
  );
}

function closeHelp(): void {
  change({ isHelpShown: false });
}

function Help() {
  return (
    <div class="veil" onClick={closeHelp}>
      <div class="help" role="dialog" aria-label="help" onClick={(event) => event.stopPropagation()}>
        <h2>Keys</h2>
        <table>
          <tbody>
            {KEYS.map(([keys, does]) => (
              <tr key={keys}>
                <th>
                  {keys.split(' ').map((key) => (
                    <kbd key={key}>{key}</kbd>
                  ))}
                </th>
                <td>{does}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <p>
          For other programs: <a href="/metrics">/metrics</a> (Prometheus), <a href="/processes">/processes</a>,{' '}
          <a href="/stats/">/stats/</a>, <a href="/files/">/files/</a> (mmash), <a href="/events">/events</a>.
        </p>
        <button type="button" onClick={closeHelp}>
          close
        </button>
      </div>
    </div>
  );
}
