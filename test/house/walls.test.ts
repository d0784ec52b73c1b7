import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { ESLint } from 'eslint';

/** The compiled test lies in dist/test/house. */
const root = fileURLToPath(new URL('../../../', import.meta.url));
const eslint = new ESLint({ cwd: root });

/** What the linter says of a file that would stand at `path`. */
async function complaints(path: string, code: string): Promise<string[]> {
  const [result] = await eslint.lintText(code, { filePath: `${root}${path}` });
  return (result?.messages ?? []).map(({ ruleId }) => ruleId ?? '');
}

const planted = [
  ['the law', 'server/ticket/planted.ts', `import '../store/store.ts';`],
  ['the law', 'server/ticket/planted.ts', `import 'hono';`],
  ['the law', 'server/ticket/planted.ts', `export const now = Date.now();`],
  ['a route', 'server/routes/planted.ts', `import '../store/memory.ts';`],
  ['a route', 'server/routes/planted.ts', `import { Hono } from 'hono'; export const mine = new Hono();`],
  ['a service', 'server/services/planted.ts', `import '../store/memory.ts';`],
  ['a service', 'server/services/planted.ts', `import 'hono';`],
  ['a service', 'server/services/planted.ts', `export const now = new Date();`],
  ['a service', 'server/services/planted.ts', `import '../routes/customer/tickets.ts';`],
  ['a service', 'server/services/planted.ts', `export const isTheirs = (t: { customerId: string }, id: string) => t.customerId === id;`],
  ['a service', 'server/services/planted.ts', `export const isTheirs = (t?: { customerId: string }, id?: string) => id !== t?.customerId;`],
  [
    'a store',
    'server/store/planted.ts',
    `export const isTheirs = (t: { customerId: string }, ids: string[]) => ids.includes(t.customerId);`,
  ],
  ['a store', 'server/store/planted.ts', `import '../services/desk/desk.ts';`],
  ['identity', 'server/identity/planted.ts', `import '../services/desk/desk.ts';`],
  ['the widget', 'widget/planted.ts', `import '../server/services/desk/desk.ts';`],
  ['the widget', 'widget/planted.ts', `import { NewTicket } from '../server/wire/tickets.ts'; export { NewTicket };`],
  ['a screen', 'widget/customer/home/planted.ts', `void fetch('/');`],
  ['the hosted page', 'widget/page/planted.ts', `import '../support-ticket.ts';`],
  ['the customers’ element', 'widget/customer/planted.ts', `import '../desk/api.ts';`],
  ['the desk', 'widget/desk/planted.ts', `import '../customer/api.ts';`],
  ['what draws', 'widget/draw/planted.ts', `import type { Api } from '../customer/api.ts'; export type Mine = Api;`],
  ['what talks to the server', 'widget/client/planted.ts', `import '../draw/icon.ts';`],
  ['what goes over the wire', 'server/wire/planted.ts', `import '../store/store.ts';`],
  ['the host page', 'demo/site/planted.ts', `import '../../server/ticket/limits.ts';`],
  ['the demo', 'demo/planted.ts', `import '../server/services/desk/desk.ts';`],
  ['the server', 'server/planted.ts', `import '../demo/backend.ts';`],
] as const;

describe('the walls of the house', () => {
  for (const [who, path, code] of planted) {
    it(`stop ${who} from saying ${code}`, async () => {
      assert.notDeepEqual(await complaints(path, `${code}\n`), []);
    });
  }

  it('let through what has its place', async () => {
    assert.deepEqual(
      await complaints('server/services/planted.ts', `import type { Store } from '../store/store.ts';\nexport type Mine = Store;\n`),
      [],
    );
    assert.deepEqual(
      await complaints('widget/planted.ts', `import { limits } from '../server/ticket/limits.ts';\nexport const mine = limits;\n`),
      [],
    );
  });
});
