/** A server that takes replies by mail, and what tests of it ask. */
import type { DeskTicket } from '../../server/wire/desk.ts';
import type { MailInAnswer } from '../../server/wire/mail.ts';
import type { TicketView } from '../../server/wire/tickets.ts';
import { mailOf } from './mails.ts';
import type { Letter } from './mails.ts';
import { api, openHarness, openTicket } from './harness.ts';
import type { Answer, Ask, Harness, HarnessOptions, Person } from './harness.ts';

export const secret = 'an-operations-token-of-thirty-two-bytes';
export const nadia = { name: 'Nadia Moreau', email: 'nadia@example.com', email_verified: true, locale: 'fr' } as const;
export const bearer = { authorization: `Bearer ${secret}` };
const type = { 'content-type': 'message/rfc822' };

export interface MailingIn extends Harness {
  readonly nadia: Person;
  readonly agent: Harness['agent'];
  /** Where a reply to this ticket's mails goes. */
  addressOf(ticket: { readonly id: string }): Promise<string>;
  post(mail: string | Uint8Array<ArrayBuffer>, ask?: Ask & { readonly query?: string }): Promise<Answer<MailInAnswer>>;
  /** A mail of Nadia's to her ticket, but for what is said otherwise. */
  send(ticket: { readonly id: string }, letter?: Letter): Promise<MailInAnswer>;
  asCustomer(ticket: { readonly id: string }): Promise<TicketView>;
  asTeam(ticket: { readonly id: string }): Promise<DeskTicket>;
}

export async function openMailIn({
  config = {},
  mail = {},
  ...options
}: HarnessOptions & { readonly mail?: object } = {}): Promise<MailingIn> {
  const harness = await openHarness({
    ...options,
    config: { ...config, mail: { replies: 'support+{key}@example.com', unsigned: 'take', ...mail } },
    environment: { SUPPORT_OPS_TOKEN: secret, ...options.environment },
  });
  const person = await harness.customer('nadia', nadia);
  const agent = await harness.agent();
  const addressOf = async ({ id }: { readonly id: string }): Promise<string> => {
    const ticket = await harness.store.ticket(id);
    if (!ticket || !harness.deps.replyAddresses) throw new Error('no such ticket, or no addresses');
    return harness.deps.replyAddresses.of(ticket);
  };
  const post: MailingIn['post'] = (raw, { query = '', ...ask } = {}) =>
    harness.ask(`${api}/mail/inbound${query}`, { raw, ...ask, headers: { ...bearer, ...type, ...ask.headers } });
  return {
    ...harness,
    nadia: person,
    addressOf,
    post,
    async send(ticket, letter = {}) {
      const answer = await post(
        mailOf({ to: await addressOf(ticket), ...(letter.html === undefined && { text: 'Depuis hier.' }), ...letter }),
      );
      if (answer.status !== 200) throw new Error(answer.text);
      return answer.json;
    },
    asCustomer: async ({ id }) => (await (await harness.customer('nadia', nadia))(`${api}/tickets/${id}`)).json,
    asTeam: async ({ id }) => (await agent<DeskTicket>(`${api}/desk/tickets/${id}`)).json,
  };
}

export const bodies = ({ messages }: { readonly messages: readonly { readonly body: string }[] }): string[] =>
  messages.map(({ body }) => body);

export async function closedTicket(server: MailingIn, by: 'staff' | 'customer' = 'staff'): Promise<TicketView> {
  const ticket = await openTicket(server.nadia);
  if (by === 'customer') return (await server.nadia(`${api}/tickets/${ticket.id}/close`, { body: {} })).json;
  const agent = await server.agent();
  const { headers } = await agent(`${api}/desk/tickets/${ticket.id}`);
  await agent(`${api}/desk/tickets/${ticket.id}`, {
    method: 'PATCH',
    headers: { 'if-match': headers.get('etag') ?? '' },
    body: { status: 'CLOSED' },
  });
  return server.asCustomer(ticket);
}
