/** Notifications of the browser, for those who have asked for them: that an answer is there, and nothing of it. */
import { msg, str } from '@lit/localize';
import type { TicketView } from '../../../server/wire/tickets.ts';
import { paths } from '../../../server/wire/paths.ts';
import type { LiveHost } from './host.ts';

/** Null: some phones let only a service worker show any, and that is the site's. */
function show(text: string, tag: string): Notification | null {
  try {
    return new Notification(text, { tag: `support-ticket ${tag}` });
  } catch {
    return null;
  }
}

/** What somebody has just agreed to is what they see. */
export function agree(): void {
  show(msg('You will be told here of each answer, as long as a page of this site is open.'), '');
}

export async function tell({ line, tag }: LiveHost, ticketId: string): Promise<void> {
  const ticket = await line()
    .call<TicketView>(paths.ticket(ticketId))
    .catch(() => null);
  // Read elsewhere meanwhile.
  if (!ticket?.unread) return;
  // Under one name in every tab: it is shown once.
  const notice = show(msg(str`Your ticket #${ticket.number} has an answer`), ticketId);
  notice?.addEventListener('click', () => {
    notice.close();
    window.focus();
    // Also when it was there before, and the customer has gone elsewhere since.
    tag.ticket = '';
    tag.ticket = `${ticket.number}`;
    tag.show();
  });
}
