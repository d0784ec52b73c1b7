import { assert } from 'chai';
import 'axe-core';
import type { TicketPage } from '../../server/wire/tickets.ts';
import '../widget/desk.ts';
import { recorderKey } from '../../widget/recorder/records.ts';
import type { Recorder } from '../../widget/recorder/records.ts';
import { Page, api, newPerson, plain, until } from '../widget/page.ts';
import { signInAtDesk, signOutAtDesk } from './at-desk.ts';

declare const axe: typeof import('axe-core');
const host = globalThis as { [recorderKey]?: Recorder };

describe('technical information with a ticket', () => {
  let page: Page;
  /** How often anybody looked at what the page's recorder keeps. */
  let looks = 0;
  beforeEach(() => {
    localStorage.clear();
    looks = 0;
    const records = [
      { kind: 'console', at: Date.now(), text: 'No visits of shop-boutique', times: 1 },
      { kind: 'request', at: Date.now(), text: 'GET /visits', times: 1, status: 503 },
    ] as const;
    host[recorderKey] = { records: () => (looks++, records), clear: () => undefined };
  });
  afterEach(() => {
    page.close();
    Reflect.deleteProperty(host, recorderKey);
  });

  const write = async (sub: string) => {
    page = await Page.open({ sub, attributes: { view: 'new', service: 'technical' } });
    await page.press(/^Something does not work/);
    await page.press('Continue');
    await page.type('Title', 'Visits are not shown any more');
    await page.type('Description', 'Since this morning, for the shop only.');
  };
  const box = async () => (await page.named('Attach technical information', 'input')) as HTMLInputElement;
  const lines = () => page.all('.context-lines li').map((line) => plain(line.innerText));
  const tick = async () => {
    (await box()).click();
    await until('the lines', () => lines().length);
  };
  const send = async () => {
    await page.press('Check my request');
    await page.heading('Check before sending');
    await page.press('Send');
    await page.heading('Your request is on its way');
  };
  const sentBy = async (sub: string) => {
    const [item] = (await api<TicketPage>(sub, '/tickets')).items;
    return api(sub, `/tickets/${item!.id}`);
  };

  it('is off, and nothing is looked at, kept or sent without consent', async () => {
    const sub = newPerson();
    await write(sub);
    assert.isFalse((await box()).checked);
    await send();
    assert.equal(looks, 0);
    assert.isNull((await sentBy(sub)).context);
  });

  it('is sent exactly as it was shown, without the lines that were taken out', async () => {
    const sub = newPerson();
    await write(sub);
    await tick();
    const shown = lines();
    assert.include(shown.join('\n'), 'console.error: No visits of shop-boutique');
    assert.include(shown.join('\n'), `Page ${location.origin}${location.pathname}`);
    assert.notInclude(shown.join('\n'), location.search || '?');
    await page.press(/^Remove: Page/);
    await until('one line less', () => lines().length === shown.length - 1);
    assert.match(page.root.activeElement?.getAttribute('aria-label') ?? '', /^Remove: Window/);
    const left = lines();
    await page.press('Check my request');
    await page.heading('Check before sending');
    assert.deepEqual(await until('the lines again', () => (lines().length ? lines() : null)), left);
    await page.press('Send');
    await page.heading('Your request is on its way');
    const { context } = await sentBy(sub);
    assert.notProperty(context, 'page');
    const sent = Object.values(context ?? {})
      .flat()
      .map((value) => plain(String(value)));
    assert.deepEqual(
      sent,
      left.map((line) => sent.find((value) => line.endsWith(value)) ?? `not sent: ${line}`),
    );
  });

  it('goes from the draft when consent is taken back, and comes back with it', async () => {
    const sub = newPerson();
    const kept = () => JSON.stringify({ ...localStorage });
    await write(sub);
    assert.notInclude(kept(), 'shop-boutique');
    await tick();
    assert.include(kept(), 'shop-boutique');
    const before = lines();
    page.close();
    page = await Page.open({ sub, attributes: { view: 'new' } });
    assert.deepEqual(await until('the lines of the draft', () => (lines().length ? lines() : null)), before);
    (await box()).click();
    await until('no lines', () => !lines().length);
    assert.notInclude(kept(), 'shop-boutique');
    await send();
    assert.isNull((await sentBy(sub)).context);
  });

  it('sends nothing once every line is taken out', async () => {
    const sub = newPerson();
    await write(sub);
    await tick();
    while (lines().length) {
      const count = lines().length;
      await page.press(/^Remove:/);
      await until('one less', () => lines().length < count);
    }
    await page.says('Nothing about this page will be sent.');
    assert.equal(page.root.activeElement, await box());
    await send();
    assert.isNull((await sentBy(sub)).context);
  });

  it('is not offered, and not sent, where the service has no use for it', async () => {
    const sub = newPerson();
    await write(sub);
    await tick();
    page.element.compose({ service: 'sales' });
    await page.heading('Describe your request');
    await until('the field to go', () => !page.root.querySelector('#context'));
    await send();
    assert.isNull((await sentBy(sub)).context);
  });

  it('is there for the customer, folded, and for whoever answers', async function () {
    const sub = newPerson();
    await write(sub);
    await tick();
    await send();
    const ticket = await sentBy(sub);
    await page.press(/^Follow ticket/);
    const fold = await page.find<HTMLDetailsElement>('.says details');
    assert.isFalse(fold.open);
    (await page.named(/Technical information/, 'summary')).click();
    await until('the lines', () => lines().some((line) => line.includes('GET /visits: HTTP 503')));
    assert.isEmpty(page.all('.context-lines button'));

    await signInAtDesk();
    const desk = document.createElement('support-desk');
    desk.setAttribute('lang', 'en');
    location.hash = `#${ticket.number}`;
    document.body.append(desk);
    try {
      const summary = await until('the fold at the desk', () =>
        [...(desk.shadowRoot?.querySelectorAll('summary') ?? [])].find((found) => plain(found.innerText) === 'Technical information'),
      );
      summary.click();
      await until('the lines at the desk', () => plain(summary.parentElement?.innerText).includes('GET /visits: HTTP 503'));
    } finally {
      desk.remove();
      location.hash = '';
      await signOutAtDesk();
    }
  });

  it('has no accessibility fault that a machine can find', async function () {
    await write(newPerson());
    await tick();
    const { violations } = await axe.run(page.element, {
      rules: { region: { enabled: false }, 'page-has-heading-one': { enabled: false } },
    });
    assert.deepEqual(
      violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`),
      [],
    );
  });
});
