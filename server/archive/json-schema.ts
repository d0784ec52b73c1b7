import * as v from 'valibot';
import { toJsonSchema } from '@valibot/to-json-schema';
import { ArchivedTicket, ArchiveEnd, ArchiveHeader, RejectedLine } from '../ticket/archived.ts';

/** The JSON Schema of a line of an archive, for other programs. */
export function archiveJsonSchema(): string {
  const line = v.union([ArchiveHeader, ArchivedTicket, RejectedLine, ArchiveEnd]);
  // Conditions that JSON Schema cannot express (dates in the calendar, unique ids) are in docs/archive-format.md.
  const schema = toJsonSchema(line, { typeMode: 'input', errorMode: 'ignore', target: 'draft-2020-12' });
  const head = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'support-ticket archive',
    description: 'One line of an archive: the header, a ticket, a refused ticket, or the end.',
  };
  return `${JSON.stringify({ ...head, ...schema }, null, 2)}\n`;
}
