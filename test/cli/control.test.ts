import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { openControl } from '../../server/control/server.ts';
import { socketPath } from '../../server/control/protocol.ts';
import { policy } from '../ticket/samples.ts';
import { createStaffAccounts } from '../../server/identity/staff.ts';
import { silentLog } from '../../server/log.ts';
import { createMemoryStore } from '../../server/store/memory.ts';
import { quickPasswords } from '../helpers/server.ts';

describe('the control socket', () => {
  // A socket that nobody hangs up would hold the stop for its ten seconds of patience.
  it('does not wait at the stop for somebody who connected and asks nothing', { timeout: 5_000 }, async () => {
    const dir = await mkdtemp(join(tmpdir(), 'support-control-'));
    const staff = createStaffAccounts({
      store: createMemoryStore(),
      passwords: quickPasswords,
      now: () => 0,
      newId: () => 'id',
      policy,
      liftWait: () => undefined,
    });
    const control = await openControl({ dir, staff, archive: () => assert.fail('nothing was asked'), log: silentLog });
    const client = connect(socketPath(dir)?.path ?? '');
    await once(client, 'connect');
    const hungUp = once(client, 'close');
    // The server learns of the connection a turn later.
    await new Promise((resolve) => setImmediate(resolve));
    await control.close();
    client.resume();
    await hungUp;
    assert.ok(client.destroyed);
    await rm(dir, { recursive: true, force: true });
  });
});
