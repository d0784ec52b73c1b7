/**
 * `import 'support-ticket'` outside a browser, as where pages are rendered on a server: there is nothing to register
 * the element with, so nothing is loaded. Where a test has put a document into Node, the element is registered in it.
 */
if (globalThis.customElements !== undefined && globalThis.HTMLElement !== undefined) await import('../dist/public/support-ticket.js');
