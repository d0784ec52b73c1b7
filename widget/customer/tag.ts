/** What the tag in the page and the surface that is drawn in it give one another. */
import type { Prefill } from '../form/prefill.ts';

/** What may come in place of a token; `null`: nobody is signed in on the site. */
export type TokenAnswer = string | null | undefined;

/** The attributes of the tag, each with a property of the same name. */
export const attributes = [
  'server',
  'token',
  'lang',
  'mode',
  'view',
  'ticket',
  'archived',
  'step',
  'service',
  'category',
  'order',
  'subscription',
  'project',
  'theme',
] as const;
export type Setting = (typeof attributes)[number] | 'tokenProvider';

/** The event `support-token`: a listener gives the token by `respondWith`. It can be listened to before the tag is defined. */
export interface TokenRequest extends Event {
  /** The first answer counts; to be called while the event is dispatched. */
  respondWith(token: TokenAnswer | PromiseLike<TokenAnswer>): void;
}

export interface Tag extends HTMLElement {
  readonly server: string | null;
  readonly token: string | null;
  readonly mode: string | null;
  readonly view: string | null;
  ticket: string | null;
  readonly archived: string | null;
  readonly step: string | null;
  readonly service: string | null;
  readonly category: string | null;
  readonly order: string | null;
  readonly subscription: string | null;
  readonly project: string | null;
  readonly theme: string | null;
  readonly tokenProvider: (() => Promise<TokenAnswer>) | null;
  /** The launcher's button. */
  readonly button: HTMLElement;
  /** Address of the support server, without a slash at its end. */
  readonly address: string;
  readonly isLauncher: boolean;
  /** The site listens for `support-signed-out` on the tag itself. */
  readonly hasSignIn: boolean;
  /** The answer to the first question for a token, which was asked while the surface was loading. */
  firstToken: Promise<TokenAnswer> | null;
  /** Asks the page for a token by an event; `null`: no listener has answered. */
  ask(): Promise<TokenAnswer> | null;
  show(view?: string): void;
  /** How many answers are to be read, and whether the panel is open. */
  showLauncher(unread: number, isOpen: boolean): void;
}

export interface TagSurface extends HTMLElement {
  show(view?: string): void;
  hide(): void;
  compose(prefill: Prefill): void;
}

export type TagMethod = 'show' | 'compose';

/**
 * Makes each setting a property of the tag that follows its attribute, keeping what was set before. Calls `changed` with
 * the former value after each change.
 */
export function observeSettings(tag: Tag, changed: (name: Setting, before: unknown) => void): void {
  const values: Partial<Record<Setting, unknown>> = {};
  const set = (name: Setting, value: unknown): void => {
    const before = values[name] ?? null;
    values[name] = value;
    if (before !== value) changed(name, before);
  };
  for (const name of [...attributes, 'tokenProvider'] as const) {
    const own = Object.getOwnPropertyDescriptor(tag, name)?.value as unknown;
    values[name] = own ?? tag.getAttribute(name);
    Object.defineProperty(tag, name, {
      configurable: true,
      enumerable: true,
      get: () => values[name] ?? null,
      set: (value: unknown) => set(name, value),
    });
  }
  const observer = new MutationObserver((records) => {
    for (const { attributeName, oldValue } of records) {
      const name = attributeName as Setting;
      const value = tag.getAttribute(name);
      // Taken away and set again in one go, it asks for the same once more.
      if (oldValue !== value && values[name] === value) changed(name, oldValue);
      else set(name, value);
    }
  });
  observer.observe(tag, { attributes: true, attributeOldValue: true, attributeFilter: [...attributes] });
}
