import { termsOf, wordsOf } from '../store/fold.ts';
import type { ArchivedTicket } from '../ticket/archived.ts';

/** A predicate: whether a ticket contains, for every word searched, a word that begins with it. `#123` and `123` match the number too. */
export function matcherOf(query: string): (ticket: ArchivedTicket) => boolean {
  const terms = termsOf(query);
  if (terms === null) return () => true;
  return (ticket) => {
    if (terms.length === 0) return false;
    const number = numberOf(ticket);
    const left = new Set(terms.filter((term) => term.number === null || term.number !== number));
    for (const text of textsOf(ticket)) {
      if (left.size === 0) break;
      for (const word of wordsOf(text))
        for (const term of left) if (term.prefix !== null && word.startsWith(term.prefix)) left.delete(term);
    }
    return left.size === 0;
  };
}

/** The texts that the customer can read, shortest first. */
function* textsOf({ id, number, subject, department, messages }: ArchivedTicket): Generator<string> {
  yield `${number ?? id} ${subject} ${department ?? ''}`;
  for (const { text, attachments = [] } of messages)
    yield attachments.length > 0 ? `${text} ${attachments.map(({ name }) => name).join(' ')}` : text;
}

/** The digits of a number such as `NX-20881`. */
function numberOf({ number, id }: ArchivedTicket): number | null {
  const digits = /^\D*(\d{1,15})$/.exec(number ?? id)?.[1];
  return digits === undefined ? null : Number(digits);
}
