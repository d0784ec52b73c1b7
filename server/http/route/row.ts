/** A route is one row, from which it is mounted, gated, described in OpenAPI and tested. */
import type * as v from 'valibot';
import type { Rates } from '../../config/rates.ts';
import type { Caller } from '../../identity/customers.ts';
import type { StaffAccount } from '../../identity/staff.ts';
import type { Attempt } from '../../services/idempotency.ts';
import type { ProblemCode } from '../../ticket/codes.ts';
import type { Language } from '../../ticket/languages.ts';
import type { Ctx } from '../env.ts';

export type Schema = v.GenericSchema;

/** A schema of JSON; `file`: a form with one file; `mail`: a raw mail, or one in a form. */
export type Body = Schema | 'file' | 'mail';

/** The kinds of callers, each with what the handler gets of the caller. */
export interface Callers {
  readonly anybody: unknown;
  /** Anybody; a browser must come from the desk's own page. */
  readonly 'desk-page': unknown;
  readonly customer: { readonly caller: Caller };
  /** A customer, or the holder of a mail's link, which reads one ticket. */
  readonly 'customer-or-link': { readonly caller: Caller };
  /** The team; a change must come from the desk's own page. */
  readonly staff: { readonly staff: StaffAccount };
  readonly admin: { readonly staff: StaffAccount };
  /** The site's backend, by the operations token. */
  readonly operations: unknown;
  /** The same; the token may also be the password of Basic authentication. */
  readonly 'operations-or-password': unknown;
  /** The same, or a program on the server's own machine. */
  readonly 'operations-or-local': unknown;
}

export type Who = keyof Callers;

/** The names of a path's parameters. */
type Names<P extends string> = P extends `${string}:${infer Rest}`
  ? Rest extends `${infer Name}/${infer More}`
    ? Name | Names<More>
    : Rest
  : never;

/** What is known of a request after its gate. */
export type Gated<P extends string, W extends Who> = Callers[W] & {
  readonly c: Ctx;
  readonly params: Readonly<Record<Names<P>, string>>;
  readonly language: Language;
};

type OutputOf<S> = S extends Schema ? v.InferOutput<S> : undefined;

/** The idempotency attempt. For an upload it depends on the content, so it is a function. */
type AttemptOf<B> = B extends 'file' ? (content: unknown) => Attempt | null : Attempt | null;

/** The checked input of a handler. */
export type Asked<P extends string, W extends Who, Q, B, F, I, M> = Gated<P, W> & {
  readonly query: OutputOf<Q>;
  readonly body: OutputOf<B>;
  /** The result of `find`. */
  readonly found: F;
} & (I extends true ? { readonly attempt: AttemptOf<B> } : unknown) &
  (M extends true ? { readonly rev: number } : M extends 'optional' ? { readonly rev: number | null } : unknown);

/** Answers that are not JSON: the handler writes the response itself. */
export type Media = 'HTML' | 'CSV' | 'JavaScript' | 'CSS' | 'SVG' | 'JSON' | 'Text' | 'Bytes' | 'Events';

export interface AboutAnswer {
  /** The status, when it differs from the row's. */
  readonly status?: number;
  readonly location?: string;
  /** The answer is a replay of an earlier one. */
  readonly replayed?: boolean;
}

/** A value with the status and headers of its answer. */
export class Answered<T> {
  readonly value: T;
  readonly about: AboutAnswer;

  constructor(value: T, about: AboutAnswer) {
    this.value = value;
    this.about = about;
  }
}

export const answer = <T>(value: T, about: AboutAnswer): Answered<T> => new Answered(value, about);

type Given<A> = A extends Schema ? v.InferOutput<A> | Answered<v.InferOutput<A>> : A extends null ? null | Answered<null> : Response;

/** The description of a route, for OpenAPI and for tests. */
export interface Described {
  readonly method: 'get' | 'post' | 'patch' | 'put' | 'delete';
  readonly path: string;
  readonly summary: string;
  readonly who: Who;
  /** The rate limit; `null`: none. It counts per customer or member when the gate knows one, else per IP address. */
  readonly rate: keyof Rates | null;
  readonly query?: Schema | undefined;
  readonly body?: Body | undefined;
  /** The status of a success, and the body; `null`: no body. */
  readonly answer: readonly [status: number, body: Schema | Media | null];
  /** Whether the route accepts `Idempotency-Key`. */
  readonly idempotent?: boolean | undefined;
  /** Whether `If-Match` with the version is required; `optional`: without it, the newest version is changed. */
  readonly ifMatch?: boolean | 'optional' | undefined;
  /** Whether the stream resumes after `Last-Event-ID`. */
  readonly resumable?: boolean | undefined;
  /** Whether the answer depends on the caller's language. */
  readonly localized?: boolean | undefined;
  /** Whether the object of the path is looked up first. */
  readonly finds?: boolean | undefined;
  /** Problems besides those that follow from the other fields. */
  readonly problems?: readonly ProblemCode[] | undefined;
}

/** The definition of a route. */
export interface Row<
  P extends string,
  W extends Who,
  A extends Schema | Media | null,
  Q extends Schema | undefined,
  B extends Body | undefined,
  F,
  I extends boolean | undefined,
  M extends boolean | 'optional' | undefined,
> extends Described {
  readonly path: P;
  readonly who: W;
  readonly query?: Q;
  readonly body?: B;
  /** The most bytes of a JSON body, when it differs from the default. */
  readonly mostBytes?: number;
  /**
   * Looks up the object of the path once, after the gate and before query and body are checked, so that a caller who may not
   * see the object gets a 404 and no validation errors. @throws NotFound
   */
  readonly find?: (gated: Gated<P, W>) => F | Promise<F>;
  readonly answer: readonly [status: number, body: A];
  readonly idempotent?: I;
  readonly ifMatch?: M;
  readonly handle: (asked: Asked<P, W, Q, B, F, I, M>) => Given<A> | Promise<Given<A>>;
}

/** A checked row. `answerTo` does not check the gate: only `mount` may call it. */
export interface Route extends Described {
  readonly answerTo: (c: Ctx) => Promise<Response>;
}
