/** The desk as tests have it: at the root of their server, wherever its modules lie. */
import { SupportDesk } from '../../widget/desk/element.ts';

if (!customElements.get('support-desk')) customElements.define('support-desk', SupportDesk);
