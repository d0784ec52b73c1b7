/** What open pages are told while they are open, and what the desk says of who is at which ticket. */
import * as v from 'valibot';

const out = <const T extends v.ObjectEntries>(entries: T) => v.strictObject(entries);
const strict = <const T extends v.ObjectEntries>(entries: T) =>
  v.strictObject(entries, ({ expected, input }) => (expected === 'never' ? 'unknown-key' : input === undefined ? 'required' : 'invalid'));
const instant = v.pipe(v.string(), v.isoTimestamp('invalid'));

/**
 * A hint says where something is new and never what: whoever wants to know asks with a GET.
 *   ticket-created, ticket-answered, ticket-changed   its view is another one now; answered: by a public message of the team
 *   writing, rested     somebody of the team writes to the customer, for a quarter of a minute from then on; nobody does any more
 *   presence            who is at the ticket has changed (desk)
 *   incidents           what is told of incidents has changed; no ticket
 *   resync              what was missed cannot be told one by one: everything may be new; no ticket
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

/** `gone` ends it; everything else ends by itself unless it is said again. */
export const PresenceState = v.picklist(['reading', 'writing-reply', 'writing-note', 'gone'], 'not-in-list');

export const PresenceRequest = strict({ state: PresenceState });

/** Who is at which ticket at this moment, by ticket and since when. */
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
