/** Makes the strings of a source readable: removes markup and entities, repairs broken encodings on request, and counts everything. */
import type { Place, ReadCounters } from '../reader.ts';
import type { Findings } from './findings.ts';
import { mendControls } from '../../text/charset.ts';
import { decodeEntities, htmlToText, looksLikeHtml } from '../../text/html.ts';
import { mendMojibake } from '../../text/mojibake.ts';

export const textFormats = ['text', 'html', 'auto', 'entities', 'escaped-html'] as const;
export type TextFormat = (typeof textFormats)[number];

export interface TextOptions {
  readonly repair: boolean;
  readonly counters: ReadCounters;
  readonly findings: Findings;
}

export class Texts {
  readonly #repair: boolean;
  readonly #counters: ReadCounters;
  readonly #findings: Findings;

  constructor({ repair, counters, findings }: TextOptions) {
    this.#repair = repair;
    this.#counters = counters;
    this.#findings = findings;
  }

  /** @param where and field, for the list of repairs */
  read(raw: string, format: TextFormat, where: Place, field: string): string {
    return plain(this.#mend(raw, where, field), format);
  }

  #mend(raw: string, where: Place, field: string): string {
    const text = mendControls(raw);
    const marked = text.includes('\ufffd');
    if (marked) this.#counters.damaged += 1;
    if (!this.#repair) {
      if (mendMojibake(raw).count > 0) this.#findings.suspects += 1;
      return text;
    }
    // Doubly encoded entities occur in real data.
    let mended = mendMojibake(raw);
    const first = mended.count;
    if (first > 0) mended = mendMojibake(mended.text);
    if (first === 0) return text;
    this.#counters.repaired += 1;
    this.#findings.repaired({ ...where, field, count: first });
    return mendControls(mended.text);
  }
}

function plain(text: string, format: TextFormat): string {
  switch (format) {
    case 'html':
      return htmlToText(text);
    case 'auto':
      return looksLikeHtml(text) ? htmlToText(text) : text;
    case 'entities':
      return decodeEntities(text);
    case 'escaped-html':
      return htmlToText(decodeEntities(text));
    case 'text':
      return text;
  }
}
