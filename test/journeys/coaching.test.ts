import { assert } from 'chai';
import { Page, aTicket, api, newPerson, until } from '../widget/page.ts';

describe('coaching while writing', () => {
  let page: Page;
  beforeEach(() => localStorage.clear());
  afterEach(() => page.close());

  const begin = async (sub = newPerson(), attributes: Record<string, string> = {}, width?: number) => {
    page = await Page.open({ sub, attributes: { view: 'new', ...attributes }, ...(width && { width }) });
    if (!attributes['service']) {
      await page.press(/^Technical support/);
      await page.press('Continue');
      await page.press(/^Something does not work/);
      await page.press('Continue');
    }
    await page.heading('Describe your request');
    return sub;
  };
  const field = async (name: string) => (await page.named(name, 'input, textarea')) as HTMLInputElement;
  const ticked = () => page.all('.aspects .on').length;

  it('says of a vague title what would be better, once it has been left, and lets it be sent', async () => {
    await begin();
    await page.type('Title', 'Ça marche pas');
    assert.notInclude(page.root.textContent, 'does not tell us yet');
    (await field('Title')).dispatchEvent(new Event('change', { bubbles: true }));
    await page.says(/“Ça marche pas” does not tell us yet where to look\. For example:/);
    await page.type('Description', 'It is as I say, believe me.');
    await page.press('Check my request');
    await page.heading('Check before sending');
  });

  it('gives examples of the kinds of a technical request, and asks of a quote what a quote needs', async () => {
    page = await Page.open({ attributes: { view: 'new' } });
    await page.press(/^Technical support/);
    await page.press('Continue');
    for (const example of ['The blog page does not load', 'Could you add an export to PDF?', 'How do I set up…?', 'What is my IP address?'])
      await page.says(example);
    await page.press(/^Something does not work/);
    await page.press('Continue');
    await page.says('Be specific: “Error 500 when creating an article”');
    await page.says('A screenshot that highlights the error');
    page.close();
    await begin(newPerson(), { service: 'sales' });
    await page.says('Be specific: “Quote for three servers from January on”');
    await page.says('what you would like, and by when');
    assert.notInclude(page.root.textContent, 'error message');
  });

  it('leaves a title alone that says what fails where', async () => {
    await begin();
    await page.type('Title', 'Error 500 when creating an article');
    (await field('Title')).dispatchEvent(new Event('change', { bubbles: true }));
    await page.type('Description', 'Since this morning.');
    await page.says('To help us reproduce the problem');
    assert.notInclude(page.root.textContent, 'does not tell us yet');
  });

  it('ticks what the description tells, all of it for the guide’s example', async () => {
    await begin();
    assert.equal(ticked(), 0);
    await page.type('Description', 'I go to Blog and click Save.');
    await until('one tick', () => ticked() > 0 && ticked() < 5);
    await page.type(
      'Description',
      '1. Je vais à Blog → New Article\n2. Je remplis le titre "Test"\n3. Je clique Save\n4. J\'obtiens une erreur "Internal Server Error"\n5. J\'attendais que l\'article soit sauvegardé',
    );
    await until('all ticked', () => ticked() === 5);
    await page.says('It is all there');
  });

  it('puts the error of the text into the title when asked', async () => {
    await begin();
    await page.type('Title', 'Problem');
    await page.type('Description', 'I click Save and get an error "Internal Server Error".');
    await page.press('Add to the title');
    assert.equal((await field('Title')).value, 'Internal Server Error');
  });

  it('shows one line at a time under the title and the description, the problem first', async () => {
    await begin();
    const lines = (name: string) => page.all(`.field:has(> #${name}) > :is(p, .strip)`);
    await page.type('Title', 'Problem');
    await page.type('Description', 'I get an error "Internal Server Error".');
    await page.named('Add to the title');
    assert.lengthOf(lines('title'), 1);
    await page.type('Title', 'My password: hunter2xyz');
    await page.says(/This seems to contain a password/);
    assert.lengthOf(lines('title'), 1);
    await page.type('Title', '');
    await page.type('Description', '');
    await page.press('Check my request');
    await page.says('Give your request a title');
    assert.lengthOf(lines('title'), 1);
    assert.lengthOf(lines('description'), 1);
  });

  it('never proposes an error that holds a secret', async () => {
    await begin();
    await page.type('Description', 'I get an error "login failed, password: hunter2xyz".');
    await page.says(/This seems to contain a password/);
    assert.notInclude(page.root.textContent, 'Add to the title');
  });

  it('inserts the lines to fill in, below what is written', async () => {
    await begin();
    await page.type('Description', 'First of all, hello.');
    await page.press('To help us reproduce the problem');
    await page.press('Insert these lines');
    await until('the lines', async () => (await field('Description')).value.includes('What I expected:'));
    assert.isTrue((await field('Description')).value.startsWith('First of all, hello.'));
  });

  it('warns of a password, masks it, and takes “leave it in” for an answer', async () => {
    await begin();
    await page.type('Description', 'My password: hunter2xyz');
    await page.press('Mask it');
    await until('the mask', async () => (await field('Description')).value === 'My password: •••');
    await page.type('Description', 'My password: hunter2xyz');
    await page.press('Leave it in');
    await until('silence', () => !page.root.querySelector('.secret'));
  });

  it('offers the ticket that is open already, and takes the words there', async () => {
    const sub = newPerson();
    const ticket = await api(sub, '/tickets', aTicket);
    await begin(sub);
    await page.type('Title', 'Error 500 on creating an article');
    await page.says(`This looks like your ticket #${ticket.number}, still open.`);
    await page.type('Description', 'It happens with Safari too.');
    await page.press(/^Add to ticket #/);
    await page.says(/Your text is ready to be added/);
    const box = await until('the reply', async () => (await page.named(/^Add something/)) as HTMLTextAreaElement);
    assert.include(box.value, 'It happens with Safari too.');
  });

  it('is one line below the description where there is no room beside it, which opens to the whole', async () => {
    await begin(newPerson(), {}, 760);
    const fold = page.root.querySelector<HTMLElement>('.coach-fold') as HTMLElement;
    const whole = page.root.querySelector<HTMLElement>('.coach-whole') as HTMLElement;
    assert.equal(fold.innerText.trim(), 'To help us reproduce the problem');
    assert.isFalse(whole.checkVisibility());
    await page.type('Description', '1. I go to Blog\n2. I click Save\n3. I get an error "Internal Server Error"');
    await until('what is missing', () => fold.innerText.replace(/\s+/g, ' ').trim() === 'Missing: what you expected · 4 of 5');
    assert.equal(fold.getAttribute('aria-controls'), whole.id);
    fold.click();
    assert.isTrue(whole.checkVisibility());
    assert.equal(fold.getAttribute('aria-expanded'), 'true');
    await page.type(
      'Description',
      '1. I go to Blog\n2. I click Save\n3. I get an error "Internal Server Error"\nI expected the article to be saved.',
    );
    await until('all of it', () => fold.innerText.replace(/\s+/g, ' ').trim() === 'It is all there · 5 of 5');
    assert.isTrue(whole.checkVisibility(), 'stays open while its reader writes');
    fold.click();
    assert.isFalse(whole.checkVisibility());
    assert.equal(fold.getAttribute('aria-expanded'), 'false');
  });

  it('is there as a whole where there is room beside the description', async () => {
    await begin(newPerson(), {}, 1100);
    assert.isFalse((page.root.querySelector('.coach-fold') as HTMLElement).checkVisibility());
    assert.isTrue((page.root.querySelector('.coach-whole') as HTMLElement).checkVisibility());
  });

  it('asks for no steps where nothing can be reproduced', async () => {
    await begin(newPerson(), { service: 'sales' });
    assert.isNull(page.root.querySelector('.coach'));
  });
});
