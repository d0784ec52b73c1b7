import { domainToASCII } from 'node:url';

const maxLength = 254;
const atom = "[\\p{L}\\p{M}\\p{N}!#$%&'*+/=?^_`{|}~-]+";
const local = new RegExp(`^${atom}(?:\\.${atom})*$`, 'u');
const label = '[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?';
const domain = new RegExp(`^${label}(?:\\.${label})+$`);
// eslint-disable-next-line no-control-regex -- ASCII is meant
const ascii = /^[\x00-\x7f]*$/;

/** Scripts with letters that look alike. */
const confusableScripts = [/\p{Script=Latin}/u, /\p{Script=Cyrillic}/u, /\p{Script=Greek}/u, /\p{Script=Armenian}/u];
const mixes = (text: string): boolean => confusableScripts.filter((script) => script.test(text)).length > 1;

/**
 * Whether the text is one plain address: no list, no quotes, no display name; its domain is in the DNS form. The local part may
 * use letters of any script, but not of two scripts that look alike, so that no letter can be mistaken for another.
 */
export const isEmail = (text: string): boolean => {
  const at = text.lastIndexOf('@');
  const name = text.slice(0, Math.max(at, 0));
  if (at < 1 || Buffer.byteLength(text) > maxLength || Buffer.byteLength(name) > 64) return false;
  return name.normalize('NFC') === name && local.test(name) && !mixes(name) && domain.test(text.slice(at + 1));
};

/** The canonical form of an address, or null when it is none: the domain of `lena@bücher.example` becomes xn--bcher-kva.example. */
export function readEmail(text: string): string | null {
  if (ascii.test(text)) return isEmail(text) ? text : null;
  const at = text.lastIndexOf('@');
  const written = text.slice(at + 1).normalize('NFC');
  // A domain with other characters than letters, digits, hyphens and dots would be parsed as something else.
  if (at < 1 || !/^[\p{L}\p{M}\p{N}.\u3002-]+$/u.test(written) || written.split(/[.\u3002]/).some(mixes)) return null;
  const address = `${text.slice(0, at).normalize('NFC')}@${ascii.test(written) ? written : domainToASCII(written)}`;
  return isEmail(address) ? address : null;
}

/** A key that is equal for all spellings of one address. */
export const emailKey = (text: string): string => (readEmail(text.trim()) ?? text.trim()).toLowerCase();

/** Whether sending to the address needs a mail server with SMTPUTF8. */
export const needsUtf8 = (address: string): boolean => !ascii.test(address);
