/** A whole server for tests: the real one, on a free port, over a store that forgets or over a folder of its own. */
import { mkdtemp, rm } from 'node:fs/promises';
import type { ServerOptions } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSettings } from '../../server/config.ts';
import { readSite } from '../../server/config/site.ts';
import type { StaffAccounts } from '../../server/identity/staff.ts';
import { createPasswords } from '../../server/identity/passwords.ts';
import { silentLog } from '../../server/log.ts';
import type { Log } from '../../server/log.ts';
import type { Patience } from '../../server/http/limits/slow-senders.ts';
import { startServer } from '../../server/main.ts';
import type { ArchiveStore } from '../../server/store/archive-store.ts';
import { createMemoryStore } from '../../server/store/memory.ts';
import { mintToken, testSecret } from './tokens.ts';
import type { Claims } from './tokens.ts';

export interface TestServerOptions {
  readonly store?: 'memory' | 'journal';
  readonly origins?: readonly string[];
  /** As `support.config.json` holds it. */
  readonly config?: object;
  readonly archive?: ArchiveStore;
  /** Variables besides the usual ones. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly publicDir?: string;
  readonly now?: () => number;
  readonly log?: Log;
  /** How long slow senders are waited for. */
  readonly limits?: ServerOptions;
  readonly uploadPatience?: Patience['upload'];
}

export interface TestServer {
  readonly url: string;
  readonly staff: { readonly email: string; readonly password: string };
  token(sub: string, claims?: Claims): Promise<string>;
  addStaff: StaffAccounts['add'];
  close(): Promise<void>;
}

/** Signing in is quick in tests; what it costs is not what they are about. */
export const quickPasswords = createPasswords({ N: 1024, r: 8, p: 1 });

export const testStaff = { email: 'camille@example.com', name: 'Camille', role: 'agent', password: 'correct horse battery' } as const;

export async function startTestServer(options: TestServerOptions = {}): Promise<TestServer> {
  const {
    store = 'memory',
    origins = [],
    config,
    environment = {},
    archive,
    publicDir,
    now,
    log = silentLog,
    limits = {},
    uploadPatience,
  } = options;
  const dir = store === 'journal' ? await mkdtemp(join(tmpdir(), 'support-')) : null;
  const settings = readSettings({
    SUPPORT_TOKEN_SECRET: testSecret,
    SUPPORT_ORIGINS: origins.join(','),
    SUPPORT_DATA_DIR: dir ?? join(tmpdir(), 'unused'),
    PORT: '0',
    ...environment,
  });
  const server = await startServer({
    settings: config ? { ...settings, site: readSite(config) } : settings,
    log,
    passwords: quickPasswords,
    limits,
    ...(store === 'memory' && { store: createMemoryStore() }),
    ...(archive && { archive }),
    ...(publicDir !== undefined && { publicDir }),
    ...(now && { now }),
    ...(uploadPatience && { uploadPatience }),
  });
  // On a folder that was served before, the account is there.
  if (!(await server.composition.deps.store.staffByEmail(testStaff.email))) await server.composition.staff.add(testStaff);
  return {
    url: server.url,
    staff: { email: testStaff.email, password: testStaff.password },
    addStaff: (account) => server.composition.staff.add(account),
    token: (sub, claims) => mintToken(sub, claims, { now: now ?? Date.now }),
    async close() {
      await server.close();
      if (dir !== null) await rm(dir, { recursive: true, force: true });
    },
  };
}
