import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { openHarness, openTicket, say } from '../helpers/harness.ts';

const token = 'an-operations-token-of-thirty-two-bytes';

describe('metrics', () => {
  it('are for who asks on the same machine, or has the operations token', async () => {
    const { app } = await openHarness({ environment: { SUPPORT_OPS_TOKEN: token } });
    const ask = async (remoteAddress: string, headers: Readonly<Record<string, string>> = {}): Promise<number> =>
      (await app.request('/metrics', { headers }, { incoming: { socket: { remoteAddress } } })).status;
    for (const local of ['127.0.0.1', '127.8.0.1', '::1', '::ffff:127.0.0.1']) assert.equal(await ask(local), 200, local);
    for (const other of ['10.0.0.7', '203.0.113.8', '::ffff:10.0.0.7', 'fe80::1', '']) {
      assert.equal(await ask(other), 401, other);
      assert.equal(await ask(other, { authorization: `Bearer ${token}` }), 200, other);
      assert.equal(await ask(other, { authorization: 'Bearer something-else-of-at-least-32-bytes' }), 401, other);
    }
  });

  it('are for nobody who comes through a proxy on the same machine', async () => {
    const { app } = await openHarness();
    for (const name of ['X-Forwarded-For', 'X-Real-IP', 'Forwarded', 'Via', 'X-Forwarded-Proto', 'X-Forwarded-Host']) {
      const answer = await app.request(
        '/metrics',
        { headers: { [name]: 'anything' } },
        { incoming: { socket: { remoteAddress: '127.0.0.1' } } },
      );
      assert.equal(answer.status, 404, name);
    }
  });

  it('count a note as they count an answer', async () => {
    const harness = await openHarness();
    const agent = await harness.agent();
    const ticket = await openTicket(await harness.customer('nadia'));
    const desk = async (): Promise<string[]> =>
      (await harness.metrics()).split('\n').filter((line) => line.startsWith('support_http_requests_total') && line.includes('desk'));
    await say(agent, ticket, 'for the team', 'internal');
    const [after] = await desk();
    assert.match(after ?? '', /route="\/api\/v1\/desk",method="any"|method="any",route="\/api\/v1\/desk"/);
    assert.equal((await desk()).filter((line) => line.includes('messages')).length, 0);
  });
});
