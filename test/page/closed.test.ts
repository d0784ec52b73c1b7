/** Saturday night: what is said before anybody writes while the team is away. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'puppeteer-core';
import { launch, openTab } from '../helpers/browser.ts';
import { startTestServer } from '../helpers/server.ts';

const names = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
const today = new Date().getUTCDay();
const hours = (open: (day: number) => boolean) => ({
  timeZone: 'UTC',
  week: Object.fromEntries(names.map((name, day) => [name, open(day) ? ['00:00-24:00'] : []])),
});

let browser: Browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

/** What the widget says at the first step of a new ticket. */
async function read(week: object, lang: string, priorities?: object): Promise<string> {
  const server = await startTestServer({ config: { site: { name: 'Example' }, hours: week, ...(priorities && { priorities }) } });
  const { page } = await openTab(browser, { lang });
  await page.goto(`${server.url}/new?lang=${lang}#token=${await server.token('closed')}`);
  await page.waitForSelector('support-ticket >>> support-ticket-compose h2', { visible: true });
  await page.waitForNetworkIdle({ idleTime: 300 });
  const text = String(
    await page.evaluate("document.querySelector('support-ticket').shadowRoot.querySelector('support-ticket-compose').innerText"),
  ).replace(/\s+/g, ' ');
  await page.close();
  await server.close();
  return text;
}

describe('before anybody writes', () => {
  it('the team’s absence is said, what waits for it, and what does not', { timeout: 180_000 }, async () => {
    const away = hours((day) => day === (today + 3) % 7);
    assert.match(
      await read(away, 'en'),
      /The team is away at the moment and will be back \w.*\. Low- and Normal-priority requests wait until then\. High- and Urgent-priority requests are answered day and night\./,
    );
    assert.match(
      await read(away, 'fr'),
      /L’équipe est absente en ce moment ; elle revient .*\. Les demandes de priorité Basse et Normale attendent son retour\. Les demandes de priorité Haute et Urgente sont suivies jour et nuit\./,
    );
  });

  it('a site’s own names of its priorities stand as the site writes them', { timeout: 180_000 }, async () => {
    const away = hours((day) => day === (today + 3) % 7);
    const text = await read(away, 'en', {
      LOW: { label: 'SLA Gold' },
      MEDIUM: { label: 'P2' },
      HIGH: { label: 'Équipe de nuit' },
      URGENT: { label: 'P1' },
    });
    assert.match(
      text,
      /SLA Gold- and P2-priority requests wait until then\. Équipe de nuit- and P1-priority requests are answered day and night\./,
    );
  });

  it('nothing of it is said while the team is there', { timeout: 180_000 }, async () => {
    assert.doesNotMatch(
      await read(
        hours(() => true),
        'en',
      ),
      /away at the moment/,
    );
  });
});
