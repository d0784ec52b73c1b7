/** Converts mailboxes to tickets: a ticket is the correspondence with one customer in one thread. */
import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import type { Dirent } from 'node:fs';
import { join } from 'node:path';
import { archiveLimits } from '../../../ticket/archived.ts';
import type { ArchivedTicket } from '../../../ticket/archived.ts';
import { countDropped, newCounters, ReaderUsageError, SourceError } from '../../reader.ts';
import type { Place, Read, Reading, ReadOptions, Source } from '../../reader.ts';
import { AttachmentFolder } from '../attachment-folder.ts';
import { fileBytes } from '../bytes.ts';
import { Findings } from '../findings.ts';
import { Heap } from '../spool/heap.ts';
import { sortKey } from '../spool/keys.ts';
import { SortedIndex } from '../spool/sorted-index.ts';
import type { Entry } from '../spool/entries.ts';
import { Texts } from '../texts.ts';
import { Zone } from '../../../text/zones.ts';
import { openLetter } from './letter.ts';
import type { Desk, Letter } from './letter.ts';
import { mailsOf } from './mbox.ts';
import type { RawMail } from './mbox.ts';
import { StaffList } from './staff.ts';
import { Threads } from './threads.ts';

/** Bytes; above the limits of mail servers. */
const longestMail = 48 * 1024 * 1024;
const deepestFolder = 20;
const largestTicket = 64 * 1024 * 1024;

export interface MailReading extends Reading {
  readonly findings: Findings;
}

/** Reads one file of mails. */
export function readMailbox(source: Source, options: ReadOptions): MailReading {
  return readMails(options, async function* () {
    for await (const mail of mailsOf(source, longestMail)) yield { ...mail, place: { byte: mail.byte } };
  });
}

/** Reads a maildir, or a folder of .eml files. */
export function readMailFolder(source: Source, options: ReadOptions): MailReading {
  const { path } = source;
  if (path === null) throw new ReaderUsageError('a folder of mails cannot come from the standard input');
  return readMails(options, async function* () {
    const files = mailFiles(path);
    if (files.length === 0) throw new SourceError('unreadable', `${path} has neither cur/ and new/ nor .eml files in it`);
    for (const [i, file] of files.entries()) {
      let bytes: Buffer | null = null;
      for await (const mail of mailsOf(fileBytes(join(path, file)), longestMail)) bytes = mail.bytes;
      // A file's name may be personal data; its number in the sorted list identifies it as well.
      yield { bytes, byte: 0, place: { line: i + 1, table: 'the files by name' } };
    }
  });
}

function mailFiles(path: string): readonly string[] {
  const entries = (folder: string): Dirent[] => {
    try {
      return readdirSync(join(path, folder), { withFileTypes: true });
    } catch {
      return [];
    }
  };
  const list = (folder: string): string[] => entries(folder).flatMap((one) => (one.isFile() ? [join(folder, one.name)] : []));
  const nested = (folder: string, depth: number): string[] => [
    ...list(folder),
    ...(depth < deepestFolder
      ? entries(folder).flatMap((one) => (one.isDirectory() ? nested(join(folder, one.name), depth + 1) : []))
      : []),
  ];
  // Answers are often in a folder of their own, `.Sent`.
  const folders = ['.', ...entries('.').flatMap((one) => (one.isDirectory() && one.name.startsWith('.') ? [one.name] : []))];
  const kept = folders.flatMap((folder) => [...list(join(folder, 'cur')), ...list(join(folder, 'new'))]);
  return (kept.length > 0 ? kept : nested('.', 0).filter((name) => /\.eml(\.gz)?$/i.test(name))).sort();
}

type Placed = RawMail & { readonly place: Place };

function readMails(options: ReadOptions, mails: () => AsyncGenerator<Placed>): MailReading {
  const counters = newCounters();
  const findings = new Findings();
  const { values } = options;
  const asked = values['staff-domain'];
  const desk: Desk = {
    staff: new StaffList(Array.isArray(asked) ? (asked as readonly string[]) : typeof asked === 'string' ? [asked] : []),
    texts: new Texts({ repair: values['repair-mojibake'] === true, counters, findings }),
    files: AttachmentFolder.from(values),
    counters,
    findings,
    zone: zoneNamed(values['zone']),
  };
  return { counters, findings, [Symbol.asyncIterator]: () => new Sorting(options, desk).read(mails()) };
}

function zoneNamed(name: ReadOptions['values'][string]): Zone {
  try {
    return new Zone(typeof name === 'string' ? name : 'UTC');
  } catch {
    throw new ReaderUsageError(`there is no time zone "${String(name)}": such as Europe/Paris, UTC or +01:00`);
  }
}

class Sorting {
  readonly #options: ReadOptions;
  readonly #desk: Desk;
  readonly #threads = new Threads();
  readonly #letters: Heap;
  /** One entry per mail: its thread's node (4 bytes), its customer's hash (20 characters), its place and length. */
  readonly #places: Heap;
  readonly #index: SortedIndex;

  constructor(options: ReadOptions, desk: Desk) {
    this.#options = options;
    this.#desk = desk;
    this.#letters = new Heap(join(options.scratch, 'letters'));
    this.#places = new Heap(join(options.scratch, 'places'));
    this.#index = new SortedIndex(options.scratch, 'threads');
  }

  async *read(mails: AsyncGenerator<Placed>): AsyncGenerator<Read> {
    try {
      let cut: SourceError | null = null;
      try {
        for await (const mail of mails) yield* await this.#take(mail);
      } catch (error) {
        if (!(error instanceof SourceError) || error.code !== 'cut-off') throw error;
        cut = error;
      }
      if (cut === null && this.#desk.counters.rows === 0) throw new SourceError('unreadable', 'there is no mail in it: nothing was read');
      this.#sort();
      yield* this.#tickets();
      if (cut) throw cut;
    } finally {
      this.#index.close();
      this.#places.close();
      this.#letters.close();
    }
  }

  async #take({ bytes, place }: Placed): Promise<Read[]> {
    const { counters } = this.#desk;
    if (bytes?.toString('latin1').trim() === '') return [];
    counters.rows += 1;
    if (bytes === null) return [{ reject: { ...place, code: 'too-long' } }];
    const opened = await openLetter(bytes, place, this.#desk);
    if ('reject' in opened) return [{ reject: { ...place, ...opened.reject } }];
    if ('dropped' in opened) {
      countDropped(counters, opened.dropped);
      return [];
    }
    const { letter, sender, messageId, related } = opened;
    // Mailboxes contain copies: sent mails, and mails that came back through a list or a second address.
    const same = createHash('sha256')
      .update(JSON.stringify([letter.kind, sender, letter.customer, letter.at, letter.subject, letter.text.replace(/\s+/g, ' ')]))
      .digest('hex');
    const own = `copy ${letter.id} ${same}`;
    if (this.#threads.has(own)) {
      countDropped(counters, 'merged');
      return [];
    }
    const names = [
      own,
      ...(messageId === '' ? [] : [`id ${messageId}`]),
      ...related.map((id) => `id ${id}`),
      ...(letter.tag === null ? [] : [`tag ${letter.tag}`]),
    ];
    // Some programs give all mails the same Message-ID.
    const taken = `message ${letter.id}`;
    const id = this.#threads.has(taken) ? createHash('sha256').update(own).digest('hex').slice(0, 20) : letter.id;
    this.#keep({ ...letter, id }, this.#threads.join([...names, taken]), place);
    return [];
  }

  #keep(letter: Letter, node: number, place: Place): void {
    const bytes = Buffer.from(JSON.stringify({ ...letter, place }));
    const entry = Buffer.alloc(4 + 20 + 6 + 4);
    entry.writeInt32LE(node, 0);
    entry.write(createHash('sha256').update(letter.customer).digest('hex').slice(0, 20), 4, 'latin1');
    entry.writeUIntLE(this.#letters.size, 24, 6);
    entry.writeUInt32LE(bytes.length, 30);
    this.#places.append(entry);
    this.#letters.append(bytes);
  }

  /** Sorts the mails by thread, once all threads are known. */
  #sort(): void {
    for (let at = 0; at < this.#places.size; at += 34) {
      const entry = this.#places.read(at, 34);
      const root = this.#threads.rootOf(entry.readInt32LE(0));
      const key = sortKey([String(root), entry.toString('latin1', 4, 24)]);
      this.#index.add({ key, at: entry.readUIntLE(24, 6), length: entry.readUInt32LE(30) });
    }
    this.#index.seal();
  }

  *#tickets(): Generator<Read> {
    let group: Entry[] = [];
    for (const entry of this.#index) {
      if (group.length > 0 && group[0]?.key !== entry.key) {
        yield this.#ticket(group);
        group = [];
      }
      group.push(entry);
    }
    if (group.length > 0) yield this.#ticket(group);
  }

  #ticket(group: readonly Entry[]): Read {
    const rows = group.length;
    const bytes = group.reduce((sum, { length }) => sum + length, 0);
    const read = (entry: Entry): Letter & { place: Place } =>
      JSON.parse(this.#letters.read(entry.at, entry.length).toString('utf8')) as Letter & { place: Place };
    const [entry] = group;
    if (!entry || bytes > largestTicket || rows > archiveLimits.messages)
      return {
        reject: { ...(entry ? read(entry).place : {}), code: bytes > largestTicket ? 'too-long' : 'too-many', field: 'messages', rows },
      };
    const letters = group.map(read).sort((a, b) => a.at - b.at);
    const [first] = letters;
    if (!first) return { reject: { code: 'required', field: 'messages', rows } };
    const last = letters.at(-1) ?? first;
    const tag = letters.find((letter) => letter.tag !== null)?.tag ?? null;
    const name = letters.find((letter) => letter.customerName !== '')?.customerName ?? '';
    const ticket: ArchivedTicket = {
      v: 1,
      brand: this.#options.brand,
      source: this.#options.source,
      id: createHash('sha256').update(`${first.id} ${first.customer}`).digest('hex').slice(0, 20),
      ...(tag === null ? {} : { number: tag }),
      subject: first.subject,
      status: 'unknown',
      createdAt: new Date(first.at).toISOString(),
      updatedAt: new Date(last.at).toISOString(),
      requester: { email: first.customer, ...(name === '' ? {} : { name }) },
      messages: letters.map(({ id, kind, name: writer, at, text, attachments }) => ({
        id,
        kind,
        ...(writer === '' ? {} : { name: writer }),
        at: new Date(at).toISOString(),
        text,
        ...(attachments.length > 0 ? { attachments: [...attachments] } : {}),
      })),
    };
    return { ticket, at: first.place, rows };
  }
}
