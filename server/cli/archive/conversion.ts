/** The result of a conversion, in counts that add up. */
import { describeRows } from '../../archive/report.ts';
import type { Report } from '../../archive/report.ts';

export interface Conversion
  extends Pick<
    Report,
    'brand' | 'source' | 'from' | 'input' | 'rows' | 'tickets' | 'messages' | 'attachments' | 'rejects' | 'texts' | 'dates'
  > {
  readonly remarks: readonly string[];
  /** Where strings were repaired, up to the first thousand. */
  readonly repairs: readonly unknown[];
  readonly cutOff: boolean;
}

/** The result as text, one fact per line. */
export function describeConversion(conversion: Conversion): string {
  const { tickets, input, from, brand, remarks } = conversion;
  return [
    `converted ${input.name} (${from}) for the archive of ${brand}`,
    `tickets    ${tickets.new.toLocaleString('en-GB')} written, ${tickets.rejected.toLocaleString('en-GB')} refused`,
    ...describeRows(conversion),
    ...remarks.map((remark) => `remark     ${remark}`),
  ].join('\n');
}
