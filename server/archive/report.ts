/** The result of an import, in counts that add up. */
import type { MatchCounts, PutOutcome } from '../store/archive-store.ts';
import type { ArchivedTicket } from '../ticket/archived.ts';
import { meaningOf, reasonOf } from './code-explanations.ts';
import type { DropReason, Place, ReadCounters, Reject } from './reader.ts';

export interface RejectSample extends Place {
  readonly legacyId?: string;
  readonly field?: string;
}

export interface Report {
  readonly batch: string;
  readonly brand: string;
  readonly source: string;
  readonly from: string;
  readonly dryRun: boolean;
  readonly startedAt: string;
  readonly finishedAt: string;
  /** `sha256` of the file on disk; null for a folder. */
  readonly input: { readonly name: string; readonly bytes: number; readonly sha256: string | null };
  /** Why the import stopped, and how many of its new and updated tickets were kept; null when it finished. */
  readonly stopped: { readonly why: 'refusals' | 'cut-off' | 'unreadable'; readonly kept: number } | null;
  /** `read` = `kept` + the sum of `dropped` + `rejected`; `reconciled` is false when a reader has miscounted. */
  readonly rows: {
    readonly read: number;
    readonly kept: number;
    readonly dropped: Partial<Record<DropReason, number>>;
    readonly rejected: number;
    readonly reconciled: boolean;
  };
  readonly tickets: {
    readonly read: number;
    readonly new: number;
    readonly updated: number;
    readonly unchanged: number;
    readonly rejected: number;
  };
  readonly messages: { readonly kept: number; readonly customer: number; readonly staff: number; readonly system: number };
  readonly attachments: { readonly kept: number; readonly missing: number };
  /** By code, with the first five of each. */
  readonly rejects: Readonly<Record<string, { readonly count: number; readonly first: readonly RejectSample[] }>>;
  readonly texts: { readonly repaired: number; readonly damaged: number };
  readonly dates: {
    readonly from: string | null;
    readonly to: string | null;
    readonly dstGaps: number;
    readonly dstOverlaps: number;
    readonly assumed: number;
  };
  /** Owners of the brand's tickets after the import; null for a dry run. */
  readonly customers: MatchCounts | null;
}

const samples = 5;

/** Counts for the loader. */
export class Tally {
  readonly tickets = { read: 0, new: 0, updated: 0, unchanged: 0, rejected: 0 };
  readonly messages = { kept: 0, customer: 0, staff: 0, system: 0 };
  readonly attachments = { kept: 0, missing: 0 };
  readonly rows = { kept: 0, rejected: 0 };
  /** Rejected tickets, and rejected rows without a ticket. */
  refused = 0;
  /** New or updated tickets on disk. */
  committed = 0;
  readonly #rejects = new Map<string, { count: number; first: RejectSample[] }>();
  #from: string | null = null;
  #to: string | null = null;

  keep(ticket: ArchivedTicket, rows: number, outcome: Exclude<PutOutcome, 'conflict'>): void {
    this.tickets[outcome]++;
    this.rows.kept += rows;
    this.messages.kept += ticket.messages.length;
    for (const { kind } of ticket.messages) this.messages[kind]++;
    for (const at of [ticket.createdAt, ticket.messages.at(-1)?.at ?? ticket.createdAt]) {
      if (this.#from === null || at < this.#from) this.#from = at;
      if (this.#to === null || at > this.#to) this.#to = at;
    }
  }

  reject({ code, rows = 1, line, byte, table, legacyId, field, strayRow }: Reject): void {
    this.refused++;
    if (strayRow !== true) this.tickets.rejected++;
    this.rows.rejected += rows;
    const known = this.#rejects.get(code) ?? { count: 0, first: [] };
    known.count++;
    if (known.first.length < samples)
      known.first.push({
        ...(line !== undefined && { line }),
        ...(byte !== undefined && { byte }),
        ...(table !== undefined && { table }),
        ...(legacyId !== undefined && { legacyId }),
        ...(field !== undefined && { field }),
      });
    this.#rejects.set(code, known);
  }

  /** The parts of the report that do not depend on time and place. */
  summary(counters: ReadCounters): Pick<Report, 'rows' | 'tickets' | 'messages' | 'attachments' | 'rejects' | 'texts' | 'dates'> {
    const { rows: read, dropped, repaired, damaged, dstGaps, dstOverlaps, assumedDates, missingAttachments } = counters;
    const { kept, rejected } = this.rows;
    const left = Object.values(dropped).reduce((sum, count) => sum + count, 0);
    return {
      rows: { read, kept, dropped: { ...dropped }, rejected, reconciled: read === kept + left + rejected },
      tickets: { ...this.tickets },
      messages: { ...this.messages },
      attachments: { kept: this.attachments.kept, missing: this.attachments.missing + missingAttachments },
      rejects: Object.fromEntries(this.#rejects),
      texts: { repaired, damaged },
      dates: { from: this.#from, to: this.#to, dstGaps, dstOverlaps, assumed: assumedDates },
    };
  }
}

/** The report as text, one fact per line. */
export function describeReport(report: Report): string {
  const { tickets, customers } = report;
  const [rows = '', ...others] = describeRows(report);
  const lines = [
    headline(report),
    rows,
    `tickets    ${n(tickets.new)} new, ${n(tickets.updated)} updated, ${n(tickets.unchanged)} unchanged, ${n(tickets.rejected)} refused`,
    ...others,
    ...(customers ? [`customers  ${describeMatch(customers)}`] : []),
  ];
  return lines.join('\n');
}

function headline({ dryRun, stopped, input, brand, batch, tickets, rows }: Report): string {
  const into = `into the archive of ${brand}`;
  const refusals = stopped?.why === 'refusals';
  if (stopped && !refusals && rows.read === 0) return `nothing can be read of ${input.name}`;
  const what = stopped && !refusals ? `what can be read of ${input.name}` : input.name;
  if (dryRun) return `${refusals ? 'would stop importing' : 'would import'} ${what} ${into}; nothing is kept`;
  if (!refusals) return `imported ${what} ${into} (batch ${batch})`;
  const kept = stopped.kept === 0 ? 'no ticket is kept' : `${n(stopped.kept)} of ${n(tickets.new + tickets.updated)} tickets are kept`;
  return `stopped importing ${input.name} ${into} (batch ${batch}): ${kept}`;
}

/** The rows and their content as text, one fact per line. */
export function describeRows({
  rows,
  messages,
  attachments,
  rejects,
  texts,
  dates,
  input,
}: Pick<Report, 'rows' | 'messages' | 'attachments' | 'rejects' | 'texts' | 'dates' | 'input'>): readonly string[] {
  const dropped = Object.entries(rows.dropped).map(([why, count]) => `${n(count)} ${reasonOf(why)}`);
  return [
    `rows       ${n(rows.read)} read = ${n(rows.kept)} kept + ${n(rows.read - rows.kept - rows.rejected)} left out + ${n(rows.rejected)} refused`,
    ...(dropped.length > 0 ? [`left out   ${dropped.join(', ')}`] : []),
    ...(rows.reconciled ? [] : ['           these numbers do not add up: please report it, with this report']),
    `messages   ${n(messages.kept)} (customers ${n(messages.customer)}, staff ${n(messages.staff)}, system ${n(messages.system)})`,
    `files      ${n(attachments.kept)} kept, ${n(attachments.missing)} missing`,
    `dates      ${dates.from === null ? 'none' : `${dates.from.slice(0, 10)} to ${(dates.to ?? '').slice(0, 10)}`}${datesNote(dates)}`,
    ...(texts.repaired + texts.damaged > 0
      ? [`texts      ${n(texts.repaired)} mended, ${n(texts.damaged)} with characters that cannot be read`]
      : []),
    ...Object.entries(rejects).map(
      ([code, { count, first }]) =>
        `refused    ${n(count)} ${code}${meaningOf(code)}: ${first.map(describePlace).join('; ')}${count > first.length ? '; …' : ''}`,
    ),
    ...(input.sha256 === null ? [] : [`input      ${n(input.bytes)} bytes, SHA-256 ${input.sha256}`]),
  ];
}

export function describeMatch({ tickets, mapped, account, email, ambiguous, unmatched, nameless }: MatchCounts): string {
  return `of ${n(tickets)} ticket${tickets === 1 ? '' : 's'} ${n(mapped)} by mapping, ${n(account)} by account, ${n(email)} by e-mail, ${n(ambiguous)} ambiguous, ${n(unmatched - nameless)} of nobody yet${unmatched > nameless ? ' (each appears when its customer comes)' : ''}${nameless > 0 ? `, ${n(nameless)} that name no customer (nobody can ever see them)` : ''}`;
}

function datesNote({ dstGaps, dstOverlaps, assumed }: Report['dates']): string {
  const notes = [
    ...(dstGaps + dstOverlaps > 0 ? [`${n(dstGaps + dstOverlaps)} when clocks changed`] : []),
    ...(assumed > 0 ? [`${n(assumed)} assumed`] : []),
  ];
  return notes.length > 0 ? ` (${notes.join(', ')})` : '';
}

function describePlace({ line, byte, table, legacyId, field }: RejectSample): string {
  const place = line !== undefined ? `line ${n(line)}` : byte !== undefined ? `byte ${n(byte)}` : '';
  const where = [place, table ?? ''].filter((part) => part !== '').join(' of ');
  const which = [where, legacyId === undefined ? '' : `ticket ${legacyId}`].filter((part) => part !== '').join(', ');
  // For an orphan row, the id alone identifies it.
  return field === undefined || field === 'ticket' ? which : `${which} (${field})`;
}

const n = (count: number): string => count.toLocaleString('en-GB');
