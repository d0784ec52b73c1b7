/** The Chromium of the browser tests, for tests that need a whole page of their own rather than the runner's. */
import type { Browser, Page } from 'puppeteer-core';

// From dist/test/helpers to the sources, where the launcher lies uncompiled.
const { launch } = (await import(new URL('../../../test/helpers/chromium.mjs', import.meta.url).href)) as { launch(): Promise<Browser> };

export { launch };

/** A page with its own storage, and what it complained of since: violations of its policy above all. */
export async function openTab(
  browser: Browser,
  { width = 760, dark = false, lang = 'en' } = {},
): Promise<{ page: Page; complaints: string[] }> {
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    // Chromium prints every answer that is no success; those are the tests' own business.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) complaints.push(message.text());
  });
  page.once('close', () => void context.close());
  await page.setViewport({ width, height: 800 });
  await page.setExtraHTTPHeaders({ 'accept-language': lang });
  await page.emulateMediaFeatures([
    { name: 'prefers-color-scheme', value: dark ? 'dark' : 'light' },
    { name: 'prefers-reduced-motion', value: 'reduce' },
  ]);
  await page.emulateFocusedPage(true);
  return { page, complaints };
}
