/**
 * Recognises the line or headers with which mail programs introduce the quoted mail. Each check reads one line, or a few short
 * joined lines, so that its time is bounded whatever the text.
 */

/** Characters. A longer line was typed or pasted, and introduces no quote. */
const longestLine = 400;
/** Most lines over which a mail program breaks "Le … a écrit :". */
const mostJoined = 4;

const attributions: readonly (readonly [start: RegExp, end: RegExp])[] = [
  [/^le\s/i, /\s(?:a\s+écrit|écrivait|a\s+ecrit)\s?:$/i],
  [/^on\s/i, /\s(?:wrote|writes)\s?:$/i],
  [/^am\s/i, /\sschrieb\b.*:$/i],
  [/\S/, /\s(?:schrieb|hat\s+geschrieben)(?:\s+am\s.*)?\s?:$/i],
  [
    /\S/,
    /\s(?:a\s+écrit|wrote|skrev|kirjoitti|napsal(?:a|\(a\))?|napísal(?:a|\(a\))?|napisał(?:a|\(a\))?|scrisese|a scris|írta|yazdı|έγραψε|пишет|написала?|писал\(а\)|schreef|escribió|escreveu|ha scritto|kirjutas|rašė|rakstīja|napisao|napisala|je napisal\(a\))\s?:$/iu,
  ],
  [/^el\s/i, /\s(?:escribió|escribio)\s?:$/i],
  [/^il\s/i, /\s(?:ha\s+)?scritto\s?:$/i],
  [/^op\s/i, /\s(?:schreef|geschreven)\b.*:$/i],
  [/^(?:em|a)\s/i, /\sescreveu\s?:$/i],
  [/^(?:den|dnia|w\sdniu)\s/i, /\s(?:skrev|napisał(?:\(a\))?|pisze)\b.*:$/i],
];

/** A sentence may end like an attribution, but an attribution names a date or an address. */
const datedOrAddressed = /\d|@/;
/** An address is enough before lines with ">", in any language. */
const address = /[^\s<>@]+@[^\s<>@]+\.[^\s<>@]+/;
/** URLs may contain years that are not dates. */
const webAddresses = /\bhttps?:\/\/\S+/gi;
const year = /(?<!\d)(?:19|20)\d\d(?!\d)/;

/** A year and another number: a date, or a time. */
const isDated = (line: string): boolean => year.test(line) && /\d/.test(line.replace(year, ''));

const originals =
  /^[-_*=\s]{2,}(?:original message|message d['’]origine|message original|mail original|e-mail d['’]origine|ursprüngliche nachricht|urspruengliche nachricht|originalnachricht|mensaje original|messaggio originale|oorspronkelijk bericht|mensagem original|originalmeddelande|ursprungligt meddelande|oprindelig meddelelse|opprinnelig melding|alkuperäinen viesti|wiadomość oryginalna|oryginalna wiadomość|původní zpráva|pôvodná správa|eredeti üzenet|mesaj original|orijinal (?:ileti|mesaj)|αρχικό μήνυμα|исходное сообщение|оригинальное сообщение|原始邮件|原始郵件|元のメッセージ|원본 메시지)[-_*=\s:]*$/i;

const rule = /^_{20,}$/;
const from =
  /^\*?(?:from|de|von|da|van|från|fra|lähettäjä|od|feladó|de la|kimden|gönderen|от|від|из|από|saatja|nuo|no|pošiljatelj|差出人|发件人|寄件者|보낸 ?사람|מאת|من)\s?[:：]\*?\s?\S/iu;
const otherHeader =
  /^\*?(?:sent|date|envoyé(?: le)?|gesendet|datum|enviado(?: el| em)?|fecha|inviato|data|verzonden|to|à|a|an|pour|para|aan|cc|subject|objet|sujet|betreff|asunto|oggetto|onderwerp|assunto|skickat|till|ämne|sendt?|til|emne|dato|lähetetty|päivämäärä|vastaanottaja|aihe|odesláno|odoslané|komu|předmět|predmet|wysłano|do|temat|elküldve|címzett|tárgy|dátum|trimis|către|catre|subiect|dată|gönderildi|gönderme tarihi|tarih|kime|konu|отправлено|дата|кому|тема|надіслано|στάλθηκε|ημερομηνία|προς|θέμα|送信日時|日時|宛先|件名|发送时间|日期|收件人|主题|寄件日期|收件者|主旨|보낸 날짜|날짜|받는 ?사람|제목|נשלח|תאריך|אל|נושא|تاريخ|إلى|الموضوع)\s?[:：]/iu;
/** "Label: value" in any language. */
const labelled = /^\*?(?<label>\p{L}[\p{L}\p{M} .'’()/-]{0,28}?)\s?\*?[:：]\*?\s*(?<value>\S.*)$/u;
/** A reply's subject: it has a prefix, or ends with our ticket number. */
const replySubject = /^\p{L}{1,6}(?:\[\d+\])?\s?[:：]\s*\S|\[#\d+\]/u;

export const isQuoted = (line: string): boolean => /^[ \t]{0,3}>/.test(line);
export const isBlank = (line: string): boolean => line.trim() === '';

/** Mail programs put bidirectional marks around addresses. */
const withoutBidiMarks = (line: string): string => line.replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '').trim();

/** How many lines from `at` introduce a quote; 0 for none. */
export function markAt(lines: readonly string[], at: number): number {
  const line = withoutBidiMarks(lines[at] ?? '');
  if (line === '' || line.length > longestLine) return 0;
  if (originals.test(line)) return 1;
  if (rule.test(line)) return headersAt(lines, nextWritten(lines, at + 1)) > 0 ? nextWritten(lines, at + 1) - at : 0;
  return headersAt(lines, at) || attributionAt(lines, at);
}

/** Whether quoted lines contain their own introduction: some programs put it behind ">" as well. */
export function isSelfAttributed(quoted: readonly string[]): boolean {
  const inner = quoted.slice(0, 24).map((line) => line.replace(/^[ \t]{0,3}>[ ]?/, ''));
  return inner.slice(0, 4).some((line, at) => {
    const head = inner.slice(at, at + mostJoined);
    const spoken = head.map((_, i) => withoutBidiMarks(head.slice(0, i + 1).join(' '))).find((joined) => /[:：]$/.test(joined)) ?? '';
    return (
      originals.test(withoutBidiMarks(line)) ||
      headersAt(inner, at) > 0 ||
      (spoken.length <= longestLine && isAttribution(spoken, false) && isNamed(spoken))
    );
  });
}

const longestBlock = 12;

/**
 * Reads the headers at `at` or up to four lines below: the sender's address, and whether they name one of our tickets.
 * Null when there are no headers, or none with an address.
 */
export function headersBelow(lines: readonly string[], at: number): { readonly from: string; readonly isTicket: boolean } | null {
  const block = lines.slice(at, at + longestBlock).map((line) => withoutBidiMarks(line.slice(0, longestLine)));
  const start = block.findIndex((line) => address.test(labelled.exec(line)?.groups?.['value'] ?? ''));
  if (start < 0 || start > 4) return null;
  const end = block.findIndex((line, i) => i > start + 1 && isBlank(line));
  const headers = block.slice(start, end < 0 ? undefined : end);
  if (headers.filter((line) => labelled.test(line)).length < 3) return null;
  return {
    from:
      address
        .exec(headers[0] ?? '')?.[0]
        .replace(/^[<([]|[>)\]]$/g, '')
        .toLowerCase() ?? '',
    isTicket: headers.some((line) => /\[#\d+\]/.test(line)),
  };
}

/** Whether at least three of the lines have a label. */
export const isLabelled = (lines: readonly string[]): boolean =>
  lines.filter((line) => /^\*{0,2}[^\s:：][^:：]{0,30}[:：]/.test(withoutBidiMarks(line.slice(0, longestLine)))).length >= 3;

function nextWritten(lines: readonly string[], at: number): number {
  let next = at;
  while (next < at + 3 && next < lines.length && isBlank(lines[next] ?? '')) next += 1;
  return next;
}

/** Headers such as "De : … Envoyé : … À : … Objet : …". One of these lines alone proves nothing. */
function headersAt(lines: readonly string[], at: number): number {
  return knownHeadersAt(lines, at) || shapedHeadersAt(lines, at);
}

function knownHeadersAt(lines: readonly string[], at: number): number {
  if (!from.test(withoutBidiMarks((lines[at] ?? '').slice(0, longestLine)))) return 0;
  let count = 1;
  let others = 0;
  for (let i = at + 1; i < Math.min(at + 9, lines.length); i += 1) {
    const line = withoutBidiMarks((lines[i] ?? '').slice(0, longestLine));
    if (otherHeader.test(line)) others += 1;
    // Recipients may go over several lines. An empty line ends the block, unless a program puts one between the headers.
    else if (isBlank(line) && others > 1) break;
    count += 1;
  }
  return others > 1 ? count : 0;
}

/** At least four labelled lines, an address first and a date later: a mail's headers in any language. */
function shapedHeadersAt(lines: readonly string[], at: number): number {
  const values: string[] = [];
  let count = 0;
  for (let i = at; i < Math.min(at + 9, lines.length); i += 1) {
    const value = labelled.exec(withoutBidiMarks((lines[i] ?? '').slice(0, longestLine)))?.groups?.['value'];
    // The first line names the sender; a later line without a label continues a list of recipients.
    if (value !== undefined) values.push(value.replace(/^\*\s*/, ''));
    else if (isBlank(lines[i] ?? '') || values.length < 3) break;
    count += 1;
  }
  const [first = '', ...others] = values;
  if (values.length < 4 || !address.test(first)) return 0;
  const dated = others.slice(0, 4).some((value) => isDated(value));
  return dated && others.some((value) => address.test(value) || replySubject.test(value)) ? count : 0;
}

/** Weekdays, months and the small words beside them, in the languages of the attributions above. */
const dateWords: ReadonlySet<string> = new Set(
  [
    'on le am den el il op em a dia dnia w at um kl de of the'.split(' '),
    ...['en', 'fr', 'de', 'es', 'it', 'nl', 'pt', 'sv', 'nb', 'da', 'fi', 'pl', 'cs', 'ro', 'hu', 'ru'].map((locale) =>
      (['long', 'short'] as const).flatMap((style) => {
        const names = new Intl.DateTimeFormat(locale, { weekday: style, month: style, day: 'numeric', timeZone: 'UTC' });
        return Array.from({ length: 12 }, (_, i) => names.formatToParts(Date.UTC(2026, i, 1 + i)))
          .flat()
          .filter(({ type }) => type === 'weekday' || type === 'month')
          .map(({ value }) => value.toLowerCase().replace(/\.$/, ''));
      }),
    ),
  ].flat(),
);

/** Whether a line is nothing but a part of a date, after which a program broke its attribution: "Monday," or "lundi 23 novembre". */
const isDateFragment = (line: string): boolean =>
  line.length <= 40 &&
  line.split(/[\s,]+/).every((word) => /^\d{0,4}\.?$/.test(word) || dateWords.has(word.toLowerCase().replace(/\.$/, '')));

function attributionAt(lines: readonly string[], at: number): number {
  const isFragment = isDateFragment(withoutBidiMarks(lines[at] ?? ''));
  let joined = '';
  for (let i = at; i < Math.min(at + mostJoined, lines.length); i += 1) {
    const line = withoutBidiMarks(lines[i] ?? '');
    if (line === '' || isQuoted(line)) return 0;
    joined = joined === '' ? line : `${joined} ${line}`;
    if (joined.length > longestLine) return 0;
    if (!/[:：]$/.test(joined)) continue;
    const marked = isQuoted(lines[nextWritten(lines, i + 1)] ?? '');
    const isKnown = isAttribution(joined, i > at && !isFragment);
    // A first line above a complete attribution, or one without a date or an address, is a sentence of the reply.
    if (!isKnown && i > at && !isFragment && (isStamped(line) || !datedOrAddressed.test(lines[at] ?? ''))) return 0;
    // Without ">", everything below would be taken for a quote: a sentence with a date is not enough for that.
    if (isKnown && (marked ? isNamed(joined) : joined.includes('@'))) return i - at + 1;
    if (marked && (i === at ? isShaped(joined) : isStamped(joined))) return i - at + 1;
    if (!marked && isStamped(joined) && /\d[:.h]\d\d/.test(joined)) return i - at + 1;
  }
  return 0;
}

const bracketed = /[<([]\s?(?:mailto:)?[^\s<>@]+@[^\s<>@]+\s?[>)\]]/;
const timed = /(?<!\d)\d{1,2}[:.h]\d\d(?!\d)/;

/** An address in brackets and a date. */
const isStamped = (line: string): boolean => bracketed.test(line) && isDated(line.replace(webAddresses, ''));

/**
 * An attribution in an unknown language: an address in brackets, or a date and a time. People write a date, or an address, but
 * rarely these.
 */
const isShaped = (line: string): boolean => bracketed.test(line) || (isDated(line.replace(webAddresses, '')) && timed.test(line));

function isNamed(line: string): boolean {
  const words = line.replace(webAddresses, '');
  return address.test(words) || isDated(words) || attributions.some(([start, end]) => start.test(words) && end.test(words));
}

/** @param broken the attribution goes over several lines: its first word must match as well, or the sentence before it would be included */
function isAttribution(line: string, broken: boolean): boolean {
  if (broken && !datedOrAddressed.test(line)) return false;
  return attributions.some(([start, end]) => start.test(line) && end.test(line) && (!broken || start.source.startsWith('^')));
}

const footers: readonly RegExp[] = [
  /^(?:envoyé|expédié) (?:de(?:puis)?|à partir de|avec|via) .{2,80}$/i,
  /^sent (?:from|with|via) .{2,80}$/i,
  /^von meinem .{2,60} gesendet\.?$/i,
  /^gesendet (?:von|mit) .{2,60}$/i,
  /^(?:obtenir|téléchargez?|get|holen sie sich|laden sie) (?:l['’]appli(?:cation)? )?outlook (?:pour|for|für) .{2,200}$/i,
  /^(?:provenance|sent from) ?: ?(?:courrier|mail|e-mail) .{2,80}$/i,
  /^(?:garanti sans virus|virus-free|sans virus)\b.{0,200}$/i,
];

/** Whether the line is a mail program's own, such as "Envoyé de mon iPhone". */
export const isFooter = (line: string): boolean => line.length <= 240 && footers.some((footer) => footer.test(line.trim()));

/** Whether a signature follows the line. */
export const isSignatureMark = (line: string): boolean => /^-- ?$|^—$/.test(line);
