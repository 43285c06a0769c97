import { processRows } from '../model/process-table.js';
import type { Answer } from './answer.js';
import type { LiveSamples } from './live-samples.js';

const ROUTES: readonly (readonly [string, string])[] = [
  ['/metrics', 'all metrics for Prometheus, in OpenMetrics or its older text'],
  ['/processes', 'every process, as JSON'],
  ['/stats/', 'every label, as mmash answers; /stats/PREFIX?aggr=sum&glob=*&exact=1'],
  ['/files/', 'every stats file, as mmash answers'],
  ['/events', 'a live stream of server-sent events; ?metric=http.*'],
];

/** `/`: the processes, and where there is more. */
export function answerIndex(live: LiveSamples): Answer {
  const rows = processRows(live.history()).map(({ pid, name, state, socket }) => {
    const dump = socket === undefined || state === 'ended' ? '' : `<a href="/processes/${pid}/threads">stack dump</a>`;
    return `<tr><td>${pid}</td><td>${escapeHtml(name)}</td><td>${state}</td><td>${dump}</td></tr>`;
  });
  const routes = ROUTES.map(([path, what]) => `<li><a href="${path}">${path}</a> ${escapeHtml(what)}</li>`);
  const body = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>porthole</title></head><body>
<h1>porthole</h1>
<table><tr><th>pid</th><th>name</th><th>state</th><th></th></tr>
${rows.join('\n')}
</table>
<ul>
${routes.join('\n')}
</ul>
</body></html>
`;
  return { status: 200, type: 'text/html; charset=utf-8', body };
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
