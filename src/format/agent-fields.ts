/**
 * The labels by which a reader knows what the agent writes about its own process.
 *
 * The runtime metrics have prom-client's names in dotted form; `sys.*` are mmstats' own.
 */
export const AGENT_FIELDS = {
  pid: 'sys.pid',
  tid: 'sys.tid',
  /** Node's number of the thread; 0 for the main thread. */
  threadId: 'org.nodejs.thread.id',
  uid: 'sys.uid',
  gid: 'sys.gid',
  /** Unix time in seconds at which the file was made. */
  created: 'sys.created',
  /** Start of the process in clock ticks since boot (Linux), to tell it from a later one of the same pid. */
  startTicks: 'sys.start_ticks',
  nodeVersion: 'org.nodejs.version',
  agentVersion: 'org.porthole.version',
  /** The name of the program: its package and script. */
  programName: 'org.porthole.name',
  /** Milliseconds of the machine's monotonic clock at the last turn of the event loop's timers. */
  heartbeat: 'org.porthole.heartbeat',
  /** Why the program is about to end, where that is an exception that nobody caught: its first line. */
  fatalError: 'org.porthole.fatal_error',
  /** Updates that could not be stored. */
  dropped: 'porthole.dropped',
  /** Metrics that are not in the stats file, because it has its largest size or cannot grow. */
  withoutRoom: 'porthole.without_room',
  /** How often the event loop stood still, and for how many ms the last time and the longest. */
  stalls: 'porthole.stalls',
  stallLast: 'porthole.stall.last',
  stallLongest: 'porthole.stall.longest',
  eventLoopDelayMean: 'nodejs.eventloop.lag.mean',
  eventLoopDelayP50: 'nodejs.eventloop.lag.p50',
  eventLoopDelayP90: 'nodejs.eventloop.lag.p90',
  eventLoopDelayP99: 'nodejs.eventloop.lag.p99',
  eventLoopDelayMax: 'nodejs.eventloop.lag.max',
  eventLoopDelayMin: 'nodejs.eventloop.lag.min',
  eventLoopDelayStddev: 'nodejs.eventloop.lag.stddev',
  eventLoopUtilization: 'nodejs.eventloop.utilization',
  heapUsed: 'nodejs.heap.size.used',
  heapTotal: 'nodejs.heap.size.total',
  heapLimit: 'nodejs.heap.size.limit',
  rss: 'process.resident.memory',
  cpuUser: 'process.cpu.user',
  cpuSystem: 'process.cpu.system',
  gcCount: 'nodejs.gc.count',
  uptime: 'process.uptime',
} as const;

/** How often the agent writes its heartbeat. */
export const HEARTBEAT_INTERVAL_MS = 200;

/** A heartbeat older than this means that the event loop is stuck. */
export const STUCK_AFTER_MS = 1000;
