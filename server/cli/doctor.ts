import { existsSync } from 'node:fs';
import { ConfigError, readPlaces, readSettings } from '../config.ts';
import type { Settings } from '../config.ts';
import { readEnvironment } from '../config/environment.ts';
import { askServer } from '../control/client.ts';
import { systemClock } from '../edge.ts';
import { isLive } from '../identity/keys.ts';
import { builtWidget } from '../main.ts';
import { checkAttachments } from '../store/attachments/check.ts';
import { openAttachmentFolder } from '../store/attachments/disk.ts';
import { openJournalStore } from '../store/journal.ts';
import type { Store } from '../store/store.ts';
import { exit, parse } from './command.ts';
import type { Command } from './command.ts';

const help = `doctor

Looks at the configuration, the keys, the store and the mail, and says what is wrong or missing.
Ends with 0 when all is well, 1 when something deserves a look, 2 when the server would not start.`;

/** `ok`: as it should be. `look`: the server starts, but somebody should know. `bad`: it would not start. */
type Finding = readonly [state: 'ok' | 'look' | 'bad', about: string, text: string];

export const doctor: Command = {
  name: 'doctor',
  summary: 'say what is wrong or missing: configuration, keys, store, mail',
  help,
  async run(args, io) {
    parse(args, {});
    const findings: Finding[] = [];
    const settings = readOr(() => readSettings(io.variables()), findings);
    if (settings) findings.push(['ok', 'configuration', 'read'], ...lookAtKeys(settings), ...lookAtSettings(settings));
    const places = settings ?? readOr(() => readPlaces(readEnvironment(io.variables())), []);
    if (places) findings.push(...(await lookAtStore(places.dataDir)));
    findings.push(existsSync(builtWidget) ? ['ok', 'widget', 'built'] : ['look', 'widget', 'not built: npm run build makes it']);
    for (const [state, about, text] of findings) io.out(`${state.padEnd(4)}  ${about.padEnd(13)}  ${text}`);
    if (findings.some(([state]) => state === 'bad')) return exit.usage;
    return findings.some(([state]) => state === 'look') ? exit.rejects : exit.done;
  },
};

function readOr<T>(read: () => T, findings: Finding[]): T | null {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    for (const line of error.message.split('\n')) findings.push(['bad', 'configuration', line]);
    return null;
  }
}

function lookAtKeys({ keys }: Settings): Finding[] {
  const now = systemClock();
  const dead = keys
    .filter((key) => !isLive(key, now))
    .map((key): Finding => ['look', 'keys', `${key.kid ?? 'the secret'} has ended and can be taken out`]);
  const live = keys.filter((key) => isLive(key, now));
  const state = live.length === 0 ? 'look' : 'ok';
  return [
    [
      state,
      'keys',
      live.length === 0
        ? 'none is alive: every customer token is refused'
        : live.map(({ kid, algorithm }) => `${kid ?? 'the secret'} (${algorithm})`).join(', '),
    ],
    ...dead,
  ];
}

function lookAtSettings({ environment }: Settings): Finding[] {
  const { origins, publicUrl, smtpUrl, mailFrom, demo } = environment;
  return [
    origins.length === 0
      ? ['look', 'origins', 'SUPPORT_ORIGINS is empty: no page of another origin can talk to the server']
      : ['ok', 'origins', origins.join(', ')],
    publicUrl === null ? ['look', 'address', 'SUPPORT_PUBLIC_URL is not set: links use the host and port'] : ['ok', 'address', publicUrl],
    smtpUrl === null || mailFrom === null
      ? ['look', 'mail', 'SUPPORT_SMTP_URL or SUPPORT_MAIL_FROM is missing: mails wait in the outbox']
      : ['ok', 'mail', `from ${mailFrom}`],
    ...(demo ? [['look', 'demo', 'SUPPORT_DEMO=1: secrets that everybody knows are accepted'] as const] : []),
  ];
}

async function lookAtStore(dataDir: string): Promise<Finding[]> {
  const told = await askServer(dataDir, { command: 'staff list' });
  if (told && 'staff' in told) return [['ok', 'store', `${dataDir}, in use by a running server`], lookAtStaff(told.staff.length)];
  if (!existsSync(dataDir)) return [['ok', 'store', `${dataDir} is not there yet; the first start makes it`]];
  return openStore(dataDir);
}

async function openStore(dataDir: string): Promise<Finding[]> {
  const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
  try {
    const store = await openJournalStore({ dir: dataDir, log: silent });
    try {
      const { damagedLines } = store.health();
      const { total } = await store.listTickets({ reader: 'staff', now: new Date(systemClock()).toISOString(), sort: 'number', limit: 1 });
      const found: Finding =
        damagedLines > 0
          ? ['look', 'store', `${String(damagedLines)} damaged lines were set aside; the rest is served`]
          : ['ok', 'store', `${dataDir}, ${String(total)} tickets`];
      return [found, await lookAtAttachments(store, dataDir), lookAtStaff((await store.listStaff()).length)];
    } finally {
      await store.close();
    }
  } catch (error) {
    return [['bad', 'store', error instanceof Error ? error.message : String(error)]];
  }
}

async function lookAtAttachments(store: Store, dataDir: string): Promise<Finding> {
  const { total, lost } = await checkAttachments(store, await openAttachmentFolder(dataDir));
  return lost > 0
    ? ['look', 'attachments', `the files of ${String(lost)} of ${String(total)} are gone: a backup may have them`]
    : ['ok', 'attachments', `${String(total)}, all there`];
}

function lookAtStaff(count: number): Finding {
  return count === 0 ? ['look', 'staff', 'nobody can answer yet: support-ticket staff add'] : ['ok', 'staff', `${String(count)} accounts`];
}
