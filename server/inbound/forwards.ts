/** Recognises forwarded mails: their text was sent on purpose, though it looks like the quote below a reply. */

const prefixes =
  'fwd?|tr|wg|rv|vs|vb|vl|enc|i|pd|fs|doorst|továbbítás|tov|ilt|i̇lt|yml|πρθ|прд|пересл|переслать|fwd to|transf|trs|przekazane|přeposlat|redir|redirec(?:ted|ionado)?|转发|轉寄|轉發|転送|전달|הועבר|إعادة توجيه';
const forwardSubject = new RegExp(`^\\s*(?:\\[[^\\]]{0,40}\\]\\s*)?(${prefixes})\\s?(?:\\[\\d{1,3}\\])?\\s?[:：]`, 'iu');

/** The forward prefix of a subject, such as `fwd`; null when there is none. */
export const forwardPrefix = (subject: string): string | null => forwardSubject.exec(subject.slice(0, 200))?.[1]?.toLowerCase() ?? null;

const answers =
  /^\s*(?:\[[^\]]{0,40}\]\s*)?(?:re|r|aw|antw|antwort|sv|odp|odpowiedź|res|rif|ref|rép|ynt|yan|vá|vast|bls|ats|atb|απ|σχετ|отв|відп|ответ|回复|回覆|答复|答覆|返信|회신|답장|תשובה|השב|رد)\s?(?:\[\d{1,3}\])?\s?[:：]/iu;

/** Whether a subject has a reply prefix. */
export const isAnswering = (subject: string): boolean => answers.test(subject.slice(0, 200));

const words =
  'forwarded (?:message|mail|e-?mail|by)|forwarded|begin forwarded message|(?:début du )?(?:message|mail|e-?mail|courriel) (?:transféré|réexpédié|transmis)|weitergeleitete (?:nachricht|e-?mail)|anfang der weitergeleiteten (?:nachricht|e-?mail)|' +
  'mensaje reenviado|(?:inicio del )?mensaje reenviado|messaggio inoltrato|(?:inizio )?messaggio inoltrato|mensagem (?:encaminhada|reencaminhada)|início da mensagem (?:encaminhada|reencaminhada)|' +
  'doorgestuurd bericht|begin doorgestuurd bericht|vidarebefordrat (?:meddelande|brev)|vidarebefordrat mejl|videresend(?:t|te) (?:melding|besked|e-?post|meddelelse)|start på videresendt (?:besked|melding)|välitetty viesti|' +
  'przekazana wiadomość|wiadomość przekazana|przeposlaná (?:zpráva|správa)|přeposlaná zpráva|továbbított üzenet|mesaj redirecționat|mesaj redirectionat|iletilmiş (?:ileti|mesaj)|yönlendirilen (?:ileti|mesaj)|' +
  'προωθημένο μήνυμα|пересылаемое сообщение|пересланное сообщение|переслане повідомлення|препратено съобщение|转发的邮件|轉寄的郵件|转发邮件信息|転送メッセージ|転送されたメッセージ|전달된 메시지|원본 메시지 전달|הודעה שהועברה|رسالة معاد توجيهها';
const between = new RegExp(`^[-_*=\\s]{2,}\\s*(?:${words})[^\\n]{0,60}$`, 'iu');
const alone = new RegExp(`^(?:${words})\\s?[:：]$`, 'iu');

/** Whether a line starts a forwarded mail: "---------- Forwarded message ---------", "Begin forwarded message:". */
export function isForwardMark(line: string): boolean {
  const bare = line.replace(/^[ \t>]+/, '').trim();
  return bare.length < 160 && (alone.test(bare) || (between.test(bare) && /[-_*=]/.test(bare)));
}
