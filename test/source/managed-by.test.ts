import assert from 'node:assert/strict';
import { test } from 'node:test';
import { managerOf } from '../../src/source/managed-by.js';
import { parseUsers } from '../../src/source/users.js';

const ID = '3fa1235d07c05601f2577db626ea98c03fa1235d07c05601f2577db626ea98c0';

for (const [cgroup, manager] of [
  ['0::/system.slice/shop.service\n', 'shop.service'],
  ['1:name=systemd:/system.slice/shop\\x2dapi.service\n0::/\n', 'shop-api.service'],
  ['0::/user.slice/user-1000.slice/user@1000.service/app.slice/shop.service\n', 'shop.service'],
  ['0::/user.slice/user-1000.slice/user@1000.service/app.slice/vte.scope\n', undefined],
  ['0::/user.slice/user-1000.slice/session-3.scope\n', undefined],
  [`0::/system.slice/docker-${ID}.scope\n`, 'container 3fa1235d07c0'],
  [`5:memory:/docker/${ID}\n`, 'container 3fa1235d07c0'],
  [`0::/kubepods.slice/kubepods-pod1.slice/cri-containerd-${ID}.scope\n`, 'container 3fa1235d07c0'],
  ['0::/\n', undefined],
  ['', undefined],
] as const) {
  test(`the control group ${JSON.stringify(cgroup)} is of ${manager}`, () => {
    assert.equal(managerOf(new Map(), cgroup), manager);
  });
}

test('users are read by number, the first name of two', () => {
  const users = parseUsers(
    'root:x:0:0::/root:/bin/sh\ntoor:x:0:0::/root:/bin/sh\n\nalice:x:1000:1000::/:/bin/sh\nbad:x::\n',
  );
  assert.deepEqual(Object.fromEntries(users), { 0: 'root', 1000: 'alice' });
});
