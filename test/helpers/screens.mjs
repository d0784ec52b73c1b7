/**
 * Pictures of a page, for people at work on how it looks. No test uses it.
 *
 *   node test/helpers/screens.mjs <url> <out.png> [options]
 *     --width 760         --height 900        --scale 1          window, and device pixels per CSS pixel
 *     --dark              --motion            --lang fr          what the page is told of its reader (motion is reduced unless asked)
 *     --wait <selector>   `>>>` goes through shadow roots: 'support-ticket >>> h2'
 *     --press "Tab Tab Enter"                                    keys, after waiting
 *     --full              --only <selector>                      the whole page, or one element, rather than the window
 *     --tree              prints the accessibility tree
 */
/* global requestAnimationFrame -- in what the page evaluates */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { launch } from './chromium.mjs';

export { launch };

/** What each page was last told of its reader: Puppeteer replaces all media features at once.
 *  @type {WeakMap<import('puppeteer-core').Page, { dark?: boolean, motion?: boolean }>} */
const readers = new WeakMap();

/**
 * A page with its own storage, as its reader would have it. What it complains of is printed.
 * @param {import('puppeteer-core').Browser} browser
 * @param {{ width?: number, height?: number, scale?: number, dark?: boolean, motion?: boolean, lang?: string, timezone?: string }} [reader]
 */
export async function openPage(browser, reader = {}) {
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  page.once('close', () => context.close().catch(() => {}));
  page.on('pageerror', (error) => console.error(`page error: ${error.message}`));
  page.on('console', (message) => printMessage(message));
  page.on('requestfailed', (request) => console.error(`failed: ${request.url()} ${request.failure()?.errorText}`));
  await page.emulateFocusedPage(true);
  await adapt(page, { width: 760, height: 900, lang: 'fr', dark: false, motion: false, timezone: 'Europe/Paris', ...reader });
  return page;
}

/** Changes what the reader has; what is not named stays. */
export async function adapt(page, { width, height, scale, dark, motion, lang, timezone }) {
  if (width || height || scale) {
    const now = page.viewport() ?? {};
    await page.setViewport({
      width: width ?? now.width,
      height: height ?? now.height,
      deviceScaleFactor: scale ?? now.deviceScaleFactor ?? 1,
    });
  }
  if (dark !== undefined || motion !== undefined) {
    const known = { ...readers.get(page), ...(dark !== undefined && { dark }), ...(motion !== undefined && { motion }) };
    readers.set(page, known);
    await page.emulateMediaFeatures([
      { name: 'prefers-color-scheme', value: known.dark ? 'dark' : 'light' },
      { name: 'prefers-reduced-motion', value: known.motion ? 'no-preference' : 'reduce' },
    ]);
  }
  if (lang) await speak(page, lang);
  if (timezone) await page.emulateTimezone(timezone);
}

async function speak(page, lang) {
  const session = await page.createCDPSession();
  const userAgent = await page.browser().userAgent();
  // `navigator.language` and the Accept-Language header, then what `Intl` takes by default.
  await session.send('Emulation.setUserAgentOverride', { userAgent, acceptLanguage: lang });
  await session.send('Emulation.setLocaleOverride', { locale: lang }).catch(() => {});
}

/** Goes there and waits until there is something to look at. */
export async function visit(page, url, { wait } = {}) {
  await page.goto(url, { waitUntil: 'load' });
  if (wait) await page.waitForSelector(wait, { visible: true, timeout: 10_000 });
  await still(page);
}

/** Quiet network (an open event stream does not count), fonts there, animations over. */
export async function still(page) {
  await page.waitForNetworkIdle({ idleTime: 150, concurrency: 1, timeout: 5_000 }).catch(() => {});
  await page.evaluate(async () => {
    await document.fonts.ready;
    const finite = document.getAnimations().filter((animation) => Number.isFinite(animation.effect?.getComputedTiming().endTime));
    await Promise.allSettled(finite.map((animation) => animation.finished));
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  });
}

/** @param {string} file where to; its folder is made */
export async function shoot(page, file, { full = false, only } = {}) {
  await mkdir(path.dirname(path.resolve(file)), { recursive: true });
  if (!only) return page.screenshot({ path: file, fullPage: full });
  const element = await page.waitForSelector(only, { visible: true, timeout: 10_000 });
  return element.screenshot({ path: file });
}

/** Keys as people say them: `press(page, 'Tab', 'Shift+Tab', 'Control+Enter')`. */
export async function press(page, ...keys) {
  for (const key of keys) {
    const held = key.split('+');
    const last = held.pop();
    for (const modifier of held) await page.keyboard.down(modifier);
    await page.keyboard.press(last);
    for (const modifier of held.reverse()) await page.keyboard.up(modifier);
  }
  await still(page);
}

const NOISE = new Set(['backendNodeId', 'loaderId', 'url']);

/** The accessibility tree as a screen reader walks it, one line for each node; `all` keeps what it would skip. */
export async function tree(page, { all = false } = {}) {
  const root = await page.accessibility.snapshot({ interestingOnly: !all });
  const lines = [];
  const walk = ({ role, name, children = [], ...rest }, depth) => {
    const facts = Object.entries(rest)
      .filter(([key, value]) => !NOISE.has(key) && ['string', 'number', 'boolean'].includes(typeof value))
      .map(([key, value]) => (value === true ? key : `${key}=${value}`));
    lines.push(`${'  '.repeat(depth)}${role}${name ? ` “${name}”` : ''}${facts.length ? ` [${facts.join(', ')}]` : ''}`);
    for (const child of children) walk(child, depth + 1);
  };
  if (root) walk(root, 0);
  return lines.join('\n');
}

function printMessage(message) {
  const text = message.text();
  if (!text.startsWith('Lit is in dev mode')) console.error(`${message.type()}: ${text}`);
}

async function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      width: { type: 'string', default: '760' },
      height: { type: 'string', default: '900' },
      scale: { type: 'string', default: '1' },
      dark: { type: 'boolean', default: false },
      motion: { type: 'boolean', default: false },
      lang: { type: 'string', default: 'fr' },
      wait: { type: 'string' },
      press: { type: 'string' },
      full: { type: 'boolean', default: false },
      only: { type: 'string' },
      tree: { type: 'boolean', default: false },
    },
  });
  const [url, out] = positionals;
  if (!url || !out) throw new Error('Usage: node test/helpers/screens.mjs <url> <out.png> [options]');
  const { width, height, scale, dark, motion, lang } = values;
  const browser = await launch();
  try {
    const page = await openPage(browser, { width: +width, height: +height, scale: +scale, dark, motion, lang });
    await visit(page, url, values);
    if (values.press) await press(page, ...values.press.split(' '));
    await shoot(page, out, values);
    if (values.tree) console.log(await tree(page));
  } finally {
    await browser.close();
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await main().catch((error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
}
