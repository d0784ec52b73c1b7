const maxLength = 254;
const local = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*";
const label = '[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?';
const pattern = new RegExp(`^${local}@${label}(?:\\.${label})+$`);

/**
 * One plain address and nothing else: no list, no quotes, no display name, ASCII only, so that nobody mistakes one
 * letter for another and a mail can only go where it says.
 */
export function isEmail(text: string): boolean {
  return text.length <= maxLength && text.indexOf('@') <= 64 && pattern.test(text);
}
