/**
 * Where a ticket is read, for links in mails. Customers follow it on the site's own page when its address is known, as
 * they are signed in there; guests have no account on the site, so theirs is the page of this server.
 */
import type { Site } from '../../config/site.ts';

export interface LinkOptions {
  readonly pages: Site['pages'];
  /** Of this server, without a slash at its end. */
  readonly publicUrl: string;
}

export interface Addressee {
  readonly kind: 'customer' | 'guest';
}

/** The address of the ticket of that number, for the person it belongs to. */
export function ticketLink(number: number, { kind }: Addressee, { pages, publicUrl }: LinkOptions): string {
  return (kind === 'customer' ? siteTicketLink(pages, number) : null) ?? `${publicUrl}/tickets/${String(number)}`;
}

/** The ticket on the site's own page; null: the site has not told its address. */
export const siteTicketLink = ({ ticketUrl }: Site['pages'], number: number): string | null =>
  ticketUrl?.replaceAll('{number}', String(number)) ?? null;
