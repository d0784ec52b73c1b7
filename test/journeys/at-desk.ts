/** What journeys at the desk begin with. */
import { support } from '../widget/page.ts';

const json = { 'content-type': 'application/json' };

/** As the colleague that every journey may be, without the form. */
export async function signInAtDesk(): Promise<void> {
  const { staff } = await support();
  const { ok, status } = await fetch('/api/v1/desk/login', { method: 'POST', headers: json, body: JSON.stringify(staff) });
  if (!ok) throw new Error(`Signing in at the desk was answered with ${status}.`);
}

export async function signOutAtDesk(): Promise<void> {
  await fetch('/api/v1/desk/logout', { method: 'POST', headers: json, body: '{}' });
}

/** The desk in the page, as somebody meets it who opens it at the ticket or the place that `location` names. */
export function putDesk(lang = 'en'): HTMLElement {
  const element = document.createElement('support-desk');
  element.setAttribute('lang', lang);
  document.body.append(element);
  return element;
}
