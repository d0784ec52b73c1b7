/**
 * How the desk feels with ten thousand tickets: what the server takes for opening, filters, search, pages and counts, beside
 * the same list without a filter, over HTTP on one machine; and in a browser, the time from a key to the painted rows.
 * Compare the ratios of one run. SUPPORT_BENCH_TICKETS says how many.
 */
import type { Page } from 'puppeteer-core';
import { readSettings } from '../../server/config.ts';
import { silentLog } from '../../server/log.ts';
import { startServer } from '../../server/main.ts';
import { createMemoryStore } from '../../server/store/memory.ts';
import type { Customer, Store } from '../../server/store/store.ts';
import type { Priority, Ticket } from '../../server/ticket/model.ts';
import { launch } from '../helpers/browser.ts';
import { quickPasswords, testStaff } from '../helpers/server.ts';
import { testSecret } from '../helpers/tokens.ts';
import { sampleCustomer, sampleMessage, sampleTicket } from '../store/samples.ts';

const asked = Number(process.env['SUPPORT_BENCH_TICKETS'] ?? 10_000);
const rounds = 60;
const minute = 60_000;

const first = ['Nadia', 'Karim', 'Élodie', 'Marc', 'Sophie', 'Inès', 'Paul', 'Léa', 'Hugo', 'Zoé'];
const last = ['Moreau', 'Haddad', 'Petit', 'Dubois', 'Lambert', 'Garnier', 'Leroy', 'Faure', 'Roux', 'Mercier'];
const subjects = [
  'Erreur 500 à l’enregistrement',
  'Facture introuvable',
  'Transfert de domaine',
  'Messagerie lente',
  'Certificat expiré',
  'Mot de passe perdu',
];
const of = <T>(list: readonly T[], n: number): T => list[n % list.length] as T;

function customer(n: number): Customer {
  const name = `${of(first, n)} ${of(last, Math.floor(n / 10))}-${String(Math.floor(n / 100))}`;
  return sampleCustomer(`c${String(n)}`, { sub: `s${String(n)}`, name, email: `client${String(n)}@exemple-${String(n % 400)}.fr` });
}

/** One in ten is open; of those, some are late, some answered, some assigned. */
function ticket(n: number, count: number, now: number, me: string): Ticket {
  const at = (minutes: number): string => new Date(now + minutes * minute).toISOString();
  const isOpen = n % 10 === 0;
  const answered = !isOpen || n % 30 === 0;
  const created = at(-(count - n) * 7 - 90);
  return sampleTicket(n, {
    customerId: `c${String((n * 7919) % count)}`,
    status: isOpen ? (n % 20 ? 'OPEN' : 'IN_PROGRESS') : 'CLOSED',
    priority: of<Priority>(['LOW', 'MEDIUM', 'HIGH', 'URGENT'], n >> 1),
    service: of(['order', 'billing', 'sales', 'technical'], n >> 3),
    title: `${of(subjects, n)} (dossier ${String(n)})`,
    description: 'Depuis ce matin, le panier affiche une page blanche dès que je valide ma commande. '.repeat(8),
    messages: [sampleMessage('Nous regardons cela, et revenons vers vous dans la journée.')],
    createdAt: created,
    updatedAt: created,
    promise: { startedAt: created, dueAt: at(((n * 37) % 6_000) - 900), answeredAt: answered ? created : null, waived: false },
    ball: isOpen ? (n % 30 ? 'team' : 'customer') : null,
    closing: isOpen ? null : { at: created, by: { kind: 'system', name: null }, reason: null, thankedAt: null, ratedAt: null },
    assignee: n % 3 ? null : me,
    tags: n % 50 ? [] : ['php'],
  });
}

async function fill(store: Store, count: number): Promise<void> {
  const [agent] = await store.listStaff();
  const now = Date.now();
  for (let from = 0; from < count; from += 1_000) {
    const numbers = Array.from({ length: Math.min(1_000, count - from) }, (_, i) => from + i);
    await store.commit({
      put: { customers: numbers.map(customer), tickets: numbers.map((n) => ticket(n + 1, count, now, agent?.id ?? '')) },
    });
  }
}

const sorted = (values: readonly number[]): number[] => [...values].sort((a, b) => a - b);
const median = (values: readonly number[]): number => sorted(values)[Math.floor(values.length / 2)] ?? 0;
const p95 = (values: readonly number[]): number => sorted(values)[Math.floor(values.length * 0.95)] ?? 0;

function print(what: string, times: readonly number[], beside: string): void {
  console.log(`${what.padEnd(46)} ${median(times).toFixed(1).padStart(7)} ms   p95 ${p95(times).toFixed(1).padStart(6)} ms   ${beside}`);
}

const questions: Readonly<Record<string, string>> = {
  'all tickets, no filter': 'tickets?limit=50',
  'to answer (what the desk opens with)': 'tickets?ball=team&limit=50',
  late: 'tickets?late=true&limit=50',
  mine: 'tickets?status=OPEN,IN_PROGRESS&assignee=me&limit=50',
  closed: 'tickets?status=CLOSED&limit=50',
  'two services, urgent, of all': 'tickets?service=billing,technical&priority=URGENT&limit=50',
  'one tag, open': 'tickets?status=OPEN,IN_PROGRESS&tag=php&limit=50',
  'search, two letters': 'tickets?q=mo&limit=50',
  'search, a customer': `tickets?q=${encodeURIComponent('nadia moreau-9')}&limit=50`,
  'search, words and a number': `tickets?q=${encodeURIComponent('dossier 4242')}&limit=50`,
  'search among the urgent open ones': 'tickets?status=OPEN,IN_PROGRESS&priority=URGENT&q=facture&limit=50',
  'counts of the views': 'counts',
  'customers by the beginning of a name': 'customers?q=mer&limit=8',
};

async function overHttp(url: string, cookie: string): Promise<void> {
  const ask = async (path: string): Promise<{ took: number; json: { total?: number; nextCursor?: string | null } }> => {
    const start = performance.now();
    const response = await fetch(`${url}/api/v1/desk/${path}`, { headers: { cookie } });
    const text = await response.text();
    const took = performance.now() - start;
    if (response.status !== 200) throw new Error(`${path}: ${text}`);
    return { took, json: JSON.parse(text) as { total?: number; nextCursor?: string | null } };
  };
  const times = new Map<string, number[]>(Object.keys(questions).map((what) => [what, []]));
  const totals = new Map<string, number | undefined>();
  const pages: number[] = [];
  // In turns, so that a slow moment of the machine meets all of them.
  for (let round = -3; round < rounds; round += 1) {
    for (const [what, path] of Object.entries(questions)) {
      const { took, json } = await ask(path);
      if (round >= 0) times.get(what)?.push(took);
      totals.set(what, json.total);
    }
  }
  let cursor: string | null = null;
  do {
    const { took, json }: Awaited<ReturnType<typeof ask>> = await ask(`tickets?limit=50${cursor === null ? '' : `&cursor=${cursor}`}`);
    pages.push(took);
    cursor = json.nextCursor ?? null;
  } while (cursor !== null && pages.length < 200);
  const usual = median(times.get('all tickets, no filter') ?? []);
  for (const [what, measured] of times) {
    const total = totals.get(what);
    print(what, measured, `${(median(measured) / usual).toFixed(2)} of no filter${total === undefined ? '' : `, ${String(total)} found`}`);
  }
  print(`page after page, all ${String(pages.length)} of them`, pages, `${(median(pages) / usual).toFixed(2)} of no filter`);
}

/** Does something to the desk, and tells when other rows have been painted. Runs in the page, whose policy takes no functions made of text. */
const untilPainted = async (page: Page, act: string): Promise<number> =>
  (await page.evaluate(`(async () => {
    const root = document.querySelector('support-desk').shadowRoot;
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    const isStale = () => root.querySelector('.queue-list.is-stale') !== null;
    const rows = () => [...root.querySelectorAll('.queue .number')].slice(0, 9).map((row) => row.textContent).join();
    const before = rows();
    const start = performance.now();
    ${act}
    while ((rows() === before || isStale()) && performance.now() < start + 3000) await frame();
    // The frame after has been painted when its first task runs.
    await frame();
    await new Promise((resolve) => setTimeout(resolve));
    return performance.now() - start;
  })()`)) as number;

/** Rows that stay the same cannot be seen to change. */
const isOther = (took: number): boolean => took < 3_000;

const typing = (words: string): string =>
  `const field = root.querySelector('#desk-search'); field.value = ${JSON.stringify(words)}; field.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));`;
const pressing = (view: number): string => `root.querySelectorAll('.tabs > button')[${String(view)}].click();`;

async function inBrowser(url: string): Promise<void> {
  const browser = await launch();
  try {
    const page = await browser.newPage();
    await page.setViewport({ width: 1280, height: 800 });
    await page.emulateFocusedPage(true);
    await page.goto(`${url}/desk`);
    await page.waitForSelector('support-desk >>> input[type=password]', { visible: true });
    await page.evaluate(
      `fetch('/api/v1/desk/login', { method: 'POST', headers: { 'content-type': 'application/json' }, body: ${JSON.stringify(JSON.stringify({ email: testStaff.email, password: testStaff.password }))} }).then(() => undefined)`,
    );
    const opening: number[] = [];
    for (let n = 0; n < 10; n += 1) {
      const start = performance.now();
      await page.goto(`${url}/desk`, { waitUntil: 'domcontentloaded' });
      await page.waitForSelector('support-desk >>> .queue .number', { visible: true });
      opening.push(performance.now() - start);
    }
    const letters: number[] = [];
    const words = 'facture introuvable';
    for (let n = 0; n < 3; n += 1) {
      for (const length of [1, 3, 5, 9, 12, 15, 19])
        letters.push(await untilPainted(page, typing(`${words.slice(0, length)}${' '.repeat(n)}`.trimEnd())));
      await untilPainted(page, typing(`#${String(4_000 + n)}`));
      letters.push(await untilPainted(page, typing('')));
    }
    const switching: number[] = [];
    for (let n = 0; n < 10; n += 1) for (const view of [1, 2, 0]) switching.push(await untilPainted(page, pressing(view)));
    print('browser: from an address to the first rows', opening, '');
    print('browser: from a letter to painted rows', letters.filter(isOther), '');
    print('browser: from a view to painted rows', switching.filter(isOther), '');
  } finally {
    await browser.close();
  }
}

/** Measures and prints; about half a minute. */
export async function run({ tickets = asked } = {}): Promise<void> {
  console.log(`\nThe desk with ${tickets.toLocaleString('en')} tickets of as many customers, one in ten open\n`);
  const settings = readSettings({ SUPPORT_TOKEN_SECRET: testSecret, PORT: '0' });
  const rates = { ...settings.site.rates, desk: null };
  const store = createMemoryStore();
  const server = await startServer({
    settings: { ...settings, site: { ...settings.site, rates } },
    store,
    log: silentLog,
    passwords: quickPasswords,
  });
  try {
    await server.composition.staff.add(testStaff);
    await fill(store, tickets);
    const { email, password } = testStaff;
    const entered = await fetch(`${server.url}/api/v1/desk/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: server.url },
      body: JSON.stringify({ email, password }),
    });
    await overHttp(server.url, entered.headers.get('set-cookie')?.split(';')[0] ?? '');
    await inBrowser(server.url).catch((error: unknown) => console.log(`The browser's part is left out: ${String(error)}`));
  } finally {
    await server.close();
  }
}
