/** The file that the desk's page loads; like the customers' entry, no chunk may import it. */
import { SupportDesk } from './support-desk.ts';

if (!customElements.get('support-desk')) customElements.define('support-desk', SupportDesk);
