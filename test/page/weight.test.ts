/**
 * What a customer's journey really costs: a browser walks it on what the server serves, and every script that it
 * loads on the way is counted as it came over the wire. `npm run size` counts the same files without a browser, and
 * holds them against the budgets.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'puppeteer-core';
import { launch, openTab } from '../helpers/browser.ts';
import { always } from '../helpers/hours.ts';
import { startTestServer } from '../helpers/server.ts';
import type { TestServer } from '../helpers/server.ts';

interface Weight {
  firstOf(language: string): ReadonlySet<string>;
  readonly screens: readonly { readonly name: string; filesOf(language: string): readonly string[] }[];
  weight(file: string): number;
}

const counted = (await import(new URL('../../../.ci/weight.mjs', import.meta.url).href)) as Weight;

/** The screens and steps of the journey. */
const walked = ['compose', 'subject-step', 'write-step', 'check-step', 'sent', 'thread'];

let browser: Browser;
let server: TestServer;

before(async () => {
  browser = await launch();
  server = await startTestServer({ config: { site: { name: 'Example' }, hours: always } });
});
after(async () => {
  await browser.close();
  await server.close();
});

interface Words {
  readonly lang: 'en' | 'fr';
  readonly open: string;
  readonly technical: string;
  readonly something: string;
  readonly goOn: string;
  readonly title: string;
  readonly check: string;
  readonly send: string;
  readonly follow: string;
  readonly solved: string;
  readonly close: string;
  readonly reopen: string;
}

const journeys: readonly Words[] = [
  {
    lang: 'en',
    open: 'Open a ticket',
    technical: 'Technical support',
    goOn: 'Continue',
    something: 'Something does not work',
    title: 'Error 500 when saving an article',
    check: 'Check my request',
    send: 'Send',
    follow: 'Follow ticket',
    solved: 'It is solved, close the ticket',
    close: 'Close the ticket',
    reopen: 'Reopen the ticket',
  },
  {
    lang: 'fr',
    open: 'Ouvrir un ticket',
    technical: 'Support technique',
    goOn: 'Continuer',
    something: 'Une anomalie',
    title: 'Erreur 500 à l’enregistrement d’un article',
    check: 'Vérifier ma demande',
    send: 'Envoyer',
    follow: 'Suivre le ticket',
    solved: 'C’est résolu, clore le ticket',
    close: 'Clore le ticket',
    reopen: 'Rouvrir le ticket',
  },
];

/** Bytes of every script that came from the server, as they came over the wire; the page's own aside, which is no site's. */
async function weigh(page: Page): Promise<ReadonlyMap<string, number>> {
  const session = await page.createCDPSession();
  const names = new Map<string, string>();
  const bytes = new Map<string, number>();
  session.on('Network.responseReceived', ({ requestId, type, response }) => {
    const path = new URL(response.url).pathname.slice(1);
    if (type !== 'Script' || !response.url.startsWith(server.url) || path === 'support-page.js') return;
    assert.equal(
      Object.entries(response.headers).find(([name]) => name.toLowerCase() === 'content-encoding')?.[1],
      'br',
      `${path} comes packed`,
    );
    names.set(requestId, path);
    bytes.set(path, 0);
  });
  session.on('Network.dataReceived', ({ requestId, encodedDataLength }) => {
    const name = names.get(requestId);
    if (name !== undefined) bytes.set(name, (bytes.get(name) ?? 0) + encodedDataLength);
  });
  await session.send('Network.enable');
  return bytes;
}

async function walk(page: Page, words: Words, token: string): Promise<void> {
  const inside = (expression: string): string =>
    `(() => { const root = document.querySelector('support-ticket')?.shadowRoot; return root && (${expression}); })()`;
  const until = (expression: string) =>
    page.waitForFunction(inside(expression), { timeout: 60_000 }).catch(async () => {
      throw new Error(`Never true: ${expression}\n${String(await page.evaluate(inside('root.querySelector(".surface")?.innerText')))}`);
    });
  const press = async (name: string, last = false) => {
    const named = `[...root.querySelectorAll('button, label')].filter((e) => e.checkVisibility() && e.innerText.trim().startsWith(${JSON.stringify(name)})).at(${last ? -1 : 0})`;
    await until(named);
    await page.evaluate(inside(`${named}.click()`));
  };
  const write = async (selector: string, text: string) => {
    const field = await page.waitForSelector(`support-ticket >>> ${selector}`, { visible: true });
    await field?.type(text);
  };
  await page.goto(`${server.url}/?lang=${words.lang}#token=${token}`);
  await press(words.open);
  await press(words.technical);
  await press(words.goOn);
  await press(words.something);
  await press(words.goOn);
  await write('#title', words.title);
  // Advice of every kind but on secrets, which few texts hold: what is missing, the error found.
  await write('#description', '1. Blog\n2. New article: “Internal Server Error”.');
  await until(`root.querySelector('.aspects .on') && root.querySelector('.hint-line')`);
  await press(words.check);
  await press(words.send);
  await press(words.follow);
  await write('.answer textarea', 'Once more this morning.');
  await press(words.send);
  await until(`root.textContent.includes('Once more this morning.') && !root.querySelector('.answer textarea').value`);
  await press(words.solved);
  await until(`root.querySelector('dialog[open]')`);
  await press(words.close, true);
  await press(words.reopen);
  await write('.reopen textarea', 'It came back.');
  await press(words.reopen, true);
  await until(`root.querySelector('.answer textarea') && root.querySelector('.notice')`);
}

/** What the page itself brings, which is no site's. */
const own = /^(?:$|support-page\.)/;

describe('the first screen', () => {
  for (const lang of ['en', 'fr'] as const) {
    it(`waits for what npm run size counts, and for six requests at most, in ${lang === 'fr' ? 'French' : 'English'}`, {
      timeout: 180_000,
    }, async () => {
      const { page, complaints } = await openTab(browser, { lang });
      const asked: string[] = [];
      page.on('request', (request) => {
        const { pathname } = new URL(request.url());
        if (request.url().startsWith(server.url) && !own.test(pathname.slice(1))) asked.push(pathname.slice(1));
      });
      // Nothing that idle time brings is waited for.
      await page.evaluateOnNewDocument('window.requestIdleCallback = () => 0');
      const loaded = await weigh(page);
      await page.goto(`${server.url}/?lang=${lang}#token=${await server.token(`first-${lang}`, { locale: lang })}`);
      await page.waitForSelector('support-ticket >>> .places', { visible: true });
      await page.waitForNetworkIdle({ idleTime: 500 });
      assert.deepEqual([...loaded.keys()].sort(), [...counted.firstOf(lang)].sort());
      for (const [file, bytes] of loaded) assert.equal(bytes, counted.weight(file), `${file} weighs what its packed file does`);
      assert.ok(asked.length <= 6, asked.join(', '));
      assert.equal(asked.filter((path) => path === 'api/v1/session').length, 1, 'the session is asked for once');
      assert.deepEqual(complaints, []);
      await page.close();
    });
  }
});

describe('a whole journey', () => {
  for (const words of journeys) {
    it(`loads the screens as npm run size counts them, in ${words.lang === 'fr' ? 'French' : 'English'}`, {
      timeout: 180_000,
    }, async () => {
      const { page, complaints } = await openTab(browser, { lang: words.lang });
      const loaded = await weigh(page);
      await walk(page, words, await server.token(`weight-${words.lang}`, { locale: words.lang }));
      const screens = counted.screens.filter(({ name }) => walked.includes(name)).flatMap(({ filesOf }) => filesOf(words.lang));
      for (const file of [...counted.firstOf(words.lang), ...screens])
        assert.equal(loaded.get(file), counted.weight(file), `${file} weighs what its packed file does`);
      assert.ok(
        !counted.screens.some(
          ({ name }) => !walked.includes(name) && [...loaded.keys()].some((file) => file.startsWith(`chunks/${name}-`)),
        ),
        'no screen comes that nobody opens',
      );
      assert.deepEqual(complaints, []);
      await page.close();
    });
  }
});
