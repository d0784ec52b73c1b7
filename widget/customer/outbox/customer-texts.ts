import { Drafts } from '../../client/drafts.ts';
import type { App } from '../app.ts';
import { openOutbox } from './open.ts';
import type { Outbox } from './outbox.ts';

export interface CustomerTextsOptions {
  readonly app: () => App;
}

/** What the present customer has written and not sent, or sent and not had confirmed, on this device. */
export class CustomerTexts {
  /** Server and customer, as in `https://help.example|42`; `null` before anybody is known. */
  owner: string | null = null;
  drafts!: Drafts;
  outbox: Outbox | null = null;
  readonly #options: CustomerTextsOptions;

  constructor(options: CustomerTextsOptions) {
    this.#options = options;
  }

  /** The customer who is there now. `arrived` is called with the drafts of another one, before anything of theirs is sent. */
  follow(server: string, customer: string, arrived: (drafts: Drafts) => void): void {
    const owner = `${server}|${customer}`;
    if (this.owner === owner) return;
    this.owner = owner;
    this.drafts = new Drafts(server, customer);
    arrived(this.drafts);
    this.outbox?.stop();
    this.outbox = openOutbox(this.drafts, this.#options.app, customer !== '');
  }

  /** A request was on its way when the session ended, and nobody knows yet whether it arrived. */
  get isUnsure(): boolean {
    return this.outbox?.tickets.some((entry) => entry.unsure === 'signed-out') ?? false;
  }
}
