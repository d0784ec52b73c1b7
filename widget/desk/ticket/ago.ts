const minute = 60_000;
const units = [
  ['day', 24 * 60],
  ['hour', 60],
  ['minute', 1],
] as const;

/** "1 minute ago", "il y a 3 heures": of something that happened; by the reader's clock. */
export function sayAgo(at: string, locale: string, now: number = Date.now()): string {
  const minutes = Math.max(1, Math.round((now - Date.parse(at)) / minute));
  const [unit, length] = units.find(([, least]) => minutes >= least) ?? units[2];
  return new Intl.RelativeTimeFormat(locale, { numeric: 'always' }).format(-Math.floor(minutes / length), unit);
}
