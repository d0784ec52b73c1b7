/** Counts for the metrics, without data of persons. */
import type { Store } from '../../store/store.ts';
import type { Status } from '../../ticket/model.ts';
import { instant } from '../../ticket/promise.ts';

export interface Standing {
  readonly tickets: Readonly<Record<Status, number>>;
  readonly late: number;
  readonly outbox: number;
  readonly deadMails: number;
  /** Mails in quarantine. */
  readonly quarantine: number;
  readonly writable: boolean;
  readonly damagedLines: number;
}

export interface Gauges {
  read(): Promise<Standing>;
  /** Whether changes can be saved. */
  writable(): boolean;
}

const most = 1_000;

export function createGauges({
  store,
  now,
}: {
  readonly store: Pick<Store, 'listTickets' | 'pendingEffects' | 'countMails' | 'listQuarantined' | 'health'>;
  readonly now: () => number;
}): Gauges {
  const count = async (narrow: { statuses?: readonly Status[]; late?: boolean }): Promise<number> =>
    (await store.listTickets({ reader: 'staff', now: instant(now()), sort: 'number', limit: 1, ...narrow })).total;
  return {
    async read() {
      const [open, inProgress, closed, late] = await Promise.all([
        count({ statuses: ['OPEN'] }),
        count({ statuses: ['IN_PROGRESS'] }),
        count({ statuses: ['CLOSED'] }),
        count({ late: true }),
      ]);
      const { writable, damagedLines } = store.health();
      const { waiting, dead } = await store.countMails();
      const quarantine = (await store.listQuarantined()).length;
      const outbox = (await store.pendingEffects(most)).length + waiting;
      return {
        tickets: { OPEN: open, IN_PROGRESS: inProgress, CLOSED: closed },
        late,
        outbox,
        deadMails: dead,
        quarantine,
        writable,
        damagedLines,
      };
    },
    writable: () => store.health().writable,
  };
}
