/** Recognises mails written by programs. Such a mail is not a reply, whatever its text. */

/** `bounce`: one of our mails was not delivered. `auto-reply`: an automatic answer. `loop`: a mail that we sent ourselves. */
export type Automatic = 'bounce' | 'auto-reply' | 'loop';

/** All values of a header. @param name in lower case */
export type Headers = (name: string) => readonly string[];

/** Subjects of absence notices that carry no header of automatic mails. Replies by people begin with "Re:". */
const absences =
  "automatic(?:ally generated)? (?:reply|response)|auto[- ]?(?:reply|response|responder)|out[- ]of[- ](?:the[- ])?office|(?:i am |i’m )?away from (?:the |my )?(?:office|desk)|on (?:annual|parental|maternity|sick) leave|ooo|(?:i am|i['’]m) out of (?:the )?office|vacation (?:reply|response|message)|auto[- ]?réponse|" +
  "réponse automatique|reponse automatique|message automatique|absence du bureau|absent(?:e)? du bureau|avis d['’]absence|message d['’]absence|" +
  'abwesenheits?(?:notiz|nachricht|meldung|assistent)|automatische (?:antwort|nachricht)|autom\\. antwort|nicht im (?:büro|haus)|außer haus|' +
  'respuesta autom[aá]tica|fuera de (?:la )?oficina|resposta autom[aà]tica|resposta automática|fora do escritório|ausência (?:temporária|do escritório)|' +
  "risposta automatica|fuori (?:sede|ufficio)|assenza dall['’]ufficio|automatisch(?:e)? (?:antwoord|beantwoording)|afwezig(?:heid(?:smelding|sbericht)?)?|niet op kantoor|" +
  'autosvar|automatiskt? svar|automatisk besked|frånvaro(?:meddelande)?|fraværs?(?:melding|besked)?|ikke på kontoret|inte på kontoret|ej på kontoret|' +
  'automaattinen vastaus|poissaoloilmoitus|poissa toimistosta|sjálfvirkt svar|' +
  'automatická odpověď|automatická odpoveď|mimo kancelář|mimo kancelárie|nepřítomnost|neprítomnosť|' +
  'odpowiedź automatyczna|automatyczna odpowiedź|autoodpowiedź|poza biurem|nieobecność|automatikus válasz|házon kívül|távollét|' +
  'răspuns automat|raspuns automat|in afara biroului|samodejni odgovor|odsoten|automatski odgovor|izvan ureda|' +
  'automatinis atsakymas|automātisk[aā] atbilde|avtomatski odgovor|automaatvastus|αυτόματη απάντηση|εκτός γραφείου|' +
  'автоматический ответ|отсутствие на рабочем месте|автоответ|нет на месте|автоматична відповідь|автоматичен отговор|автоматски одговор|' +
  'otomatik yanıt|ofis dışında|otomatik cevap|תשובה אוטומטית|מחוץ למשרד|رد تلقائي|الرد التلقائي|خارج المكتب|' +
  '自動返信|自動応答|不在通知|外出中|休暇中|自动回复|自動回覆|自动答复|외출 중|자동 회신|자동 응답|부재중|trả lời tự động|balasan otomatis|ตอบกลับอัตโนมัติ';
const absentSubject = new RegExp(`^\\s*(?:\\[[^\\]]{0,40}\\]\\s*)?(?:${absences})(?![\\p{L}\\p{N}])`, 'iu');
/** Words that begin people's subjects too: they mean an absence only when nothing follows but the subject being answered. */
const away =
  'absence|absente?|en congés?|congés?|vacances|abwesenheit|abwesend|urlaub|im urlaub|ausente|ausência|de vacaciones|vacaciones|de férias|férias|in ferie|ferie|assente|assenza|' +
  'afwezig|ik ben afwezig|vakantie|met vakantie|op vakantie|semester|på semester|ledig|poissa|lomalla|loma|na urlopie|urlop|dovolená|na dovolené|szabadság|szabadságon|concediu|отпуск|в отпуске|відпустка|' +
  'out|away|on (?:vacation|holiday|leave)|vacation|auto|不在|休暇|휴가|休假|izinde';
const awaySubject = new RegExp(`^\\s*(?:\\[[^\\]]{0,40}\\]\\s*)?(?:${away})\\s*(?:[:：]|$)`, 'iu');

/** Opening words of absence notices. */
const absentText =
  /\b(?:i am|i['’]m|i will be) (?:currently )?(?:out of|away from) (?:the |my )?office\b|\bthis is an automat(?:ic|ed) (?:reply|response|message)\b|\bje suis (?:actuellement )?(?:absente?|en congés?)\b|\bceci est (?:une réponse|un message) automatique\b|\bich bin (?:derzeit |zurzeit |momentan |vom .{1,40} |bis .{1,40})?(?:nicht im (?:büro|haus)|abwesend|außer haus|im urlaub)|\b(?:estoy|estaré) (?:fuera de la oficina|de vacaciones)\b|\bsono (?:fuori (?:sede|ufficio)|assente)\b|\bestou (?:fora do escritório|de férias|ausente)|\bik ben (?:momenteel )?(?:afwezig|niet op kantoor)\b|\bjag är (?:inte på kontoret|på semester|ledig)|\bjeg er (?:ikke på kontoret|på ferie)|\bolen (?:poissa|lomalla)\b|jestem (?:poza biurem|nieobecn|na urlopie)|nejsem v kanceláři|jsem (?:na dovolené|mimo kancelář)|nu sunt la birou|sunt în concediu|szabadságon vagyok|меня нет (?:на месте|в офисе)|я (?:сейчас )?в отпуске|ofis dışındayım|\bsono in ferie\b|\bik ben (?:op|met) vakantie\b|\bi['’ a]*m (?:currently )?on (?:annual |parental |maternity |sick )?leave\b|\bi am (?:currently )?(?:away|on (?:vacation|holiday)) (?:until|from|and)\b|\bje suis en déplacement\b|不在にして/iu;

/** Phrases of automatic confirmations, which people write too. */
const confirmations =
  /\b(?:we (?:have )?received your (?:message|request|e-?mail|enquiry|inquiry)|thank you for (?:contacting|your (?:message|e-?mail|enquiry|inquiry)) .{0,80}(?:will (?:get back|reply|respond|answer)|as soon as)|your (?:request|ticket|message) has been (?:received|created|registered))|\bvotre (?:demande|message|ticket) a (?:bien )?été (?:prise? en compte|reçue?|enregistrée?|créée?)|\baccusons? (?:bonne )?réception\b|\bihre (?:anfrage|nachricht) (?:ist|wurde|haben wir)/isu;

/** Characters searched for an absence or a confirmation. People who mention an absence in a longer story do so later. */
const firstWords = 200;

/**
 * How much a mail looks automatic without proof: such a mail is quarantined, never dropped. `faint`: marks that people's mails
 * carry too. `clear`: it calls itself an absence notice, or it is the answer of another help desk.
 */
export type AutomationSuspicion = 'none' | 'faint' | 'clear';

const noReplyAddress = /^(?:no-?reply|do-?not-?reply|ne-?pas-?repondre|bounces?)(?:[+=-].*)?@/i;

export interface AutomationEvidence {
  readonly headers: Headers;
  readonly subject: string;
  /** In lower case; null when there is none. */
  readonly from: string | null;
  /** The sender of the envelope; empty for bounces, null when unknown. */
  readonly envelopeFrom: string | null;
}

const first = (headers: Headers, name: string): string => (headers(name)[0] ?? '').trim().toLowerCase();

/** Why a mail was certainly written by a program; null otherwise. */
export function automatic({ headers, from, envelopeFrom }: AutomationEvidence): Automatic | null {
  const isReport = /^multipart\/report\b/.test(first(headers, 'content-type'));
  // Mail servers that write into a pipe put MAILER-DAEMON in the place of an empty envelope sender.
  const isNobodys = (address: string): boolean => /^<?(?:mailer-daemon(?:@.*)?)?>?$/i.test(address);
  const returned = headers('return-path').length > 0 && isNobodys(first(headers, 'return-path'));
  if (isReport || (envelopeFrom !== null && isNobodys(envelopeFrom.trim())) || returned) return 'bounce';
  if (from !== null && /^(?:mailer-daemon|postmaster|mail-daemon)@/i.test(from)) return 'bounce';
  const submitted = headers('auto-submitted').map((value) =>
    value
      .replace(/^(?:\s*\([^()]*\))+/, '')
      .trim()
      .toLowerCase(),
  );
  // Other help desks mark their agents' answers as generated: an agent has to see such a mail, because a person wrote it.
  return submitted.every((value) => value === '' || /^(?:no|auto-generated)\b/.test(value)) ? null : 'auto-reply';
}

/** @param text the new text of the mail, without quotes */
export function suspectAutomation({ headers, subject, from }: AutomationEvidence, text: string): AutomationSuspicion {
  const has = (name: string): boolean => headers(name).length > 0;
  const precedence = first(headers, 'precedence');
  const answers =
    ['x-autoreply', 'x-auto-reply', 'x-autorespond', 'x-autoresponder'].some((name) =>
      headers(name).some((value) => !/^\s*(?:no|false|0)\s*$/i.test(value)),
    ) || precedence === 'auto_reply';
  const isGenerated = headers('auto-submitted').some((value) => /^\s*auto-generated\b/i.test(value));
  if (answers || isGenerated || absentSubject.test(subject) || awaySubject.test(subject) || absentText.test(text.slice(0, firstWords)))
    return 'clear';
  const isFaint =
    has('list-id') ||
    has('x-auto-response-suppress') ||
    /^(?:bulk|list|junk)$/.test(precedence) ||
    (from !== null && noReplyAddress.test(from)) ||
    confirmations.test(text.slice(0, firstWords));
  return isFaint ? 'faint' : 'none';
}
