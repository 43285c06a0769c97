/**
 * What started a process and would start it again, as far as it shows: `pm2 shop`,
 * a systemd unit (`shop.service`), a container (`container 3fa1235d07c0`).
 *
 * @param environment As the process was started with; empty when it is hidden.
 * @param cgroup The text of `/proc/<pid>/cgroup`.
 */
export function managerOf(environment: ReadonlyMap<string, string>, cgroup: string): string | undefined {
  const pm2Name = environment.get('pm_id') === undefined ? undefined : environment.get('name');
  if (pm2Name !== undefined) return `pm2 ${pm2Name}`;
  for (const line of cgroup.split('\n')) {
    const parts = line.slice(line.indexOf('/') + 1).split('/');
    const container = parts.map(containerOf).findLast((id) => id !== undefined);
    if (container !== undefined) return `container ${container}`;
    // The user's own manager is a unit too, and says nothing of what it started.
    const unit = parts.findLast((part) => part.endsWith('.service') && !/^user@\d+\.service$/.test(part));
    if (unit !== undefined) return unescapeUnit(unit);
  }
  return undefined;
}

function containerOf(part: string): string | undefined {
  return /^(?:(?:docker|libpod|crio|cri-containerd)-)?([0-9a-f]{12})[0-9a-f]{52}(?:\.scope)?$/.exec(part)?.[1];
}

// systemd writes a byte that its names may not have as \x2d.
function unescapeUnit(unit: string): string {
  return unit.replace(/\\x([0-9a-f]{2})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)));
}
