/** Every place has an address: what `support-navigated` tells leads back to it as attributes. */
import { assert } from 'chai';
import type { NavigatedEvent } from '../../widget/client/events.ts';
import { Page, until } from './page.ts';

const told = (page: Page): Record<string, string | null>[] => {
  const list: Record<string, string | null>[] = [];
  page.element.addEventListener('support-navigated', (event) => {
    const { view, ticket, archived, step } = event as NavigatedEvent;
    list.push({ view, ticket, archived, step });
  });
  return list;
};

describe('the places of <support-ticket>', () => {
  let page: Page;
  afterEach(() => page.close());

  it('tells an archived ticket and comes back to it by the attribute', async () => {
    page = await Page.open({ claims: { legacy: [{ brand: 'phpnet', account: 'places' }] }, attributes: { view: 'archive' } });
    const places = told(page);
    (await page.find('.title-link')).click();
    const [place] = await until('an address', () => (places.length ? places : null));
    assert.equal(place?.['view'], 'archive');
    assert.isNull(place?.['ticket']);
    assert.isString(place?.['archived']);
    const title = (await page.heading(/./)).textContent;
    page.element.removeAttribute('view');
    page.element.setAttribute('view', 'open');
    await page.heading('My tickets');
    page.element.setAttribute('archived', place?.['archived'] ?? '');
    await page.heading(title.trim());
    assert.lengthOf(places, 1);
  });

  it('says so when the archived ticket of the attribute is not there', async () => {
    page = await Page.open({ attributes: { archived: 'nobody-s' } });
    await page.heading('This old ticket could not be shown');
  });

  it('stays where it is when a site hands back what it was told', async () => {
    page = await Page.open();
    await page.heading('How can we help you?');
    const places = told(page);
    page.element.addEventListener('support-navigated', (event) => page.element.setAttribute('view', (event as NavigatedEvent).view));
    await page.press('Open a ticket');
    const screen = await page.find('support-ticket-compose');
    await page.drawn();
    await page.drawn();
    assert.equal(page.element.getAttribute('view'), 'new');
    assert.strictEqual(page.root.querySelector('support-ticket-compose'), screen);
    assert.deepEqual(places, [{ view: 'new', ticket: null, archived: null, step: null }]);
  });

  it('tells the steps of the form without drawing the form anew', async () => {
    page = await Page.open({ attributes: { view: 'new' } });
    const screen = (await page.find('support-ticket-compose')) as HTMLElement & {
      app: { moved(to: object): void };
      step: string | null;
      visit: number;
    };
    const places = told(page);
    const { visit } = screen;
    screen.app.moved({ step: 'check' });
    screen.app.moved({ step: 'check' });
    assert.deepEqual(places, [{ view: 'new', ticket: null, archived: null, step: 'check' }]);
    page.element.setAttribute('step', 'write');
    await until('the step that the site wants', () => screen.step === 'write');
    assert.equal(screen.visit, visit);
    assert.lengthOf(places, 1);
  });
});
