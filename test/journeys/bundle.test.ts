/** What browsers really load: the bundle, whose texts are apart from its code. The other tests run on the sources. */
import { assert } from 'chai';

const words = (element: Element): string =>
  (
    (element.shadowRoot?.querySelector('.surface, .desk, main, form') ?? element.shadowRoot?.lastElementChild) as HTMLElement | null
  )?.innerText.replace(/\s+/g, ' ') ?? '';

async function says(element: Element, text: string | RegExp): Promise<string> {
  const end = performance.now() + 40_000;
  for (;;) {
    const now = words(element);
    if (typeof text === 'string' ? now.includes(text) : text.test(now)) return now;
    if (performance.now() > end) throw new Error(`Never said “${text}”, but: ${now}`);
    await new Promise((resolve) => requestAnimationFrame(resolve));
  }
}

describe('the bundle', () => {
  let element: HTMLElementTagNameMap['support-ticket'];
  let url: string;

  before(async () => {
    ({ url } = (await (await fetch('/__support__.json')).json()) as { url: string });
    await import(`${url}/support-ticket.js`);
  });
  afterEach(() => element.remove());

  const open = (lang: string) => {
    element = document.createElement('support-ticket');
    element.setAttribute('lang', lang);
    element.tokenProvider = async () => {
      const response = await fetch('/__support__/token', { method: 'POST', body: JSON.stringify({ sub: `bundle-${lang}` }) });
      return ((await response.json()) as { token: string }).token;
    };
    document.body.append(element);
  };

  it('speaks French, with every value in its place', async () => {
    open('fr');
    const home = await says(element, 'Comment pouvons-nous vous aider');
    assert.match(home, /L’équipe répond .*de 9 h à 18 h/);
    assert.notMatch(home, /\{\d\}|undefined/);
    element.show('new');
    assert.notMatch(await says(element, 'À quel sujet'), /\{\d\}|undefined/);
  });

  it('speaks English', async () => {
    open('en');
    const home = await says(element, 'How can we help you?');
    assert.match(home, /The team answers .*9 am to 6 pm|The team answers .*9:00/i);
    assert.notMatch(home, /\{\d\}|undefined/);
  });

  it('opens the panel that was asked for before its code was there', async () => {
    open('en');
    element.setAttribute('mode', 'launcher');
    element.show('home');
    await says(element, 'How can we help you?');
    assert.isTrue(element.shadowRoot?.querySelector('.panel')?.matches(':popover-open'));
  });

  it('changes its language where it stands', async () => {
    open('en');
    await says(element, 'How can we help you?');
    element.setAttribute('lang', 'fr');
    await says(element, 'Comment pouvons-nous vous aider');
    element.setAttribute('lang', 'en');
    await says(element, 'How can we help you?');
  });

  it('keeps what decorators promise: attributes, properties, queries and repaints', async () => {
    open('en');
    const token = (await element.tokenProvider?.()) ?? '';
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const body = JSON.stringify({ service: 'sales', title: 'A quote for three servers', description: 'We need three servers in January.' });
    const { number } = (await (await fetch(`${url}/api/v1/tickets`, { method: 'POST', headers, body })).json()) as { number: number };
    const press = (name: string) => {
      const buttons = [...(element.shadowRoot?.querySelectorAll<HTMLElement>('button') ?? [])].filter((button) => button.checkVisibility());
      const button = buttons.find((candidate) => (candidate.getAttribute('aria-label') ?? candidate.innerText).trim() === name);
      assert.ok(button, `“${name}” among ${buttons.map((candidate) => candidate.innerText).join(' | ')}`);
      button?.click();
    };
    element.setAttribute('view', 'open');
    await says(element, 'A quote for three servers');
    press(`Actions for #${number}`);
    await says(element, 'Close the ticket…');
    press('Close the ticket…');
    await says(element, `Close ticket #${number}?`);
    press('Close the ticket');
    await says(element, `Ticket #${number} is closed`);
    element.setAttribute('ticket', `${number}`);
    await says(element, 'Reopen the ticket');
    press('Reopen the ticket');
    await says(element, 'Why reopen it?');
  });

  it('has the desk’s own texts beside those that both share', async () => {
    // Files share pages one after the other, and what an earlier one signed in.
    await fetch('/api/v1/desk/logout', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' });
    await import(`${url}/support-desk.js`);
    element = document.createElement('support-desk') as HTMLElement as HTMLElementTagNameMap['support-ticket'];
    element.setAttribute('lang', 'fr');
    element.setAttribute('server', url);
    document.body.append(element);
    await says(element, /Se connecter|Connexion|Mot de passe/i);
  });
});
