/** What the widget needs to start: the customer, the form, the catalog, and counts of tickets. */
import type { Articles } from '../../articles/library.ts';
import { say } from '../../config/site.ts';
import type { Site } from '../../config/site.ts';
import type { Language } from '../../ticket/languages.ts';
import type { Caller } from '../../identity/customers.ts';
import type { IncidentStore, TicketStore } from '../../store/store.ts';
import type { CatalogItem } from '../../ticket/model.ts';
import type { SessionView, UnreadView } from '../../wire/session.ts';
import type { Archive } from '../archive/archive.ts';
import type { Streams } from '../desk/streams.ts';
import { formOf } from './form.ts';
import { noticesFrom } from '../desk/incidents.ts';
import { instant } from '../../ticket/promise.ts';

export interface Session {
  read(caller: Caller, language: Language): Promise<SessionView>;
  unread(caller: Caller): Promise<UnreadView>;
}

export interface SessionDeps {
  readonly store: Pick<TicketStore, 'countTickets'> & Pick<IncidentStore, 'listIncidents'>;
  readonly archive: Pick<Archive, 'brands'>;
  readonly site: Site;
  readonly articles: Pick<Articles, 'any'>;
  readonly streams: Pick<Streams, 'lastEventId'>;
  /** Mails are sent, not only kept. */
  readonly mailing: boolean;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

const nothingElse = [{ open: 0, closed: 0, unread: 0 }, [] as Awaited<ReturnType<Archive['brands']>>] as const;

export function createSession({ store, archive, site, articles, streams, mailing, now }: SessionDeps): Session {
  return {
    async unread({ customer, only }) {
      return { unread: only === null ? (await store.countTickets(customer.id)).unread : 0 };
    },
    async read({ customer, only }, language) {
      const { sub, name, email, emailVerified, locale, kind, catalog } = customer;
      // Taken before the reads below, so that the stream reports what changes during them.
      const lastEventId = streams.lastEventId(customer.id);
      // A caller who followed a link may not learn how many other tickets there are.
      const [{ open, closed, unread }, brands] =
        only === null ? await Promise.all([store.countTickets(customer.id), archive.brands(customer, language)]) : nothingElse;
      return {
        customer: { id: sub, name, email, locale, kind },
        form: formOf(site, language, now()),
        catalog: {
          orders: catalog.orders.map(orderOf),
          subscriptions: catalog.subscriptions.map(({ id, label }) => ({ id, label })),
          projects: catalog.projects.map(({ id, label }) => ({ id, label })),
        },
        counts: { open, closed, archived: brands.reduce((sum, { count }) => sum + count, 0), unread },
        archive: { brands, emptyPlace: site.archive.emptyPlace },
        help: { url: site.help.url, email: site.help.email, phone: site.help.phone, articles: articles.any(language) },
        incidents: await noticesFrom(store),
        now: instant(now()),
        lastEventId,
        mail: mailing && email !== null,
        ...(mailing && email !== null && emailVerified && { provenAddress: email }),
        ...(only !== null && { scope: 'read' as const }),
        team: site.team === null ? null : say(site.team, language),
      };
    },
  };
}

function orderOf({ id, label, date, status }: CatalogItem): SessionView['catalog']['orders'][number] {
  return { id, label, ...(date !== undefined && { date }), ...(status !== undefined && { status }) };
}
