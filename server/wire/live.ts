/** Live events for open pages, and the desk's presence. */
import * as v from 'valibot';

const out = <const T extends v.ObjectEntries>(entries: T) => v.strictObject(entries);
const strict = <const T extends v.ObjectEntries>(entries: T) =>
  v.strictObject(entries, ({ expected, input }) => (expected === 'never' ? 'unknown-key' : input === undefined ? 'required' : 'invalid'));
const instant = v.pipe(v.string(), v.isoTimestamp('invalid'));

/**
 * A hint says where something changed and never what: the client reads the change with a GET.
 *   ticket-created, ticket-answered, ticket-changed   the ticket's view changed; answered: by a public message of the team
 *   writing, rested     an agent writes to the customer (valid for 15 seconds unless repeated); no agent writes any more
 *   presence            agents at the ticket changed (desk only)
 *   incidents           the incident announcements changed; without a ticket
 *   resync              missed events cannot be replayed: the client reads everything again; without a ticket
 */
export const HintType = v.picklist([
  'ticket-created',
  'ticket-answered',
  'ticket-changed',
  'writing',
  'rested',
  'presence',
  'incidents',
  'resync',
]);

export const Hint = out({ type: HintType, ticketId: v.nullable(v.string()) });

/** `gone` ends the presence; the other states expire unless they are repeated. */
export const PresenceState = v.picklist(['reading', 'writing-reply', 'writing-note', 'gone'], 'not-in-list');

export const PresenceRequest = strict({ state: PresenceState });

/** Who is at which ticket at present, by ticket, and since when. */
export const DeskPresence = out({
  items: v.array(
    out({
      ticketId: v.string(),
      number: v.number(),
      staff: out({ id: v.string(), name: v.string() }),
      state: v.picklist(['reading', 'writing-reply', 'writing-note']),
      since: instant,
    }),
  ),
});

export type Hint = v.InferOutput<typeof Hint>;
export type PresenceState = v.InferInput<typeof PresenceRequest>['state'];
export type DeskPresence = v.InferOutput<typeof DeskPresence>;
export type Present = DeskPresence['items'][number];
