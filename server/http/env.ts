import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';
import type { Language } from '../ticket/languages.ts';
import type { Caller } from '../identity/customers.ts';
import type { StaffAccount } from '../identity/staff.ts';

/** The context of a request. */
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
    /** Set behind both gates: tells whether the caller would still pass. */
    stillWelcome: () => Promise<boolean>;
  };
}

export type Ctx = Context<Env>;
