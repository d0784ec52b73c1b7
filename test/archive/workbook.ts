/** Writes workbooks as spreadsheets do, as far as a test needs them: a zip file with its parts. */
import { crc32, deflateRawSync } from 'node:zlib';

/** A zip file of parts, deflated. */
export function zip(parts: Readonly<Record<string, string | Buffer>>): Buffer {
  const local: Buffer[] = [];
  const central: Buffer[] = [];
  let at = 0;
  for (const [name, content] of Object.entries(parts)) {
    const bytes = Buffer.from(content);
    const packed = deflateRawSync(bytes);
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(8, 4);
    fields.writeUInt32LE(crc32(bytes), 10);
    fields.writeUInt32LE(packed.length, 14);
    fields.writeUInt32LE(bytes.length, 18);
    fields.writeUInt16LE(Buffer.byteLength(name), 22);
    const begin = at;
    local.push(Buffer.from('PK\x03\x04', 'latin1'), fields, Buffer.from(name), packed);
    at += 30 + Buffer.byteLength(name) + packed.length;
    const entry = Buffer.alloc(46);
    entry.write('PK\x01\x02', 0, 'latin1');
    entry.writeUInt16LE(20, 4);
    fields.copy(entry, 6);
    entry.writeUInt32LE(begin, 42);
    central.push(entry, Buffer.from(name));
  }
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 0, 'latin1');
  const count = Object.keys(parts).length;
  end.writeUInt16LE(count, 8);
  end.writeUInt16LE(count, 10);
  end.writeUInt32LE(Buffer.concat(central).length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...local, ...central, end]);
}

export interface Book {
  /** The XML of each sheet's rows. */
  readonly sheets: Readonly<Record<string, string>>;
  /** The XML of each shared text. */
  readonly shared?: readonly string[];
  /** Codes of number formats; a cell's style is the place in this list, from 1. */
  readonly formats?: readonly (string | number)[];
  readonly from1904?: boolean;
  readonly prefix?: string;
}

export function partsOf({ sheets, shared = [], formats = [], from1904 = false }: Book): Record<string, string> {
  const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
  const main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
  const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  const names = Object.keys(sheets);
  const link = (id: string, type: string, target: string): string =>
    `<Relationship Id="${id}" Type="${office}/${type}" Target="${target}"/>`;
  const relations = (inside: string): string =>
    `${head}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${inside}</Relationships>`;
  const own = formats.flatMap((format, i) =>
    typeof format === 'string' ? [`<numFmt numFmtId="${String(200 + i)}" formatCode="${format.replaceAll('"', '&quot;')}"/>`] : [],
  );
  return {
    '[Content_Types].xml': `${head}<Types/>`,
    '_rels/.rels': relations(link('rId1', 'officeDocument', 'xl/workbook.xml')),
    'xl/workbook.xml': `${head}<workbook ${main} xmlns:r="${office}"><workbookPr${from1904 ? ' date1904="1"' : ''}/><sheets>${names.map((name, i) => `<sheet name="${name}" sheetId="${String(i + 1)}" r:id="s${String(i + 1)}"/>`).join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': relations(
      names
        .map((_, i) =>
          link(
            `s${String(i + 1)}`,
            'worksheet',
            i % 2 === 0 ? `worksheets/sheet${String(i + 1)}.xml` : `/xl/worksheets/sheet${String(i + 1)}.xml`,
          ),
        )
        .join('') +
        link('t', 'sharedStrings', 'sharedStrings.xml') +
        link('f', 'styles', 'styles.xml'),
    ),
    'xl/sharedStrings.xml': `${head}<sst ${main}>${shared.map((text) => `<si>${text}</si>`).join('')}</sst>`,
    'xl/styles.xml': `${head}<styleSheet ${main}><numFmts>${own.join('')}</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/>${formats.map((format, i) => `<xf numFmtId="${String(typeof format === 'string' ? 200 + i : format)}"/>`).join('')}</cellXfs></styleSheet>`,
    ...Object.fromEntries(
      names.map((name, i) => [
        `xl/worksheets/sheet${String(i + 1)}.xml`,
        `${head}<worksheet ${main}><sheetData>${sheets[name] ?? ''}</sheetData></worksheet>`,
      ]),
    ),
  };
}

export const workbook = (book: Book): Buffer => zip(partsOf(book));

/** A row of inline texts. */
export const textRow = (...cells: readonly string[]): string =>
  `<row>${cells.map((cell) => `<c t="inlineStr"><is><t>${cell}</t></is></c>`).join('')}</row>`;
