import { assert } from 'chai';
import 'axe-core';
import { Page, newPerson, until } from '../widget/page.ts';

declare const axe: typeof import('axe-core');

describe('help articles while writing', () => {
  let page: Page;
  const fetched = window.fetch;
  beforeEach(() => localStorage.clear());
  afterEach(() => {
    window.fetch = fetched;
    page.close();
  });

  const begin = async (attributes: Record<string, string> = {}) => {
    page = await Page.open({ sub: newPerson(), attributes: { view: 'new', service: 'technical', ...attributes } });
    await page.press(/^Something does not work/);
    await page.press('Continue');
    await page.heading('Describe your request');
  };
  const links = () => page.all<HTMLAnchorElement>('.answers a');
  /** What `GET /articles` is asked, answered by `answer` in place of the server. */
  const intercept = (answer: (q: string, init: RequestInit) => Promise<Response>) => {
    const asked: string[] = [];
    window.fetch = (input, init = {}) => {
      const url = new URL(String(input), location.href);
      if (!url.pathname.endsWith('/articles')) return fetched(input, init);
      asked.push(url.searchParams.get('q') ?? '');
      return answer(url.searchParams.get('q') ?? '', init);
    };
    return asked;
  };
  const articles = (...titles: string[]) =>
    new Response(JSON.stringify(titles.map((title) => ({ title, url: 'https://help.example.com/', excerpt: '' }))));

  it('suggests, in a new tab and without taking the keyboard, and can be sent away', async () => {
    await begin();
    const title = await page.named('Title', 'input');
    title.focus();
    await page.type('Title', 'My certificate has expired');
    await until('the suggestion', () => links().length === 1);
    const [link] = links();
    assert.equal(link?.href, 'https://help.example.com/certificate');
    assert.equal(link?.target, '_blank');
    assert.equal(link?.rel, 'noopener');
    assert.equal(page.root.activeElement, title);
    await page.says('The answer may already be here');
    assert.include(
      page
        .all('.form [role=status]')
        .map((e) => e.textContent)
        .join(),
      'Help pages that may have the answer',
    );
    const { violations } = await axe.run(page.root.querySelector('.answers') as HTMLElement);
    assert.deepEqual(
      violations.map(({ id }) => id),
      [],
    );

    await page.press('Hide these suggestions');
    await until('silence', () => !links().length);
    assert.equal(page.root.activeElement, await page.named('Title', 'input'));
    const asked = intercept(() => Promise.resolve(articles('x')));
    await page.type('Title', 'Restore a backup');
    await page.type('Description', 'Of last night, please.');
    await page.says('Describe your request');
    assert.deepEqual(asked, []);
  });

  it('does not move what is being written', async () => {
    await begin();
    const title = await page.named('Title', 'input');
    const description = await page.named('Description', 'textarea');
    const before = [title, description].map((field) => field.getBoundingClientRect().top);
    await page.type('Title', 'My certificate has expired');
    await until('the suggestion', () => links().length === 1);
    assert.deepEqual(
      [title, description].map((field) => field.getBoundingClientRect().top),
      before,
    );
  });

  it('looks into the first words of the description where the title finds nothing', async () => {
    await begin();
    await page.type('Title', 'It does not work');
    await page.type('Description', 'The certificate of my site is not valid any more.');
    await until('the suggestion', () => links()[0]?.href === 'https://help.example.com/certificate');
  });

  it('shows the answer to the newest question, whichever comes last', async () => {
    await begin();
    const waiting = new Map<string, (response: Response) => void>();
    const asked = intercept(
      (q, { signal }) =>
        new Promise((resolve, reject) => {
          waiting.set(q, resolve);
          signal?.addEventListener('abort', () => reject(signal.reason as Error));
        }),
    );
    await page.type('Title', 'First question');
    await until('the first', () => asked.length === 1);
    await page.type('Title', 'Second question');
    await until('the second', () => asked.length === 2);
    waiting.get('Second question')?.(articles('To the second'));
    waiting.get('First question')?.(articles('To the first'));
    await until('the answer', () => links()[0]?.textContent.startsWith('To the second'));
  });

  it('says nothing when the help cannot be reached, and the ticket can be sent all the same', async () => {
    await begin();
    const asked = intercept(() => Promise.reject(new TypeError('Failed to fetch')));
    await page.type('Title', 'My certificate has expired');
    await until('the question', () => asked.length > 0);
    await page.type('Description', 'Since this morning, on all my sites.');
    await page.press('Check my request');
    await page.heading('Check before sending');
    assert.equal(links().length, 0);
  });

  it('shows three at most, as text', async () => {
    await begin();
    intercept(() => Promise.resolve(articles('<img src=x onerror=alert(1)>', 'Two', 'Three', 'Four')));
    await page.type('Title', 'Anything at all');
    await until('three', () => links().length === 3);
    assert.include(links()[0]?.textContent, '<img src=x');
    assert.isNull(page.root.querySelector('.answers img'));
  });
});
