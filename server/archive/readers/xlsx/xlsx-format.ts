/** Reads the rows of a workbook's sheets (.xlsx) by a profile. */
import { ReaderUsageError, SourceError } from '../../reader.ts';
import type { Read, Source } from '../../reader.ts';
import type { Findings } from '../findings.ts';
import { folderOf } from '../folder.ts';
import type { Format, Intake } from '../profile/reading.ts';
import { TabularRows } from '../tabular.ts';
import { eachPiece, readWhole } from './markup.ts';
import { Parts } from './parts.ts';
import { SharedTexts } from './shared.ts';
import { SheetRows } from './sheet.ts';
import type { Workbook } from './sheet.ts';
import { numberFormat } from './values.ts';
import type { NumberFormat } from './values.ts';

/** Date cells are given in the first of these formats, besides those that the profile gives for text. */
export const xlsxFormat: Format = { dates: ['sql', 'iso'], always: 'sql', places: 'line', take };

async function* take(source: Source, intake: Intake): AsyncGenerator<Read> {
  if (source.path === null) throw new SourceError('unreadable', 'a workbook cannot be read from a pipe: give the file itself');
  if (folderOf(source) !== null) throw new ReaderUsageError(`${source.name} is a folder, and a file is needed`);
  // A first pass over the file, for its checksum and the progress.
  for await (const chunk of source) void chunk;
  intake.decodeAs('utf-8');
  const parts = await Parts.open(source.path, source.name);
  const shared = new SharedTexts(intake.scratch, intake.longestRow);
  try {
    yield* takeBook(parts, shared, source.name, intake);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new SourceError('unreadable', `${source.name} is no workbook that can be read: ${error.message}`);
  } finally {
    shared.shut();
    parts.close();
  }
}

async function* takeBook(parts: Parts, shared: SharedTexts, name: string, intake: Intake): AsyncGenerator<Read> {
  const { findings, profile } = intake;
  const main = await mainPart(parts, name, findings);
  const folder = main.slice(0, main.lastIndexOf('/') + 1);
  const links = await linksOf(parts, `${folder}_rels/${main.slice(folder.length)}.rels`, folder, findings);
  const { sheets, from1904 } = await outline(parts, main, findings);
  const texts = [...links.values()].find(({ type }) => type.endsWith('/sharedStrings'))?.part ?? `${folder}sharedStrings.xml`;
  await readWhole(parts.read(texts), shared, findings);
  const styles = [...links.values()].find(({ type }) => type.endsWith('/styles'))?.part ?? `${folder}styles.xml`;
  const book: Workbook = { shared, from1904, formats: await formatsOf(parts, styles, findings) };
  const [first] = sheets;
  if (!first) throw new SourceError('unreadable', `${name} has no sheet`);
  const wanted = profile.xlsx?.sheets ?? { [profile.tickets.table]: first.name };
  for (const [table, asked] of Object.entries(wanted)) {
    const sheet =
      sheets.find((one) => one.name === asked) ?? sheets.find((one) => one.name.trim().toLowerCase() === asked.trim().toLowerCase());
    const part = sheet && links.get(sheet.link)?.part;
    if (part !== undefined && parts.has(part)) yield* takeSheet(parts.read(part), book, table, `${name}, sheet "${asked}"`, intake);
    else if (table === profile.tickets.table)
      throw new ReaderUsageError(`${name} has no sheet "${asked}". It has ${sheets.map((one) => `"${one.name}"`).join(', ')}`);
    else findings.say(`there is no sheet "${asked}": nothing is known of its rows`);
  }
  const others = sheets.slice(1).map((one) => `"${one.name}"`);
  if (!profile.xlsx?.sheets && others.length > 0)
    findings.say(
      `only the sheet "${first.name}" was read; there are ${others.join(', ')} too, and the profile says which are read ("xlsx": { "sheets": … })`,
    );
}

async function* takeSheet(
  bytes: AsyncIterable<Uint8Array>,
  book: Workbook,
  table: string,
  name: string,
  intake: Intake,
): AsyncGenerator<Read> {
  const { xlsx } = intake.profile;
  const rows = new TabularRows({ table, name, intake, named: xlsx?.sheets !== undefined, columns: xlsx?.columns, lists: xlsx?.cells });
  const sheet = new SheetRows(
    {
      row(cells, line) {
        if (rows.header) rows.add(cells, line);
        else rows.takeHeader(cells.map((cell) => cell.toString('utf8').trim()));
      },
      reject: (code, line) => rows.reject(code, line),
    },
    book,
    intake.longestRow,
  );
  for await (const piece of eachPiece(bytes, sheet, intake.findings)) {
    void piece;
    yield* rows.rejects.splice(0);
  }
  if (!sheet.whole) throw new SourceError('cut-off', `${name} ends in the middle`);
}

/** The path of the workbook part, from the list of contents. */
async function mainPart(parts: Parts, name: string, findings: Findings): Promise<string> {
  const links = await linksOf(parts, '_rels/.rels', '', findings);
  const main = [...links.values()].find(({ type }) => type.endsWith('/officeDocument'))?.part ?? 'xl/workbook.xml';
  if (main.toLowerCase().endsWith('.bin')) throw new SourceError('unreadable', `${name} is a binary workbook (.xlsb): save it as .xlsx`);
  if (parts.has(main)) return main;
  const what = parts.has('content.xml')
    ? 'an OpenDocument file (.ods): save it as .xlsx or CSV'
    : parts.has('word/document.xml')
      ? 'a text document'
      : `a zip file with ${parts.names.slice(0, 5).join(', ')}: unpack it`;
  throw new SourceError('unreadable', `${name} is ${what}`);
}

interface Link {
  readonly part: string;
  readonly type: string;
}

async function linksOf(parts: Parts, part: string, folder: string, findings: Findings): Promise<ReadonlyMap<string, Link>> {
  const links = new Map<string, Link>();
  await readWhole(
    parts.read(part),
    {
      open(name, { Id: id, Target: target, Type: type = '' }) {
        if (name !== 'Relationship' || id === undefined || target === undefined || links.size > 10_000) return;
        links.set(id, { part: target.startsWith('/') ? target.slice(1) : plainPath(`${folder}${target}`), type });
      },
      text: () => undefined,
      close: () => undefined,
    },
    findings,
  );
  return links;
}

/** Resolves `..`: some programs write paths relative to a neighbouring folder. */
function plainPath(path: string): string {
  const plain: string[] = [];
  for (const part of path.split('/'))
    if (part === '..') plain.pop();
    else if (part !== '.') plain.push(part);
  return plain.join('/');
}

interface Outline {
  readonly sheets: readonly { readonly name: string; readonly link: string }[];
  readonly from1904: boolean;
}

async function outline(parts: Parts, main: string, findings: Findings): Promise<Outline> {
  const sheets: { name: string; link: string }[] = [];
  let from1904 = false;
  await readWhole(
    parts.read(main),
    {
      open(name, attributes) {
        if (name === 'workbookPr') from1904 = ['1', 'true'].includes(attributes['date1904'] ?? '');
        const link = Object.entries(attributes).find(([key]) => key.endsWith(':id'))?.[1];
        if (name === 'sheet' && link !== undefined && sheets.length < 1_000) sheets.push({ name: attributes['name'] ?? '', link });
      },
      text: () => undefined,
      close: () => undefined,
    },
    findings,
  );
  return { sheets, from1904 };
}

async function formatsOf(parts: Parts, part: string, findings: Findings): Promise<readonly NumberFormat[]> {
  const codes = new Map<number, string>();
  const formats: NumberFormat[] = [];
  let inCells = false;
  await readWhole(
    parts.read(part),
    {
      open(name, attributes) {
        if (name === 'numFmt' && codes.size < 10_000) codes.set(Number(attributes['numFmtId']), attributes['formatCode'] ?? '');
        else if (name === 'cellXfs') inCells = true;
        else if (name === 'xf' && inCells && formats.length < 100_000) {
          const id = Number(attributes['numFmtId'] ?? 0);
          formats.push(numberFormat(id, codes.get(id)));
        }
      },
      text: () => undefined,
      close(name) {
        if (name === 'cellXfs') inCells = false;
      },
    },
    findings,
  );
  return formats;
}
