/** Makes a draft of a request after checking that named items are the customer's and that choices are on the form. */
import type { InferOutput } from 'valibot';
import type { Site } from '../../config/site.ts';
import type { AttachmentOwner, AttachmentStore, Customer, TicketStore } from '../../store/store.ts';
import { InvalidInput } from '../../ticket/codes.ts';
import type { FieldError } from '../../ticket/codes.ts';
import type { CatalogItem, Link, Links } from '../../ticket/model.ts';
import { mayRead } from '../../ticket/readers.ts';
import type { Draft } from '../../ticket/rules.ts';
import type { NewTicket as NewTicketSchema } from '../../wire/tickets.ts';
import type { Archive } from '../archive/archive.ts';
import { answersOf } from './fields.ts';
import { checkChoices } from './form.ts';
import { uploadErrors } from '../attachments/claiming.ts';

export type NewTicket = InferOutput<typeof NewTicketSchema>;

const maxContext = 16 * 1024;

/** The draft without its uploads, which are claimed in the commit. @throws InvalidInput naming every wrong field. */
export async function draftOf(
  input: NewTicket,
  customer: Customer,
  site: Site,
  uploader: AttachmentOwner,
  store: Pick<TicketStore & AttachmentStore, 'ticket' | 'attachment'>,
  archive: Pick<Archive, 'owns'>,
): Promise<Omit<Draft, 'number' | 'attachments'>> {
  const { service, category, type, title, description, priority, orderReference, context } = input;
  const chosen = checkChoices(input, site);
  const errors: FieldError[] = [];
  const mayFollow = async (id: string): Promise<boolean> => {
    const ticket = await store.ticket(id);
    return (ticket !== undefined && mayRead(ticket, { customer, only: null })) || archive.owns(customer, id);
  };
  const links = linksOf(input, customer, errors);
  if (input.followUpOf && !(await mayFollow(input.followUpOf))) errors.push({ path: 'followUpOf', code: 'not-in-list' });
  errors.push(...(await uploadErrors(input.attachments, uploader, store)));
  const fields = answersOf(input.fields, chosen, input, errors);
  if (context && JSON.stringify(context).length > maxContext) errors.push({ path: 'context', code: 'too-long' });
  if (errors.length > 0) throw new InvalidInput(...errors);
  return {
    customerId: customer.id,
    service,
    category: category ?? null,
    type: type ?? null,
    links,
    orderReference: orderReference === '' ? null : (orderReference ?? null),
    fields,
    title,
    description,
    priority,
    context: context ?? null,
    followUpOf: input.followUpOf ?? null,
  };
}

function linksOf({ order, subscription, project }: NewTicket, { catalog }: Customer, errors: FieldError[]): Links {
  const links: { -readonly [K in keyof Links]: Links[K] } = {};
  const link = (name: keyof Links, id: string | null | undefined, items: readonly CatalogItem[]): void => {
    if (!id) return;
    const item = items.find((candidate) => candidate.id === id);
    if (item) links[name] = linkOf(item);
    else errors.push({ path: name, code: 'not-in-list' });
  };
  link('order', order, catalog.orders);
  link('subscription', subscription, catalog.subscriptions);
  link('project', project, catalog.projects);
  return links;
}

const linkOf = ({ id, label }: CatalogItem): Link => ({ id, label });
