/** Finds an error message that a text quotes. Pure. */

/** From the most telling to the least. Each looks ahead a bounded way, so that a long text costs no more than its length. */
const patterns = [
  /(?:err(?:eur|or)|messages?|exception|warning|says|shows?|displays|dit|affiche|indique|obtiens|get)[^"«“”»\n]{0,40}["«“]([^"»”\n]{3,200})["»”]/i,
  /SQLSTATE\[\w{1,10}\][^\n"»”]{0,100}/,
  /\b(?:ERR|DNS_PROBE|NS_ERROR|SSL_ERROR|SEC_ERROR|PR)_[A-Z\d_]{3,50}/,
  /\bE(?:CONN[A-Z]{4,10}|TIMEDOUT|NOENT|NOTFOUND|ACCES|PERM|ADDRINUSE)\b[^\n"»”]{0,60}/,
  /\b(?:[A-Z]\w{0,40})?(?:Error|Exception|Fatal error)(?: \[\w{1,30}\])? ?: [^\n"»”]{1,100}/,
  /\b[45]\d\d[ -][45]\.\d{1,3}\.\d{1,3}\b[^\n"»”]{0,100}/,
  /\b(?:err(?:eurs?|ors?)|http|code|statu[st])(?: (?:n°|code|http|statu[st]|error|erreur|de)){0,2} ?[:=n°]{0,2} ?(?:[1-5]\d\d|0x[\da-f]{4,16})\b/i,
  /\b[45]\d\d (?=[A-Z])(?:[A-Z][\w-]{2,20} ?){1,4}/,
  /\b(?:Internal Server Error|Bad Gateway|Service Unavailable|Gateway Time-?out|Not Found|Forbidden|Unauthorized|Connection (?:refused|reset|timed out)|Access denied|Permission denied|Too Many Requests|Allowed memory size[^\n]{0,50}|NXDOMAIN)\b/i,
];

/** URLs are removed, since they may contain tokens or personal data. */
const withoutAddresses = (text: string): string => text.replace(/\bhttps?:\/\/[^\s"»”]+|\?[\w.-]{1,80}=[^\s"»”]*/gi, '');

/** At most 80 characters, cut where a word ends, without what closed the sentence around it. */
function tidy(found: string): string {
  const text = found.replace(/\s+/g, ' ').trim();
  const cut = text.length > 80 ? text.slice(0, text.lastIndexOf(' ', 80) > 40 ? text.lastIndexOf(' ', 80) : 80) : text;
  return cut.replace(/[\s.,;:!]{1,9}$/, '');
}

/** "Internal Server Error", "Erreur 500", "ERR_SSL_PROTOCOL_ERROR": what to add to a title; null when there is none. */
export function findError(text: string): string | null {
  const plain = withoutAddresses(text);
  for (const pattern of patterns) {
    const match = pattern.exec(plain);
    const found = match && tidy(match[1] ?? match[0]);
    if (found) return found;
  }
  return null;
}
