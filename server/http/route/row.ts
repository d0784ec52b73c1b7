/** A route is one row: it is mounted, gated, described and tested from what stands in it, and nowhere else. */
import type * as v from 'valibot';
import type { Rates } from '../../config/rates.ts';
import type { Caller } from '../../identity/customers.ts';
import type { StaffAccount } from '../../identity/staff.ts';
import type { Attempt } from '../../services/idempotency.ts';
import type { ProblemCode } from '../../ticket/codes.ts';
import type { Language } from '../../ticket/languages.ts';
import type { Ctx } from '../env.ts';

export type Schema = v.GenericSchema;

/** A schema of JSON; `file`: a form with one file; `mail`: a mail as it is, or in a form. */
export type Body = Schema | 'file' | 'mail';

/** Who may call a route, each with what the handler is told of the caller. */
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

/** The names of what stands behind colons in a path. */
type Names<P extends string> = P extends `${string}:${infer Rest}`
  ? Rest extends `${infer Name}/${infer More}`
    ? Name | Names<More>
    : Rest
  : never;

/** What is known of a request once its gate is passed. */
export type Gated<P extends string, W extends Who> = Callers[W] & {
  readonly c: Ctx;
  readonly params: Readonly<Record<Names<P>, string>>;
  readonly language: Language;
};

type OutputOf<S> = S extends Schema ? v.InferOutput<S> : undefined;

/** How the request names itself. Of a file that is known only when the file has arrived. */
type AttemptOf<B> = B extends 'file' ? (content: unknown) => Attempt | null : Attempt | null;

/** What a handler is given: all of it is checked. */
export type Asked<P extends string, W extends Who, Q, B, F, I, M> = Gated<P, W> & {
  readonly query: OutputOf<Q>;
  readonly body: OutputOf<B>;
  /** What `find` gave. */
  readonly found: F;
} & (I extends true ? { readonly attempt: AttemptOf<B> } : unknown) &
  (M extends true ? { readonly rev: number } : M extends 'optional' ? { readonly rev: number | null } : unknown);

/** Bodies that are no JSON: the handler writes the answer itself. */
export type Media = 'HTML' | 'CSV' | 'JavaScript' | 'CSS' | 'SVG' | 'JSON' | 'Text' | 'Bytes' | 'Events';

export interface AboutAnswer {
  /** Where it is another than the row's. */
  readonly status?: number;
  readonly location?: string;
  /** The request was done before, and is answered again. */
  readonly replayed?: boolean;
}

/** A value, and what its headers say. */
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

/** What is told of a route, to browsers of the description and to tests alike. */
export interface Described {
  readonly method: 'get' | 'post' | 'patch' | 'put' | 'delete';
  readonly path: string;
  readonly summary: string;
  readonly who: Who;
  /** `null`: unlimited. It counts per customer or member of the team where the gate knows them, else per address. */
  readonly rate: keyof Rates | null;
  readonly query?: Schema | undefined;
  readonly body?: Body | undefined;
  /** The status when all goes well, and what is in the answer; `null`: nothing. */
  readonly answer: readonly [status: number, body: Schema | Media | null];
  /** The same `Idempotency-Key` again gives the same answer. */
  readonly idempotent?: boolean | undefined;
  /** The version that the caller saw must be named; `optional`: without it, whatever version is the newest. */
  readonly ifMatch?: boolean | 'optional' | undefined;
  /** A stream that goes on after the `Last-Event-ID`. */
  readonly resumable?: boolean | undefined;
  /** The answer is in the language of the caller, and says so. */
  readonly localized?: boolean | undefined;
  /** What the path names is looked up first. */
  readonly finds?: boolean | undefined;
  /** Beside those that follow from the rest of the row. */
  readonly problems?: readonly ProblemCode[] | undefined;
}

/** What is written down of a route. */
/** What is written down of a route. */
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
  /** Bytes of a JSON body, where fewer or more are taken than usual. */
  readonly mostBytes?: number;
  /**
   * Looks up what the path names, once, after the gate and before anything that the body or the query says is checked: a
   * stranger is told that nothing is there, and nothing else. @throws NotFound
   */
  readonly find?: (gated: Gated<P, W>) => F | Promise<F>;
  readonly answer: readonly [status: number, body: A];
  readonly idempotent?: I;
  readonly ifMatch?: M;
  readonly handle: (asked: Asked<P, W, Q, B, F, I, M>) => Given<A> | Promise<Given<A>>;
}

/** A row whose parts fit each other. `answerTo` stands behind the gate: only `mount` may call it. */
export interface Route extends Described {
  readonly answerTo: (c: Ctx) => Promise<Response>;
}
