import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';
import type { Language } from '../ticket/languages.ts';
import type { Caller } from '../identity/customers.ts';
import type { StaffAccount } from '../identity/staff.ts';

/** What a request carries on its way to its handler. */
export interface Env {
  /** Absent when a test calls the app without a server. */
  Bindings: Partial<HttpBindings>;
  Variables: {
    requestId: string;
    address: string;
    language: Language;
    cursorKey: Uint8Array;
    /** Set behind the customers' gate only. */
    caller: Caller;
    /** Set behind the desk's gate only. */
    staff: StaffAccount;
    /** Set behind both: whether whoever asks would be let in once more. */
    stillWelcome: () => Promise<boolean>;
  };
}

export type Ctx = Context<Env>;
