/**
 * Links to tickets in mails. A customer's link leads to the site's own page when its URL is configured, since customers are
 * signed in there; a guest's leads to this server's page, since guests have no account on the site.
 */
import type { Site } from '../../config/site.ts';

export interface LinkOptions {
  readonly pages: Site['pages'];
  /** The public URL of this server, without a trailing slash. */
  readonly publicUrl: string;
}

export interface Addressee {
  readonly kind: 'customer' | 'guest';
}

/** The URL of a ticket for its owner. */
export function ticketLink(number: number, { kind }: Addressee, { pages, publicUrl }: LinkOptions): string {
  return (kind === 'customer' ? siteTicketLink(pages, number) : null) ?? `${publicUrl}/tickets/${String(number)}`;
}

/** The URL of a ticket on the site's own page; `null` when none is configured. */
export const siteTicketLink = ({ ticketUrl }: Site['pages'], number: number): string | null =>
  ticketUrl?.replaceAll('{number}', String(number)) ?? null;
