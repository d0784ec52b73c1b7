/** Parses the XML of a workbook's parts, piece by piece. Element names lose their prefixes, which not all programs write. */
import { Parser } from 'htmlparser2';
import type { Findings } from '../findings.ts';
import { xmlText } from '../xml/text.ts';

export interface MarkupHandler {
  open(name: string, attributes: Readonly<Record<string, string>>): void;
  text(text: string): void;
  close(name: string): void;
}

/** Longest tag of a workbook. */
const longestTag = 1024 * 1024;
const deepest = 100;
const pieceSize = 64 * 1024;

const local = (name: string): string => name.slice(name.indexOf(':') + 1);

/** Yields after each piece, so that the caller can pass on its results. @throws RangeError for invalid XML */
export async function* eachPiece(bytes: AsyncIterable<Uint8Array>, handler: MarkupHandler, findings: Findings): AsyncGenerator<void> {
  let [fed, found, depth] = [0, 0, 0];
  // Elements that are still open at the end were not closed by the file.
  let ended = false;
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        found = fed;
        depth += 1;
        if (depth > deepest) throw new RangeError(`more than ${String(deepest)} elements are open`);
        handler.open(local(name), attributes);
      },
      ontext(text) {
        found = fed;
        handler.text(text);
      },
      onclosetag(name) {
        found = fed;
        depth -= 1;
        if (!ended) handler.close(local(name));
      },
      oncomment: () => (found = fed),
      onprocessinginstruction: () => (found = fed),
    },
    { xmlMode: true, decodeEntities: true },
  );
  for await (const text of xmlText(bytes, null, findings)) {
    for (let from = 0; from < text.length; from += pieceSize) {
      const piece = text.slice(from, from + pieceSize);
      fed += piece.length;
      parser.write(piece);
      if (fed - found > longestTag) throw new RangeError('a tag or comment is endless');
      yield;
    }
  }
  ended = true;
  parser.end();
  yield;
}

export async function readWhole(bytes: AsyncIterable<Uint8Array>, handler: MarkupHandler, findings: Findings): Promise<void> {
  for await (const piece of eachPiece(bytes, handler, findings)) void piece;
}
