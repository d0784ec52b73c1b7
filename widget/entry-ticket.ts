/**
 * The file that sites load. It only names the element and remembers where it came from; everything else is in
 * chunks, none of which may import this file: loaded under two addresses, it would exist twice.
 */
import { SupportTicket } from './support-ticket.ts';
import { warnOnce } from './warn.ts';

// In two steps: bundlers of those who install the package take the usual form for a file that is to be copied.
SupportTicket.defaultServer = new URL('.', new URL(import.meta.url)).href;

// A page may load the script twice, or a second copy from elsewhere.
if (customElements.get('support-ticket')) warnOnce('defined', 'was defined by another script already: that one goes on, this copy does nothing. Load support-ticket.js once.');
else customElements.define('support-ticket', SupportTicket);
