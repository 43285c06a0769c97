import type { History } from '../model/history.js';
import type { ProcessRow } from '../model/process-table.js';

/** One process in the contract's JSON. */
export function processJson(row: ProcessRow, history: History): unknown {
  const latest = history.processes.get(row.key)?.latest;
  return {
    pid: row.pid,
    name: row.name,
    state: row.state,
    stateReason: row.stateReason ?? null,
    uid: latest?.process?.uid ?? null,
    user: row.user ?? null,
    startedWallMs: latest?.process?.startedWallMs ?? null,
    uptimeMs: row.uptimeMs ?? null,
    cpuPercent: row.cpuPercent ?? null,
    rssBytes: row.rssBytes ?? null,
    heapUsedBytes: row.heapUsedBytes ?? null,
    eventLoopDelayMs: row.eventLoopDelayMs ?? null,
    eventLoopUtilization: row.eventLoopUtilization ?? null,
    threads: row.threads ?? null,
    hasAgent: row.hasAgent,
    runtime: row.runtime ?? null,
    ports: row.ports ?? null,
    managedBy: row.managedBy ?? null,
    commandLine: latest?.process?.commandLine ?? null,
    files: latest?.files.map((file) => file.path) ?? [],
    socket: row.socket ?? null,
  };
}
