/** What the operator should know of a reading: places and counts, never text of a message. */
import type { Place } from '../reader.ts';

export interface Repair extends Place {
  readonly field: string;
  readonly count: number;
}

/** Repairs and unknown values that are listed one by one; further ones are only counted. */
const listed = 1_000;
const longestValue = 40;

export class Findings {
  /** Where strings were repaired, as far as listed. */
  readonly repairs: Repair[] = [];
  /** Strings that seem to need a repair, when repairing was not requested. */
  suspects = 0;
  /** Strings read as windows-1252 because they were not UTF-8 and no encoding was declared. */
  fallbacks = 0;
  /** Marker values that the profile does not know, by place; their rows were dropped. */
  readonly unknown = new Map<string, Map<string, number>>();
  readonly #sentences: string[] = [];

  repaired(repair: Repair): void {
    if (this.repairs.length < listed) this.repairs.push(repair);
  }

  unknownValue(where: string, value: string): void {
    let values = this.unknown.get(where);
    if (!values) this.unknown.set(where, (values = new Map()));
    const shown = value.length > longestValue ? `${value.slice(0, longestValue)}…` : value;
    const name = values.size < 50 || values.has(`"${shown}"`) ? `"${shown}"` : 'others';
    values.set(name, (values.get(name) ?? 0) + 1);
  }

  say(sentence: string): void {
    if (!this.#sentences.includes(sentence)) this.#sentences.push(sentence);
  }

  /** All findings in sentences. */
  get remarks(): readonly string[] {
    const unknown = [...this.unknown].map(
      ([where, values]) =>
        `${where}: values that the profile does not know, left out: ${[...values].map(([value, count]) => `${value} (${String(count)})`).join(', ')}`,
    );
    return [
      ...this.#sentences,
      ...unknown,
      ...(this.fallbacks > 0
        ? [`${String(this.fallbacks)} texts are not UTF-8 and were read as windows-1252; --encoding says what they are`]
        : []),
      ...(this.suspects > 0 ? [`${String(this.suspects)} texts look garbled (é as Ã©); --repair-mojibake mends them`] : []),
    ];
  }
}
