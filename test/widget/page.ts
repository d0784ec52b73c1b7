/** A page with the element in it, against the real server; what every browser test starts from. */
import type { LitElement } from 'lit';
import type { TicketView } from '../../server/wire/tickets.ts';
import '../../widget/support-ticket.ts';
import type { SupportTicket } from '../../widget/support-ticket.ts';

export interface Support {
  readonly url: string;
  readonly staff: { readonly email: string; readonly password: string };
}

export const support = async (): Promise<Support> => (await fetch('/__support__.json')).json() as Promise<Support>;

export type Claims = Record<string, unknown>;

let people = 0;

/** Nobody else's name: test files share the server. */
export const newPerson = (): string => `person-${Date.now()}-${people++}`;

export async function tokenFor(sub: string, claims: Claims = {}): Promise<string> {
  const response = await fetch('/__support__/token', { method: 'POST', body: JSON.stringify({ sub, ...claims }) });
  return ((await response.json()) as { token: string }).token;
}

/** Waits until `get` gives something; conditions, never durations. */
export async function until<T>(
  what: string | (() => string),
  get: () => T | null | undefined | false | Promise<T | null | undefined | false>,
): Promise<T> {
  const end = performance.now() + 40_000;
  for (;;) {
    const got = await get();
    if (got) return got;
    if (performance.now() > end) throw new Error(`Never came: ${typeof what === 'string' ? what : what()}`);
    await new Promise((resolve) => requestAnimationFrame(resolve));
  }
}

export interface MountOptions {
  readonly sub?: string;
  readonly claims?: Claims;
  readonly attributes?: Record<string, string>;
  /** In place of the token of `sub`. */
  readonly tokenProvider?: (() => Promise<string>) | null;
  readonly width?: number;
}

export class Page {
  readonly element: SupportTicket;
  readonly sub: string;

  constructor(element: SupportTicket, sub: string) {
    this.element = element;
    this.sub = sub;
  }

  static async open({ sub = newPerson(), claims = {}, attributes = {}, tokenProvider, width }: MountOptions = {}): Promise<Page> {
    const { url } = await support();
    const element = document.createElement('support-ticket') as SupportTicket;
    const given = { server: url, lang: 'en', ...attributes };
    for (const [name, value] of Object.entries(given)) element.setAttribute(name, value);
    element.tokenProvider = tokenProvider === undefined ? () => tokenFor(sub, claims) : tokenProvider;
    const frame = document.createElement('main');
    if (width) frame.style.setProperty('inline-size', `${width}px`);
    frame.append(element);
    document.body.append(frame);
    return new Page(element, sub);
  }

  /** What has been changed is drawn. */
  async drawn(): Promise<void> {
    await (await this.find<LitElement>('support-ticket-surface')).updateComplete;
  }

  get root(): ShadowRoot {
    return this.element.shadowRoot as ShadowRoot;
  }

  all<E extends Element = HTMLElement>(selector: string): E[] {
    return [...this.root.querySelectorAll<E>(selector)];
  }

  find<E extends Element = HTMLElement>(selector: string): Promise<E> {
    return until(selector, () => this.root.querySelector<E>(selector));
  }

  /** A control by the words that people read on it or hear of it. */
  named(name: string | RegExp, selector = 'button, a, input, textarea, select, summary'): Promise<HTMLElement> {
    return until(
      () =>
        `“${name}” among ${this.all(selector)
          .map((e) => nameOf(e))
          .join(' | ')}`,
      () =>
        this.all(selector).find(
          (element) => element.checkVisibility() && (typeof name === 'string' ? nameOf(element) === name : name.test(nameOf(element))),
        ),
    );
  }

  async press(name: string | RegExp): Promise<void> {
    (await this.named(name)).click();
  }

  async type(name: string | RegExp, text: string): Promise<void> {
    const field = (await this.named(name, 'input, textarea')) as HTMLInputElement;
    field.value = text;
    field.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
  }

  heading(text: string | RegExp): Promise<HTMLElement> {
    return until(
      () => `heading “${text}”, not “${this.root.querySelector('h2')?.textContent}”`,
      () => {
        const heading = this.root.querySelector<HTMLElement>('h2');
        const words = heading && plain(heading.textContent);
        return words && (typeof text === 'string' ? words === text : text.test(words)) ? heading : null;
      },
    );
  }

  says(text: string | RegExp): Promise<true> {
    return until(`the words “${text}”`, () => {
      const words = plain((this.root.querySelector('.surface') as HTMLElement | null)?.innerText);
      return (typeof text === 'string' ? words.includes(text) : text.test(words)) || null;
    });
  }

  close(): void {
    this.element.closest('main')?.remove();
  }
}

/** Spaces of all kinds as one plain space. */
export const plain = (text: string | null | undefined): string => (text ?? '').replace(/\s+/g, ' ').trim();

function nameOf(element: Element): string {
  const labelled = element.getAttribute('aria-label');
  if (labelled) return plain(labelled);
  const labels = (element as HTMLInputElement).labels;
  if (labels?.length) return plain([...labels].map((label) => label.textContent).join(' '));
  return plain((element as HTMLElement).innerText || element.textContent);
}

/** Asks the server as the customer's page would. */
export async function api<T = TicketView>(sub: string, path: string, body?: object, claims: Claims = {}): Promise<T> {
  const { url } = await support();
  const headers: Record<string, string> = { authorization: `Bearer ${await tokenFor(sub, claims)}` };
  if (body) headers['content-type'] = 'application/json';
  const response = await fetch(`${url}/api/v1${path}`, {
    method: body ? 'POST' : 'GET',
    headers,
    body: body ? JSON.stringify(body) : null,
  });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return (response.status === 204 ? null : await response.json()) as T;
}

/** A colleague at the desk, signed in on the page's own origin. */
export async function desk(path: string, body: object, method = 'POST', headers: Record<string, string> = {}): Promise<unknown> {
  const ask = () =>
    fetch(`/api/v1/desk${path}`, { method, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) });
  let response = await ask();
  if (response.status === 401) {
    const { staff } = await support();
    await fetch('/api/v1/desk/login', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(staff) });
    response = await ask();
  }
  if (!response.ok) throw new Error(`desk ${path}: ${response.status} ${await response.text()}`);
  return response.json();
}

export const answer = (id: string, body: string): Promise<unknown> => desk(`/tickets/${id}/messages`, { body, visibility: 'public' });

export const aTicket = {
  service: 'technical',
  title: 'Error 500 when creating an article',
  description: 'I go to Blog, then New article, and save.',
} as const;
