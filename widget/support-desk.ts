/** The file that the desk's page loads; like the customers' entry, no chunk may import it. */
import { setRoot } from './desk/root.ts';
import { SupportDesk } from './desk/element.ts';

setRoot(import.meta.url);

if (!customElements.get('support-desk')) customElements.define('support-desk', SupportDesk);
