/** Ends this program when it is asked to, or when whoever started it is gone, and says that it runs. */
export function endWithParent(): void {
  process.once('SIGTERM', end).once('SIGINT', end);
  process.stdin.once('end', end).once('error', end).resume();
  process.stdout.once('error', end);
  process.stdout.write('READY\n');
}

function end(): void {
  process.exit(0);
}
