import { AGENT_FIELDS } from '../../format/agent-fields.js';
import type { FileReading, Sample, SearchedPlace, TargetSample } from '../../format/sample.js';
import type { StatsField } from '../../format/stats-decode.js';
import { formatRemotePath } from '../../remote-path.js';

/** Where and when the processes of another machine were looked at. */
export interface RemoteLook {
  /** The name under which that machine is listed. */
  readonly host: string;
  /** The moment of the sample on our clocks. */
  readonly at: NonNullable<TargetSample['at']>;
}

/** The processes of a sample of another machine as ours: under the name of their machine, all times on our clocks. */
export function onOurClock(sample: Sample, look: RemoteLook): readonly TargetSample[] {
  const offsetMs = look.at.atMs - sample.atMs;
  const wallOffsetMs = look.at.wallMs - sample.wallMs;
  const pathOf = (path: string): string => formatRemotePath({ host: look.host, path });
  const fileOf = (file: FileReading): FileReading => {
    const { snapshot, path } = file;
    if (snapshot === undefined) return { ...file, path: pathOf(path) };
    return {
      ...file,
      path: pathOf(path),
      snapshot: { ...snapshot, fields: shiftHeartbeat(snapshot.fields, offsetMs) },
    };
  };
  return sample.targets.map((found) => {
    const { target, name, process, files, socket } = found;
    const startedWallMs = (process?.startedWallMs ?? 0) + wallOffsetMs;
    return {
      ...found,
      target: { ...target, host: look.host },
      name: `${look.host}:${name}`,
      at: look.at,
      process: process === undefined ? undefined : { ...process, startedWallMs },
      files: files.map(fileOf),
      socket: socket === undefined ? undefined : pathOf(socket),
    };
  });
}

/** The places that were searched there. */
export function searchedThere({ searched }: Sample, host: string): readonly SearchedPlace[] {
  return searched.map((place) => ({ ...place, path: formatRemotePath({ host, path: place.path }) }));
}

// Readers compare it with the moment of the sample.
function shiftHeartbeat(fields: readonly StatsField[], offsetMs: number): readonly StatsField[] {
  return fields.map((field) =>
    field.label === AGENT_FIELDS.heartbeat && typeof field.value === 'number' && field.value > 0
      ? { ...field, value: field.value + offsetMs }
      : field,
  );
}
