/** A page that stays open while the server is given another build: what is said, and what a reload finds. */
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'puppeteer-core';
import { launch, openTab } from '../helpers/browser.ts';
import { always } from '../helpers/hours.ts';
import { oldTickets } from '../helpers/old-tickets.ts';
import { startProxy } from '../helpers/proxy.ts';
import type { Proxy } from '../helpers/proxy.ts';
import { startTestServer } from '../helpers/server.ts';
import type { TestServer } from '../helpers/server.ts';

const built = fileURLToPath(new URL('../../public', import.meta.url));
const chunk = /\b([a-z.-]+)-([\w-]{8})\.js\b/g;

/** The same code under other names, as a build has it in which every chunk has changed. */
async function buildAnew(to: string): Promise<void> {
  await mkdir(join(to, 'chunks'), { recursive: true });
  const chunks = (await readdir(join(built, 'chunks'))).filter((file) => file.endsWith('.js'));
  const renamed = new Map(chunks.map((file) => [file, file.replace(/-([\w-]{8})\.js$/, '-ANEW$1.js')]));
  const rename = (text: string): string => text.replace(chunk, (file) => renamed.get(file) ?? file);
  for (const file of await readdir(built))
    if (/\.(js|css|svg)$/.test(file)) await writeFile(join(to, file), rename(await readFile(join(built, file), 'utf8')));
  for (const [file, other] of renamed)
    await writeFile(join(to, 'chunks', other), rename(await readFile(join(built, 'chunks', file), 'utf8')));
}

let browser: Browser;
let proxy: Proxy;
let dir: string;
let server: TestServer;
let anew: TestServer;

before(async () => {
  browser = await launch();
  dir = await mkdtemp(join(tmpdir(), 'support-anew-'));
  await buildAnew(dir);
  proxy = await startProxy({ folder: '/help', keeps: false });
  const environment = { SUPPORT_PUBLIC_URL: proxy.url };
  const brands = [
    { id: 'nuxit', label: 'Nuxit' },
    { id: 'phpnet', label: 'PhpNet' },
  ];
  server = await startTestServer({
    environment,
    archive: await oldTickets(),
    config: { hours: always, archive: { brands }, desk: { holdSeconds: 0 } },
  });
  anew = await startTestServer({ environment, publicDir: dir });
});
after(async () => {
  await browser.close();
  await proxy.close();
  await server.close();
  await anew.close();
  await rm(dir, { recursive: true });
});

const beforeIt = () => proxy.passTo(server.url);
/** Everything but the files of the build is as it was. */
const upgrade = () => proxy.passTo((path) => (/^\/(chunks\/|support-)/.test(path) ? anew.url : server.url));

const inside = (element: string, expression: string): string =>
  `(() => { const root = document.querySelector('${element}')?.shadowRoot; return root && (${expression}); })()`;
const until = (page: Page, element: string, expression: string) =>
  page.waitForFunction(inside(element, expression), { timeout: 60_000 }).catch(async () => {
    throw new Error(
      `Never true: ${expression}\n${String(await page.evaluate(inside(element, 'root.querySelector(".surface")?.innerText')))}`,
    );
  });
const says = (page: Page, element: string, text: string) =>
  until(
    page,
    element,
    `root.querySelector('.surface')?.innerText.replace(/\\s/g, ' ').includes(${JSON.stringify(text.replace(/\s/g, ' '))})`,
  );
async function press(page: Page, element: string, name: string): Promise<void> {
  const named = `[...root.querySelectorAll('button, a, label')].find((e) => e.checkVisibility() && e.innerText.trim().startsWith(${JSON.stringify(name)}))`;
  await until(page, element, named);
  await page.evaluate(inside(element, `${named}.click()`));
}
/** The menu of one's own, which leads to the statistics. */
async function openMenu(page: Page): Promise<void> {
  await until(page, 'support-desk', `root.querySelector('.account-button')`);
  await page.evaluate(inside('support-desk', `root.querySelector('.account-button').click()`));
}
const loaded = (page: Page): Promise<string[]> =>
  page.evaluate(`performance.getEntriesByType('resource').map(({ name }) => name).filter((name) => name.includes('/chunks/'))`) as Promise<
    string[]
  >;

const customers = [
  {
    lang: 'en',
    open: 'Open a ticket',
    technical: 'Technical support',
    goOn: 'Continue',
    something: 'Something does not work',
    old: 'My old tickets',
    version: 'A new version is available',
    text: 'Reload the page to use it. What you wrote is kept on this device.',
    reload: 'Reload the page',
    example: 'This part could not be loaded. Try again, or reload the page; your text is kept.',
    add: 'This part could not be loaded. Reload the page, then add the file again; your text is kept.',
  },
  {
    lang: 'fr',
    open: 'Ouvrir un ticket',
    technical: 'Support technique',
    goOn: 'Continuer',
    something: 'Une anomalie',
    old: 'Mes anciens tickets',
    version: 'Une nouvelle version est disponible',
    text: 'Rechargez la page pour en profiter. Ce que vous avez écrit est gardé sur cet appareil.',
    reload: 'Recharger la page',
    example: 'Cette partie n’a pas pu se charger. Réessayez, ou rechargez la page : votre texte est conservé.',
    add: 'Cette partie n’a pas pu se charger. Rechargez la page, puis ajoutez de nouveau le fichier : votre texte est conservé.',
  },
] as const;

describe('a customer whose page is older than the server', () => {
  for (const words of customers)
    it(`is told so in ${words.lang === 'fr' ? 'French' : 'English'}, and finds every letter after the reload`, {
      timeout: 180_000,
    }, async () => {
      beforeIt();
      const widget = 'support-ticket';
      const { page } = await openTab(browser, { lang: words.lang });
      const token = await server.token(`upgrade-${words.lang}`, {
        legacy: [{ brand: 'nuxit', account: words.lang === 'fr' ? 'desk' : 'lists' }],
      });
      await page.goto(`${proxy.url}/?lang=${words.lang}#token=${token}`);
      await press(page, widget, words.open);
      await press(page, widget, words.technical);
      await press(page, widget, words.goOn);
      await press(page, widget, words.something);
      await press(page, widget, words.goOn);
      await (await page.waitForSelector(`${widget} >>> #title`, { visible: true }))?.type('Error 500 when saving');
      upgrade();
      // What has not come is told where it was wanted, and asks for nothing that would help nobody.
      const picker = await page.waitForSelector(`${widget} >>> input[type=file]`);
      const file = join(dir, 'notes.txt');
      await writeFile(file, 'words');
      await (picker as unknown as { uploadFile(path: string): Promise<void> }).uploadFile(file);
      await says(page, widget, words.add);
      await (await page.waitForSelector(`${widget} >>> #description`, { visible: true }))?.type('Since this morning, in Blog.');
      await page.evaluate(`document.querySelector('${widget}').show('archive')`);
      await says(page, widget, words.version);
      await says(page, widget, words.text);
      await press(page, widget, words.reload);
      await until(page, widget, `root.querySelector('.screen')`);
      await page.evaluate(`document.querySelector('${widget}').show('archive')`);
      await says(page, widget, 'Nuxit');
      const names = await loaded(page);
      assert.ok(names.length > 3 && names.every((name) => name.includes('-ANEW')), names.join('\n'));
      await page.evaluate(`document.querySelector('${widget}').show('new')`);
      const kept = `root.querySelector('#title')?.value === 'Error 500 when saving' && root.querySelector('#description')?.value === 'Since this morning, in Blog.'`;
      await until(page, widget, kept);
      await page.close();
    });

  it('is told of a server that is away as before', { timeout: 180_000 }, async () => {
    beforeIt();
    const { page } = await openTab(browser);
    await page.goto(`${proxy.url}/#token=${await server.token('upgrade-away', { legacy: [{ brand: 'nuxit', account: 'journey' }] })}`);
    await says(page, 'support-ticket', 'Open a ticket');
    proxy.passTo('http://127.0.0.1:1');
    await page.evaluate(`document.querySelector('support-ticket').show('archive')`);
    await says(page, 'support-ticket', 'The connection was cut on the way.');
    await page.close();
  });
});

describe('a colleague whose desk is older than the server', () => {
  for (const [lang, signIn, statistics, told] of [
    ['en', 'Sign in', 'Statistics', 'A new version of the desk is there. Reload the page to go on with it; what you typed is kept.'],
    [
      'fr',
      'Se connecter',
      'Statistiques',
      'Une nouvelle version du bureau est disponible. Rechargez la page pour continuer : ce que vous avez saisi est conservé.',
    ],
  ] as const)
    it(`is told so where a part does not come, in ${lang === 'fr' ? 'French' : 'English'}, and keeps the answer under way`, {
      timeout: 180_000,
    }, async () => {
      beforeIt();
      const desk = 'support-desk';
      const headers = { authorization: `Bearer ${await server.token(`upgrade-desk-${lang}`)}`, 'content-type': 'application/json' };
      const made = await fetch(`${server.url}/api/v1/tickets`, {
        method: 'POST',
        headers,
        body: JSON.stringify({ service: 'technical', title: 'Error 500', description: 'I go to Blog, then New article, and save.' }),
      });
      const { number } = (await made.json()) as { number: number };
      const { page } = await openTab(browser, { width: 1280, lang });
      await page.goto(`${proxy.url}/desk#${String(number)}`);
      await (await page.waitForSelector(`${desk} >>> input[type=email]`, { visible: true }))?.type(server.staff.email);
      await (await page.waitForSelector(`${desk} >>> input[type=password]`, { visible: true }))?.type(server.staff.password);
      await press(page, desk, signIn);
      await (await page.waitForSelector(`${desk} >>> support-desk-reply textarea`, { visible: true }))?.type('We have found it.');
      upgrade();
      await openMenu(page);
      await press(page, desk, statistics);
      await says(page, desk, told);
      await page.reload();
      await until(page, desk, `root.querySelector('support-desk-reply textarea')?.value === 'We have found it.'`);
      await openMenu(page);
      await press(page, desk, statistics);
      await until(page, desk, `root.querySelector('a[href*="stats.csv"]')`);
      const names = await loaded(page);
      assert.ok(names.length > 0 && names.every((name) => name.includes('-ANEW')), names.join('\n'));
      await page.close();
    });
});
