/** Converts a row to a message, or says why not. Whether it is private is decided before anything else. */
import { createHash } from 'node:crypto';
import type { ArchivedAttachment, ArchivedMessage } from '../../../ticket/archived.ts';
import type { DropReason, Place, ReadCounters } from '../../reader.ts';
import type { AttachmentFolder, StoredFile } from '../attachment-folder.ts';
import type { Findings } from '../findings.ts';
import type { DateProblem } from '../../../text/dates.ts';
import { fromTransfer } from '../../../text/transfer.ts';
import { textFormats } from '../texts.ts';
import type { TextFormat, Texts } from '../texts.ts';
import type { Moments } from './moments.ts';
import type { Rules } from './rules.ts';
import type { AttachmentFiles, MessageSource, Privacy, Rule } from './schema.ts';
import type { Row, Tables } from './tables.ts';

export interface Workshop {
  readonly tables: Tables;
  readonly rules: Rules;
  readonly texts: Texts;
  readonly moments: Moments;
  readonly files: AttachmentFolder;
  readonly counters: ReadCounters;
  readonly findings: Findings;
  readonly placeOf: (row: Row) => Place;
}

export type Made =
  | {
      readonly message: Omit<ArchivedMessage, 'at'>;
      readonly at: number | null;
      readonly note?: ArchivedMessage['atNote'];
      /** Why the message refuses its ticket. It stays in the thread with a placeholder, so that the ticket can be repaired. */
      readonly fault?: { readonly code: DateProblem | 'required'; readonly field: 'id' | 'at'; readonly said: string };
    }
  | { readonly dropped: DropReason };

/** Whether a customer may see a row: only if the profile lists its marker value as public. */
export function visibility(
  privacy: Privacy | undefined,
  row: Row,
  { rules, findings }: Workshop,
): 'public' | 'private' | 'unknown-visibility' {
  if (!privacy || 'none' in privacy) return 'public';
  const marker = rules.value(privacy.value, row)?.trim() ?? '';
  if (privacy.publicWhen.includes(marker)) return 'public';
  if (privacy.privateWhen?.includes(marker)) return 'private';
  findings.unknownValue(`${row.table} (what is private)`, marker);
  // When a profile lists no private values, all others count as private, and are reported.
  return privacy.privateWhen === undefined ? 'private' : 'unknown-visibility';
}

const kinds = ['customer', 'staff', 'system'] as const;

/** Why a row is dropped before it is read any further: it is private, or of another kind. */
export function refusal(source: MessageSource, row: Row, shop: Workshop): DropReason | null {
  const seen = visibility(source.private, row, shop);
  if (seen !== 'public') return seen;
  return source.only?.find((condition) => !shop.rules.holds(condition, row))?.else ?? null;
}

export function makeMessage(source: MessageSource, row: Row, opening: string | null, shop: Workshop): Made {
  const refused = refusal(source, row, shop);
  if (refused) return { dropped: refused };
  const word = shop.rules.value(source.kind, row)?.trim() ?? '';
  const kind = kinds.find((one) => one === word);
  if (!kind) {
    if (word !== 'drop' || typeof source.kind === 'object')
      shop.findings.unknownValue(`${row.table} (who wrote it)`, shop.rules.raw(source.kind, row)?.trim() ?? '');
    return { dropped: 'unknown-visibility' };
  }
  const place = shop.placeOf(row);
  const text = shop.texts.read(shop.rules.value(source.text, row) ?? '', formatOf(source.format, row, shop), place, 'text');
  const ownId = shop.rules.value(source.id, row)?.trim() ?? '';
  const attachments = source.attachments ? filesOf(source.attachments, row, ownId, shop) : [];
  if (text.trim() === '' && attachments.length === 0) return { dropped: 'empty' };
  const at = source.at === undefined ? 'zero-date' : shop.moments.read(source.at, row);
  const name = personName(lineOf(source.name, row, shop, 'name'), kind);
  const { time, note } = typeof at === 'string' ? { time: null, note: undefined } : at;
  const anonymous = source.id !== undefined && ownId === '';
  const id = anonymous ? '' : source.id !== undefined ? `${source.prefix ?? ''}${ownId}` : (opening ?? hashOf(kind, time, text));
  const message = { id, kind, ...(name === '' ? {} : { name }), text, ...(attachments.length > 0 ? { attachments } : {}) };
  if (anonymous) return { message, at: time, fault: { code: 'required', field: 'id', said: '' } };
  if (at === 'bad-date')
    return { message, at: null, fault: { code: at, field: 'at', said: shop.rules.value(source.at, row)?.trim().slice(0, 200) ?? '' } };
  return { message, at: time, ...(note === undefined ? {} : { note }) };
}

/** A name without an address beside it. Addresses of the team are never shown. */
export function personName(text: string, kind: ArchivedMessage['kind']): string {
  const name = text
    .slice(0, 1_000)
    .replace(/\s*<[^<>]*>\s*$/, '')
    .replace(/^"(.*)"$/, '$1')
    .trim();
  const bare = name === '' ? text : name;
  return kind !== 'customer' && /^\S+@\S+$/.test(bare.replace(/^<|>$/g, '')) ? '' : bare;
}

/** An id for messages without one, the same at every reading. */
const hashOf = (kind: string, at: number | null, text: string): string =>
  createHash('sha256')
    .update(`${kind}\n${String(at)}\n${text}`)
    .digest('hex')
    .slice(0, 20);

export function lineOf(rule: Rule | undefined, row: Row, shop: Workshop, field: string, format: TextFormat = 'entities'): string {
  const value = shop.rules.value(rule, row)?.trim() ?? '';
  return value === '' ? '' : shop.texts.read(value, format, shop.placeOf(row), field).trim();
}

function formatOf(format: MessageSource['format'], row: Row, { rules }: Workshop): TextFormat {
  const fixed = textFormats.find((one) => one === format);
  if (fixed) return fixed;
  const word = rules.value(format, row)?.trim() ?? '';
  return textFormats.find((one) => one === word) ?? 'auto';
}

function filesOf(of: AttachmentFiles, row: Row, ownId: string, shop: Workshop): ArchivedAttachment[] {
  if (of.table === undefined) return listed(of, row, shop);
  const key = of.to === undefined ? ownId : (row.text(of.to)?.trim() ?? '');
  const rows = key === '' || of.message === undefined ? [] : shop.tables.find(of.table, [of.message], [key], 500);
  return rows
    .filter((file) => of.only?.every((condition) => shop.rules.holds(condition, file)) ?? true)
    .map((file) => fileOf(of, file, shop));
}

/**
 * Names listed in one column, such as `123456_facture.pdf|654321_capture.png`.
 */
function listed(of: AttachmentFiles, row: Row, shop: Workshop): ArchivedAttachment[] {
  const names = (shop.rules.value(of.list, row) ?? '').split(of.separator ?? '|').map((name) => name.trim());
  return names
    .filter((name) => name !== '')
    .map((path) => {
      const strip = of.strip !== undefined && path.includes(of.strip) && /^\d+$/.test(path.slice(0, path.indexOf(of.strip)));
      const name = strip && of.strip !== undefined ? path.slice(path.indexOf(of.strip) + of.strip.length) : path;
      const key = strip ? path.slice(0, path.indexOf(of.strip ?? '')) : path;
      const [found] = of.file ? shop.tables.find(of.file.from, [of.file.match], [key], 1) : [];
      const place = of.file ? (found?.text(of.file.take)?.trim() ?? '') : path;
      return described({ name: plainName(name) }, place === '' ? null : shop.files.find(place), shop);
    });
}

function fileOf(of: AttachmentFiles, row: Row, shop: Workshop): ArchivedAttachment {
  const name = plainName(lineOf(of.name, row, shop, 'attachments.name'));
  const type = lineOf(of.type, row, shop, 'attachments.type').slice(0, 200);
  const size = Number(shop.rules.value(of.size, row) ?? Number.NaN);
  const path = shop.rules.value(of.path, row)?.trim() ?? '';
  const file = path !== '' ? shop.files.find(path) : of.bytes ? written(of.bytes, row, shop) : null;
  return described({ name, ...(type === '' ? {} : { type }), ...(Number.isInteger(size) && size >= 0 ? { size } : {}) }, file, shop);
}

function described(about: ArchivedAttachment, file: StoredFile | null, { files, findings }: Workshop): ArchivedAttachment {
  if (file) return { ...about, size: file.size, ref: file.ref };
  if (!files.given)
    findings.say('attachments are listed by name only: --attachments <dir> says where their files are, or are to be written');
  return { ...about, missing: true };
}

/** Writes the file's bytes, from this row or joined from several rows, as they are read. */
function written(of: NonNullable<AttachmentFiles['bytes']>, row: Row, { tables, rules, files }: Workshop): StoredFile | null {
  if (!files.given) return null;
  if (of.from === undefined) {
    const bytes = row.bytes(of.take);
    return bytes === null ? null : files.put([fromTransfer(bytes, rules.value(of.encoding, row))]);
  }
  const { from, order, take } = of;
  const key = rules.value(of.col ?? 'id', row)?.trim() ?? '';
  const places = key === '' ? [] : tables.places(from, [of.match ?? 'id'], [key]);
  if (places.length === 0) return null;
  const ordered =
    order === undefined
      ? places
      : places
          .map((place) => ({ place, order: Number(tables.read(from, place).text(order)) }))
          .sort((a, b) => a.order - b.order)
          .map(({ place }) => place);
  return files.put(pieces());
  function* pieces(): Generator<Buffer> {
    for (const place of ordered) {
      const piece = tables.read(from, place);
      yield fromTransfer(piece.bytes(take) ?? Buffer.alloc(0), rules.value(of.encoding, piece));
    }
  }
}

/** A file name without any path. */
export function plainName(name: string): string {
  const last = name.replace(/\\/g, '/').split('/').at(-1)?.trim() ?? '';
  return (last === '' ? 'attachment' : last).slice(0, 200);
}
