/**
 * Staff accounts: added and removed from the command line only. Removing an account, or changing its role or password, ends
 * all its sessions in the same commit.
 */
import type { FormerStaff, StaffAccount, Store } from '../store/store.ts';
import { cleanLine } from '../ticket/characters.ts';
import { instant } from '../ticket/promise.ts';
import { assign } from '../ticket/rules.ts';
import type { Policy } from '../ticket/rules.ts';
import { emailKey, isEmail } from '../text/email-address.ts';
import { weaknessOf } from './passwords.ts';
import type { Passwords } from './passwords.ts';

export type { StaffAccount } from '../store/store.ts';
export type Role = StaffAccount['role'];

/** The command cannot be done; the message is shown to its user. */
export class StaffError extends Error {
  override readonly name = 'StaffError';
}

export interface StaffDeps {
  readonly store: Pick<
    Store,
    'staff' | 'staffByEmail' | 'listStaff' | 'sessionsOf' | 'listSavedViews' | 'listTickets' | 'changeTicket' | 'commit'
  >;
  readonly passwords: Passwords;
  readonly now: () => number;
  readonly newId: () => string;
  readonly policy: Policy;
  /** Ends the wait after too many failed sign-ins with this address. */
  readonly liftWait: (email: string) => void;
}

export interface NewStaff {
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  readonly password: string;
}

export interface StaffReset {
  readonly email: string;
  readonly password?: string | undefined;
  readonly role?: Role | undefined;
  readonly name?: string | undefined;
}

/** An account without its password. */
export type StaffEntry = Omit<StaffAccount, 'passwordHash'>;

export interface Removed {
  readonly account: StaffEntry;
  /** How many open tickets were assigned to them. */
  readonly openTickets: number;
  /** The member to whom those tickets are now assigned; `null`: they stay assigned to the removed one. */
  readonly handedTo: StaffEntry | null;
}

export interface StaffAccounts {
  add(staff: NewStaff): Promise<StaffEntry>;
  list(): Promise<readonly StaffEntry[]>;
  /** `handOver`: the address of the member who gets the open tickets; without it, the tickets stay assigned and are offered to the team. */
  remove(email: string, handOver?: string): Promise<Removed>;
  reset(change: StaffReset): Promise<StaffEntry>;
}

export function createStaffAccounts({ store, passwords, now, newId, policy, liftWait }: StaffDeps): StaffAccounts {
  const known = async (email: string): Promise<StaffAccount> => {
    const account = await store.staffByEmail(plain(email));
    if (!account) throw new StaffError(`nobody has the address ${email}`);
    return account;
  };
  const sessionsOf = async (account: StaffAccount) => (await store.sessionsOf(account.id)).map(({ id }) => id);

  /** Counts the open tickets assigned to the removed account, and assigns them to `next` when it is given. */
  async function handOverAll(from: string, next: StaffAccount | null): Promise<number> {
    const query = {
      reader: 'staff',
      statuses: ['OPEN', 'IN_PROGRESS'],
      assignees: [from],
      sort: 'number',
      limit: atOnce,
      now: instant(now()),
    } as const;
    const { total, items } = await store.listTickets(query);
    if (next === null) return total;
    const act = { now: instant(now()), by: { kind: 'staff', id: next.id, name: next.name }, policy, newId } as const;
    for (let tickets = items; tickets.length > 0; tickets = (await store.listTickets(query)).items) {
      for (const { id } of tickets)
        await store.changeTicket(id, (ticket) =>
          ticket.assignee === from ? { put: { tickets: [assign(ticket, next.id, act).ticket] } } : null,
        );
    }
    return total;
  }

  const accounts: StaffAccounts = {
    async add({ email: given, name, role, password }) {
      const email = plain(given);
      if (!isEmail(email)) throw new StaffError(`${given} is not an e-mail address`);
      if (await store.staffByEmail(email)) throw new StaffError(`${email} has an account already (support-ticket staff reset changes it)`);
      checkPassword(password, email);
      const account: StaffAccount = {
        id: newId(),
        email,
        name: plainName(name),
        role,
        passwordHash: await passwords.hash(password),
        createdAt: instant(now()),
      };
      await store.commit({ put: { staff: [account] } });
      return entryOf(account);
    },

    async list() {
      return (await store.listStaff()).map(entryOf);
    },

    async remove(email, handOver) {
      const account = await known(email);
      const next = handOver === undefined ? null : await known(handOver);
      if (next?.id === account.id) throw new StaffError('somebody who leaves cannot take over their own tickets: name somebody else');
      // Shared views stay, since colleagues may use them.
      const views = (await store.listSavedViews()).filter(({ owner, shared }) => owner === account.id && !shared).map(({ id }) => id);
      const former: FormerStaff = { id: account.id, name: account.name, leftAt: instant(now()) };
      // After this commit no ticket can be assigned to the account, so the tickets that follow are complete.
      await store.commit({ put: { formerStaff: [former] }, drop: { staff: [account.id], sessions: await sessionsOf(account), views } });
      return { account: entryOf(account), openTickets: await handOverAll(account.id, next), handedTo: next && entryOf(next) };
    },

    async reset({ email, password, role, name }) {
      const account = await known(email);
      if (password !== undefined) checkPassword(password, account.email);
      const next: StaffAccount = {
        ...account,
        name: name === undefined ? account.name : plainName(name),
        role: role ?? account.role,
        passwordHash: password === undefined ? account.passwordHash : await passwords.hash(password),
      };
      await store.commit({ put: { staff: [next] }, drop: { sessions: await sessionsOf(account) } });
      liftWait(account.email);
      return entryOf(next);
    },
  };
  const inTurn = createTurns();
  return {
    ...accounts,
    add: (staff) => inTurn(() => accounts.add(staff)),
    remove: (email, handOver) => inTurn(() => accounts.remove(email, handOver)),
    reset: (change) => inTurn(() => accounts.reset(change)),
  };
}

/** Tickets that are read per page. */
const atOnce = 100;

/** Runs changes one after the other: while a password is hashed, no other change may take the same address. */
function createTurns(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const turn = last.then(work);
    last = turn.catch(() => undefined);
    return turn;
  };
}

const plain = emailKey;

function plainName(given: string): string {
  const name = cleanLine(given);
  if (name === '' || name.length > 100) throw new StaffError('a name has 1 to 100 characters');
  return name;
}

function checkPassword(password: string, email: string): void {
  const weakness = weaknessOf(password, email);
  if (weakness !== null) throw new StaffError(`the password is not good enough: ${weakness}`);
}

function entryOf({ id, email, name, role, createdAt }: StaffAccount): StaffEntry {
  return { id, email, name, role, createdAt };
}
