/** Why a mail was written by no person, if it says so. Such a mail is no reply, whatever stands in it. */

/** `bounce`: a mail of ours did not arrive. `auto-reply`: a machine answers for somebody. `bulk`: sent to many. `loop`: our own. */
export type Automatic = 'bounce' | 'auto-reply' | 'bulk' | 'loop';

/** Every value of a header, by its name in small letters. */
export type Headers = (name: string) => readonly string[];

/** What machines call it that mark it nowhere else; people's replies begin with "Re:". */
const subjects =
  /^\s*(?:automatic reply|auto(?:matic)?[- ]?(?:reply|response)|autoreply|out of (?:the )?office|away from (?:the )?office|réponse automatique|message automatique|absence du bureau|absent du bureau|avis d['’]absence|message d['’]absence|abwesenheitsnotiz|abwesend|automatische antwort|respuesta automática|risposta automatica|automatisch antwoord|undeliver(?:able|ed)|mail delivery|delivery status notification|returned mail|non remis|échec de (?:la )?remise)\b/i;

const machines = /^(?:mailer-daemon|postmaster|mail-daemon|no-?reply|do-?not-?reply|ne-?pas-?repondre|bounces?)(?:[+=-].*)?@/i;

export interface Signs {
  readonly headers: Headers;
  readonly subject: string;
  /** In small letters; null: there is none. */
  readonly from: string | null;
  /** The sender of the envelope; empty for bounces, null when nobody said. */
  readonly envelopeFrom: string | null;
}

export function automatic({ headers, subject, from, envelopeFrom }: Signs): Automatic | null {
  const first = (name: string): string => (headers(name)[0] ?? '').trim().toLowerCase();
  const has = (name: string): boolean => headers(name).length > 0;
  const isReport = /^multipart\/report\b/.test(first('content-type'));
  // Pipes of mail servers have no word for nobody, and say this.
  const isNobodys = (address: string): boolean => /^<?(?:mailer-daemon(?:@.*)?)?>?$/i.test(address);
  if (isReport || (envelopeFrom !== null && isNobodys(envelopeFrom.trim())) || (has('return-path') && isNobodys(first('return-path')))) return 'bounce';
  if (from !== null && /^(?:mailer-daemon|postmaster|mail-daemon)@/i.test(from)) return 'bounce';
  if (has('list-id') || /^(?:bulk|list|junk)$/.test(first('precedence'))) return 'bulk';
  const submitted = first('auto-submitted');
  const marked = has('x-auto-response-suppress') || has('x-autoreply') || has('x-autorespond') || has('x-autoresponder') || first('precedence') === 'auto_reply';
  if ((submitted !== '' && !/^no\b/.test(submitted)) || marked || subjects.test(subject)) return 'auto-reply';
  return from !== null && machines.test(from) ? 'auto-reply' : null;
}
