import { domainToASCII } from 'node:url';

const maxLength = 254;
const atom = "[\\p{L}\\p{M}\\p{N}!#$%&'*+/=?^_`{|}~-]+";
const local = new RegExp(`^${atom}(?:\\.${atom})*$`, 'u');
const label = '[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?';
const domain = new RegExp(`^${label}(?:\\.${label})+$`);
// eslint-disable-next-line no-control-regex -- ASCII is meant
const ascii = /^[\x00-\x7f]*$/;

/** Scripts whose letters look like one another's. */
const alike = [/\p{Script=Latin}/u, /\p{Script=Cyrillic}/u, /\p{Script=Greek}/u, /\p{Script=Armenian}/u];
const mixes = (text: string): boolean => alike.filter((script) => script.test(text)).length > 1;

/**
 * One plain address and nothing else: no list, no quotes, no display name; its domain as the DNS has it. Before the @ there
 * may be letters of any script, but not of two that look alike, so that nobody mistakes one letter for another.
 */
export const isEmail = (text: string): boolean => {
  const at = text.lastIndexOf('@');
  const name = text.slice(0, Math.max(at, 0));
  if (at < 1 || Buffer.byteLength(text) > maxLength || Buffer.byteLength(name) > 64) return false;
  return name.normalize('NFC') === name && local.test(name) && !mixes(name) && domain.test(text.slice(at + 1));
};

/** The one way to write an address, however its domain is written: `lena@bücher.example` is of xn--bcher-kva.example. Null: it is none. */
export function readEmail(text: string): string | null {
  if (ascii.test(text)) return isEmail(text) ? text : null;
  const at = text.lastIndexOf('@');
  const written = text.slice(at + 1).normalize('NFC');
  // What is no letter, digit, hyphen or dot would be read as something else.
  if (at < 1 || !/^[\p{L}\p{M}\p{N}.\u3002-]+$/u.test(written) || written.split(/[.\u3002]/).some(mixes)) return null;
  const address = `${text.slice(0, at).normalize('NFC')}@${ascii.test(written) ? written : domainToASCII(written)}`;
  return isEmail(address) ? address : null;
}

/** What two ways of writing one address have in common. */
export const emailKey = (text: string): string => (readEmail(text.trim()) ?? text.trim()).toLowerCase();

/** Whether only a mail server that offers SMTPUTF8 can send to it. */
export const needsUtf8 = (address: string): boolean => !ascii.test(address);
