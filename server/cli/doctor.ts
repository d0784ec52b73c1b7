import { existsSync } from 'node:fs';
import { ConfigError, readPlaces, readSettings } from '../config.ts';
import type { Settings } from '../config.ts';
import { readEnvironment } from '../config/environment.ts';
import { mailOutOf } from '../config/mail.ts';
import { sendRequest } from '../control/client.ts';
import { systemClock } from '../system.ts';
import { readEmail } from '../text/email-address.ts';
import { isLive } from '../identity/keys.ts';
import { builtWidget } from '../installed.ts';
import { checkAttachments } from '../store/attachments/check.ts';
import { openAttachmentFolder } from '../store/attachments/disk.ts';
import { openJournalStore } from '../store/journal.ts';
import type { Store } from '../store/store.ts';
import { systemDns } from '../inbound/dns.ts';
import { askAboutArchive, lookAtArchive } from './doctor-archive.ts';
import { lookAtDns, lookAtMail, lookAtOutbox, lookAtReplies } from './doctor-mail.ts';
import type { Finding } from './doctor-mail.ts';
import { lookAtAddress, lookAtToken, lookAtTokenRoute } from './doctor-site.ts';
import { promisedBy } from './promise-summary.ts';
import { exit, parse, UsageError } from './command.ts';
import type { Command } from './command.ts';

const help = `doctor [--send-to <address>] [--token-route <url> [--method <name>]] [--token <jwt>]

Looks at the configuration, the keys, the store, the archive and the mail, and says what is wrong or missing. It connects to the mail
server and signs in; with --send-to it also sends a test mail there.

  --token-route <url>   asks your site's route for tokens, as somebody who is not signed in; by POST, unless --method says otherwise
  --token <jwt>         says whether the server takes a token, or exactly why not

Ends with 0 when all is well, 1 when something deserves a look, 2 when the server would not start.`;

export const doctor: Command = {
  name: 'doctor',
  summary: 'say what is wrong or missing: configuration, keys, store, archive, mail',
  help,
  async run(args, io) {
    const { values } = parse(args, options);
    const { 'send-to': sendTo = null, 'token-route': tokenRoute, token, method = 'POST' } = values;
    if (sendTo !== null && readEmail(sendTo) === null) throw new UsageError('--send-to takes one e-mail address');
    if (tokenRoute !== undefined && !isPage(tokenRoute))
      throw new UsageError('--token-route takes an address such as https://www.example.com/session-token');
    if (!/^(GET|POST)$/i.test(method)) throw new UsageError('--method is GET or POST');
    const findings: Finding[] = [];
    const settings = readOr(() => readSettings(io.variables()), findings);
    if (settings)
      findings.push(
        ['ok', 'configuration', 'read'],
        ...lookAtKeys(settings),
        ...lookAtSettings(settings),
        await lookAtAddress(settings.environment.publicUrl, await isServed(settings)),
        ...promisedBy(settings).map((line): Finding => ['ok', 'promised', line]),
      );
    if (tokenRoute !== undefined) findings.push(await lookAtTokenRoute(tokenRoute, method.toUpperCase(), settings));
    if (token !== undefined) findings.push(await lookAtToken(token, settings));
    const places = settings ?? readOr(() => readPlaces(readEnvironment(io.variables())), []);
    if (places)
      findings.push(
        ...(await lookAtMail(places.environment, sendTo)),
        lookAtReplies(places),
        ...(await lookAtDns(places.site.mail, systemDns())),
        ...(await lookAtStore(places)),
      );
    findings.push(existsSync(builtWidget) ? ['ok', 'widget', 'built'] : ['look', 'widget', 'not built: npm run build makes it']);
    for (const [state, about, text] of findings) io.out(`${state.padEnd(4)}  ${about.padEnd(13)}  ${text}`);
    if (findings.some(([state]) => state === 'bad')) return exit.usage;
    return findings.some(([state]) => state === 'look') ? exit.rejects : exit.done;
  },
};

const options = {
  'send-to': { type: 'string' },
  'token-route': { type: 'string' },
  method: { type: 'string' },
  token: { type: 'string' },
} as const;

const isPage = (text: string): boolean => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);

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
  if (keys.length === 0) return [['ok', 'keys', 'none: everybody comes as a guest']];
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
  const { origins, demo } = environment;
  return [
    origins.length === 0
      ? ['look', 'origins', 'SUPPORT_ORIGINS is empty: no page of another origin can talk to the server']
      : ['ok', 'origins', origins.join(', ')],
    ...(demo ? [['look', 'demo', 'SUPPORT_DEMO=1: secrets that everybody knows are accepted'] as const] : []),
  ];
}

type Places = ReturnType<typeof readPlaces>;

const isServed = async ({ dataDir }: Places): Promise<boolean> => (await sendRequest(dataDir, { command: 'staff list' })) !== null;

async function lookAtStore({ dataDir, environment }: Places): Promise<Finding[]> {
  const told = await sendRequest(dataDir, { command: 'staff list' });
  if (told && 'staff' in told)
    return [['ok', 'store', `${dataDir}, in use by a running server`], ...(await askAboutArchive(dataDir)), lookAtStaff(told.staff.length)];
  if (!existsSync(dataDir)) return [['ok', 'store', `${dataDir} is not there yet; the first start makes it`]];
  return openStore(dataDir, mailOutOf(environment) !== null);
}

async function openStore(dataDir: string, mailing: boolean): Promise<Finding[]> {
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
      return [
        found,
        await lookAtAttachments(store, dataDir),
        ...(await lookAtArchive(dataDir)),
        ...(await lookAtOutbox(store, mailing)),
        lookAtStaff((await store.listStaff()).length),
      ];
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
