/** Explains the codes of a report. */

const rejects: Readonly<Record<string, string>> = {
  orphan: 'a message whose ticket is not there',
  'zero-date': 'no date',
  'bad-date': 'a date that is not as declared',
  'date-out-of-range': 'a date before 1990 or after tomorrow',
  'non-literal': 'SQL that would have to be run',
  'column-count': 'more or fewer values than columns',
  'unknown-columns': 'columns that are declared nowhere',
  'unclosed-quote': 'a quote that is never closed',
  'malformed-json': 'no JSON',
  'bad-mime': 'no mail that can be read',
  'bad-sql': 'no SQL that can be read',
  duplicate: 'a second one with the same id',
  'duplicate-id': 'a second ticket with the same id, which says something else',
  conflict: 'rows of one ticket that name different customers',
  'other-brand': 'a ticket of another brand',
  'too-long': 'longer than what is kept',
  'too-many': 'more than what is kept',
  'too-deep': 'nested deeper than what is kept',
  required: 'something that must be there is not',
  invalid: 'something that cannot be so',
  'unknown-key': 'a field that the format does not have',
};

const dropped: Readonly<Record<string, string>> = {
  'unknown-visibility': 'whose marker is not known as public',
  merged: 'copies, or merged into another',
  'not-a-ticket': 'not of a ticket',
};

export const meaningOf = (code: string): string => (rejects[code] === undefined ? '' : ` (${rejects[code]})`);

export const reasonOf = (reason: string): string => dropped[reason] ?? reason;
