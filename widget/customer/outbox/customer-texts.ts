import { Drafts } from '../../client/drafts.ts';
import type { Teller } from './open.ts';
import type { OutboxHost, Outbox } from './outbox.ts';
import { leftToSend } from './unsent.ts';

export interface CustomerTextsOptions {
  /** What the element does for the texts of one customer, who is known by their drafts. */
  readonly host: () => OutboxHost & { readonly drafts: Drafts };
  /** Whether the element is in the page: outside of it nothing is sent. */
  readonly isConnected: () => boolean;
  readonly onChange: () => void;
}

type OpenCode = typeof import('./open.ts');
let code: OpenCode | null = null;

/** What the present customer has written and not sent, or sent and not had confirmed, on this device. */
export class CustomerTexts {
  /** Server and customer, as in `https://help.example|42`; `null` before anybody is known. */
  owner: string | null = null;
  drafts!: Drafts;
  /** `null` until its code is there, which comes with the screens that write, or when there is something to send. */
  outbox: Outbox | null = null;
  readonly #options: CustomerTextsOptions;
  #isKnown = false;
  /** Something is left to send, and the code that knows what is being loaded. */
  isOpening = false;

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
    this.outbox = null;
    this.#isKnown = customer !== '';
    if (code) this.#open(code);
    else void this.look();
  }

  /** Opens the outbox of the present customer. @throws what its import throws */
  async open(): Promise<void> {
    code ??= await import('./open.ts');
    this.#open(code);
  }

  /** Opens the outbox where this page or another one has left something to send. */
  async look(): Promise<void> {
    if (this.outbox || this.isOpening || !leftToSend(this.drafts)) return;
    this.isOpening = true;
    // What cannot be loaded is looked for again at the next beat.
    await this.open().catch(() => undefined);
    this.isOpening = false;
    this.#options.onChange();
  }

  tellUnsure(teller: Teller): void {
    if (this.outbox) code?.tellUnsure(this.outbox, teller);
  }

  /** A request was on its way when the session ended, and nobody knows yet whether it arrived. */
  get isUnsure(): boolean {
    return this.outbox?.tickets.some((entry) => entry.unsure === 'signed-out') ?? false;
  }

  #open({ openOutbox }: OpenCode): void {
    if (this.outbox) return;
    this.outbox = openOutbox(this.drafts, this.#options.host, this.#isKnown);
    // The element may have been taken out of the page while the code was being loaded.
    if (!this.#options.isConnected()) this.outbox.stop();
  }
}
