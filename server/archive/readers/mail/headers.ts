/** Reads mail headers: dates, ids, subjects, and marks of automatic mails. */
import type { Moment, Zone } from '../../../text/zones.ts';
import { own } from '../../../own.ts';

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const date = /(\d{1,2})[ -]([A-Za-z]{3})[a-z]*[ -](\d{2,4})\s+(\d{1,2}):(\d{2})(?::(\d{2}))?\s*([+-]\d{4}|[A-Za-z]{1,5})?/;
/** Zone names of RFC 5322, in minutes. */
const zones: Readonly<Record<string, number>> = {
  ut: 0,
  utc: 0,
  gmt: 0,
  z: 0,
  est: -300,
  edt: -240,
  cst: -360,
  cdt: -300,
  mst: -420,
  mdt: -360,
  pst: -480,
  pdt: -420,
  cet: 60,
  cest: 120,
  met: 60,
  mest: 120,
};

/** Reads a date of RFC 5322 and common deviations. @param zone the zone of times without one. @returns null for no date */
export function mailDate(text: string, zone: Zone): Moment | null {
  const found = date.exec(text.slice(0, 200));
  if (!found) return null;
  const [, day, name = '', year = '', hour, minute, second = '0', offset = ''] = found;
  const month = months.indexOf(name.toLowerCase());
  const fullYear = year.length > 2 ? Number(year) : Number(year) + (Number(year) < 70 ? 2000 : 1900);
  const wall = Date.UTC(fullYear, month, Number(day), Number(hour), Number(minute), Number(second));
  const shown = new Date(wall);
  if (month < 0 || shown.getUTCDate() !== Number(day) || Number(hour) > 23 || Number(minute) > 59 || fullYear < 1970) return null;
  if (/^[+-]/.test(offset))
    return { time: wall - (offset.startsWith('-') ? -1 : 1) * (Number(offset.slice(1, 3)) * 60 + Number(offset.slice(3, 5))) * 60_000 };
  const known = own(zones, offset.toLowerCase());
  return known === undefined ? zone.toUtc(wall) : { time: wall - known * 60_000 };
}

/** Message-IDs in a header, without brackets; at most the last `most`. */
export function messageIds(header: string | undefined, most = 50): readonly string[] {
  if (header === undefined) return [];
  const found = header.slice(-20_000).match(/<[^<>\s]{1,500}>/g) ?? [];
  return found.slice(-most).map((id) => id.slice(1, -1));
}

const reply = /^\s*((re|rép|rep|aw|antw|fwd?|tr|wg)\s*(\[\d+\]|\(\d+\))?\s*:\s*)+/i;
/** Tags by which systems find a mail's ticket: `[#123]`, `[Ticket#2021030410000123]`, `[NUXIT #45]`. */
const tag = /\[\s*[A-Za-zÀ-ÿ .-]{0,20}#\s?([A-Za-z]{0,4}-?\d{1,20})\s*\]/;

export const withoutReply = (subject: string): string => subject.replace(reply, '').trim();

export const tagOf = (subject: string): string | null => tag.exec(subject.slice(0, 500))?.[1] ?? null;

export interface Automation {
  /** Delivery failures and receipts, which are not part of a conversation. */
  readonly bounce: boolean;
  /** Written by a program. */
  readonly automatic: boolean;
}

/** @param header the value of a header, by its name in lower case */
export function automation(header: (name: string) => string | undefined, from: string): Automation {
  const type = header('content-type') ?? '';
  const submitted = (header('auto-submitted') ?? 'no').trim().toLowerCase();
  const bounce = /^multipart\/report\b/i.test(type.trim()) || /^(mailer-daemon|postmaster)@/i.test(from);
  const precedence = /^(bulk|junk|auto_reply|list)$/i.test((header('precedence') ?? '').trim());
  const marked = header('x-autoreply') !== undefined || header('x-autorespond') !== undefined || header('return-path')?.trim() === '<>';
  return { bounce, automatic: !submitted.startsWith('no') || precedence || marked };
}
