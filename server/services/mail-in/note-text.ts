/** The text of a mail that is kept as a note. The claimed sender is put above it, since it is not proven. */
import type { Language } from '../../ticket/languages.ts';
import type { QuarantinedMail } from '../../store/store.ts';
import { limits } from '../../ticket/limits.ts';
import type { MailFacts } from '../../ticket/model.ts';
import { cut } from './delivering.ts';

const words = {
  fr: {
    from: 'E-mail de',
    unknown: 'expéditeur inconnu',
    at: 'Reçu le',
    subject: 'Objet',
    left: 'Pièces jointes écartées',
    nothing: '(Sans texte lisible.)',
    colon: '\u00a0: ',
  },
  en: {
    from: 'E-mail from',
    unknown: 'unknown sender',
    at: 'Received',
    subject: 'Subject',
    left: 'Attachments left out',
    nothing: '(No readable text.)',
    colon: ': ',
  },
} as const;

export function noteOf({ from, name, at, subject, text }: QuarantinedMail, refused: MailFacts['refused'], language: Language): string {
  const w = words[language];
  const sender = from === null ? w.unknown : name === '' ? from : `${name} <${from}>`;
  const head = [`${w.from} ${sender}`, `${w.at} ${at.slice(0, 16).replace('T', ' ')} UTC`, `${w.subject}${w.colon}${subject}`];
  const foot = refused.length === 0 ? '' : `\n\n${w.left}${w.colon}${refused.map(({ name: file }) => file).join(', ')}`;
  return cut(`${head.join('\n')}\n\n${text === '' ? w.nothing : text}${foot}`, limits.message.max).head;
}
