/** Mounts routes in an app, each behind the gate and the rate limit of its row. Nothing is mounted elsewhere. */
import type { Hono, MiddlewareHandler } from 'hono';
import type { Rates } from '../../config/rates.ts';
import type { Ctx, Env } from '../env.ts';
import { adminsOnly } from '../gates/staff.ts';
import { limit } from '../limits/rate-limit.ts';
import { answerOtherMethods } from './allowed-methods.ts';
import type { Route, Who } from './row.ts';

type Guard = MiddlewareHandler<Env>;

export interface Gates {
  readonly customer: Guard;
  readonly customerOrLink: Guard;
  readonly staff: Guard;
  /** Refuses requests from other sites' pages. */
  readonly ownPage: Guard;
  readonly operations: Guard;
  readonly operationsOrPassword: Guard;
  readonly operationsOrLocal: Guard;
}

export interface Limits {
  readonly rates: Rates;
  readonly now: () => number;
}

/** What a rate limit counts requests by. */
type CountedBy = 'customer' | 'staff' | 'address';

const keyOf: Readonly<Record<CountedBy, (c: Ctx) => string>> = {
  customer: (c) => c.get('caller').customer.id,
  staff: (c) => c.get('staff').id,
  address: (c) => c.get('address'),
};

interface Gate {
  readonly guards: readonly Guard[];
  readonly countedBy: CountedBy;
}

/** The gate of each kind of caller; the type requires one for each. */
function gatesByCaller({ customer, customerOrLink, staff, ownPage, ...site }: Gates): Readonly<Record<Who, Gate>> {
  const changes: Guard = (c, next) => (c.req.method === 'GET' || c.req.method === 'HEAD' ? next() : ownPage(c, next));
  return {
    anybody: { guards: [], countedBy: 'address' },
    'desk-page': { guards: [ownPage], countedBy: 'address' },
    customer: { guards: [customer], countedBy: 'customer' },
    'customer-or-link': { guards: [customerOrLink], countedBy: 'customer' },
    staff: { guards: [staff, changes], countedBy: 'staff' },
    admin: { guards: [staff, changes, adminsOnly], countedBy: 'staff' },
    operations: { guards: [site.operations], countedBy: 'address' },
    'operations-or-password': { guards: [site.operationsOrPassword], countedBy: 'address' },
    'operations-or-local': { guards: [site.operationsOrLocal], countedBy: 'address' },
  };
}

export function mount(app: Hono<Env>, routes: readonly Route[], gates: Gates, { rates, now }: Limits): void {
  const gateOf = gatesByCaller(gates);
  const limiters = new Map<string, Guard>();
  const limiter = (name: keyof Rates, by: CountedBy): Guard => {
    const known = limiters.get(`${name} ${by}`) ?? limit({ name, rate: rates[name], now, keyOf: keyOf[by] });
    limiters.set(`${name} ${by}`, known);
    return known;
  };
  for (const { method, path, who, rate, answerTo } of routes) {
    const { guards, countedBy } = gateOf[who];
    const limits = rate === null ? [] : [limiter(rate, countedBy)];
    app.on(method.toUpperCase(), [path], ...guards, ...limits, (c) => answerTo(c));
  }
  answerOtherMethods(app);
}
