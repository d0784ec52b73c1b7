import { assert } from 'chai';
import type { SessionView } from '../../server/wire/session.ts';
import { hindrances, isUrgentAgainst, reaches, suggestPriority } from '../../widget/form/impact.ts';
import { Page, api, newPerson, until } from './page.ts';

describe('the impact of a problem', () => {
  it('suggests low for a wish, normal for one thing, high when work stops, urgent for an outage', () => {
    assert.equal(suggestPriority('nothing', null), 'LOW');
    assert.equal(suggestPriority('part', 'none'), 'MEDIUM');
    assert.equal(suggestPriority('part', 'full'), 'HIGH');
    assert.equal(suggestPriority('much', 'some'), 'HIGH');
    assert.equal(suggestPriority('all', 'full'), 'URGENT');
  });

  it('suggests nothing before both questions are answered', () => {
    assert.isNull(suggestPriority(null, 'full'));
    assert.isNull(suggestPriority('all', null));
  });

  it('never falls when the impact grows', () => {
    const rank = ['LOW', 'MEDIUM', 'HIGH', 'URGENT'];
    for (const [i, reach] of reaches.entries())
      for (const [j, hindrance] of hindrances.entries()) {
        const here = rank.indexOf(suggestPriority(reach, hindrance) ?? '');
        if (reaches[i + 1]) assert.isAtLeast(rank.indexOf(suggestPriority(reaches[i + 1] ?? null, hindrance) ?? ''), here);
        if (hindrances[j + 1]) assert.isAtLeast(rank.indexOf(suggestPriority(reach, hindrances[j + 1] ?? null) ?? ''), here);
      }
  });

  it('asks urgent back only where the answers do not say so', () => {
    assert.isTrue(isUrgentAgainst('URGENT', 'MEDIUM'));
    assert.isTrue(isUrgentAgainst('URGENT', null));
    assert.isFalse(isUrgentAgainst('URGENT', 'URGENT'));
    assert.isFalse(isUrgentAgainst('HIGH', 'LOW'));
  });
});

describe('the priority of a request', () => {
  let page: Page;
  beforeEach(() => localStorage.clear());
  afterEach(() => page.close());

  const chosen = () => page.all<HTMLInputElement>('input[name="priority"]').findIndex((radio) => radio.checked);
  const begin = async () => {
    const sub = newPerson();
    page = await Page.open({ sub, attributes: { view: 'new', service: 'sales' } });
    await page.heading('Describe your request');
    return (await api<SessionView>(sub, '/session')).form.priorities.map(({ id }) => id);
  };

  it('follows the answers until one is chosen by hand', async () => {
    const order = await begin();
    await page.press('A large part');
    await page.press('With difficulty');
    await until('high', () => order[chosen()] === 'HIGH');
    page.all<HTMLInputElement>('input[name="priority"]')[0]?.click();
    await until('low', () => order[chosen()] === 'LOW');
    await page.press('Everything, or data or security');
    await page.says('based on your answers');
    assert.equal(order[chosen()], 'LOW');
  });

  it('asks once whether it is urgent, and takes the answer', async () => {
    const order = await begin();
    const urgent = page.all<HTMLInputElement>('input[name="priority"]')[order.indexOf('URGENT')];
    urgent?.click();
    await page.press('Choose “High”');
    await until('high', () => order[chosen()] === 'HIGH');
    urgent?.click();
    await until('urgent', () => order[chosen()] === 'URGENT');
    assert.isNull(page.root.querySelector('.asked-back'));
  });

  it('shows the examples of the chosen priority only, and folds those of the others', async () => {
    const sub = newPerson();
    const { priorities } = (await api<SessionView>(sub, '/session')).form;
    page = await Page.open({ sub, attributes: { view: 'new', service: 'sales' } });
    await page.heading('Describe your request');
    for (const [i, { label, examples }] of priorities.entries()) {
      page.all<HTMLInputElement>('input[name="priority"]')[i]?.click();
      await until(
        `the examples of ${label}`,
        () =>
          page.all('.priorities .examples').length === 1 &&
          examples.every((example) => page.root.querySelector('.priorities .examples')?.textContent.includes(example)),
      );
      const folded = page.root.querySelector<HTMLDetailsElement>('details.other-examples');
      assert.isFalse(folded?.open);
      assert.sameMembers(
        page.all('.other-examples dt').map((term) => term.textContent),
        priorities.filter((other) => other.label !== label && other.examples.length).map((other) => other.label),
      );
    }
  });

  it('lays the answers about the impact out in full rows', async () => {
    await begin();
    page.element.style.display = 'block';
    for (const width of [280, 360, 599, 600, 760, 1280]) {
      page.element.style.width = `${width}px`;
      const tops = page
        .all('.even label')
        .slice(0, 4)
        .map((label) => Math.round(label.getBoundingClientRect().left));
      assert.include([2, 4], new Set(tops).size, `${width} px`);
    }
  });
});
