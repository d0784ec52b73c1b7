/** Streams the rows of a sheet. */
import type { MarkupHandler } from './markup.ts';
import { RichText } from './shared.ts';
import type { SharedTexts } from './shared.ts';
import { columnOf, dateOf, plainNumber, unescaped } from './values.ts';
import type { NumberFormat } from './values.ts';

export interface SheetHandler {
  /** @param line the row's number, as the program shows it */
  row(cells: readonly Buffer[], line: number): void;
  reject(code: 'too-long' | 'too-many', line: number): void;
}

export interface Workbook {
  readonly shared: SharedTexts;
  /** By the number of a cell's style. */
  readonly formats: readonly NumberFormat[];
  readonly from1904: boolean;
}

const nothing = Buffer.alloc(0);
/** Most columns, as for CSV files. */
const widest = 5_000;

export class SheetRows implements MarkupHandler {
  readonly #handler: SheetHandler;
  readonly #book: Workbook;
  readonly #longest: number;
  readonly #rich = new RichText();
  #cells: Buffer[] = [];
  #size = 0;
  #fault: 'too-long' | 'too-many' | null = null;
  #line = 0;
  #column = -1;
  #type = '';
  #style = 0;
  #value = '';
  #in: 'nothing' | 'value' | 'inline' = 'nothing';
  /** True once the end of the sheet was read. */
  whole = false;

  constructor(handler: SheetHandler, book: Workbook, longest: number) {
    this.#handler = handler;
    this.#book = book;
    this.#longest = longest;
  }

  open(name: string, attributes: Readonly<Record<string, string>>): void {
    if (name === 'row') {
      const number = Number(attributes['r']);
      this.#line = Number.isInteger(number) && number > this.#line ? number : this.#line + 1;
      this.#cells = [];
      this.#size = 0;
      this.#fault = null;
      this.#column = -1;
    } else if (name === 'c') {
      const column = columnOf(attributes['r']);
      this.#column = column > this.#column ? column : this.#column + 1;
      this.#type = attributes['t'] ?? 'n';
      this.#style = Number(attributes['s'] ?? 0);
      this.#value = '';
    } else if (name === 'v') this.#in = 'value';
    else if (name === 'is') this.#in = 'inline';
    else if (this.#in === 'inline') this.#rich.open(name);
  }

  text(text: string): void {
    if (this.#in === 'nothing' || this.#fault !== null) return;
    this.#size += text.length;
    if (this.#size > this.#longest) this.#fault = 'too-long';
    else if (this.#in === 'value') this.#value += text;
    else this.#rich.text(text);
  }

  close(name: string): void {
    if (name === 'v') this.#in = 'nothing';
    else if (name === 'is') {
      this.#in = 'nothing';
      this.#value = this.#rich.take();
    } else if (name === 'c') this.#cell();
    else if (name === 'row') this.#row();
    else if (name === 'sheetData') this.whole = true;
    else if (this.#in === 'inline') this.#rich.close(name);
  }

  #cell(): void {
    if (this.#fault !== null) return;
    if (this.#column >= widest) {
      if (this.#value !== '') this.#fault = 'too-many';
      return;
    }
    const cell = this.#bytes();
    this.#size += cell.length;
    if (this.#size > this.#longest) this.#fault = 'too-long';
    if (cell.length === 0) return;
    while (this.#cells.length < this.#column) this.#cells.push(nothing);
    this.#cells[this.#column] = cell;
  }

  #bytes(): Buffer {
    const { shared, formats, from1904 } = this.#book;
    const value = this.#value;
    if (value === '' || this.#type === 'e') return nothing;
    if (this.#type === 's') return shared.get(Number(value)) ?? nothing;
    if (this.#type === 'inlineStr') return Buffer.from(value);
    if (this.#type === 'str') return Buffer.from(unescaped(value));
    if (this.#type === 'd') return Buffer.from(value.replace(/^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)$/, '$1 $2'));
    if (this.#type === 'b') return Buffer.from(value);
    const format = formats[this.#style] ?? { kind: 'number' };
    if (format.kind === 'date') return Buffer.from(dateOf(value, from1904));
    const number = plainNumber(value);
    return Buffer.from(format.kind === 'padded' && /^\d+$/.test(number) ? number.padStart(format.digits, '0') : number);
  }

  #row(): void {
    if (this.#fault !== null) this.#handler.reject(this.#fault, this.#line);
    else if (this.#cells.some((cell) => cell.length > 0)) this.#handler.row(this.#cells, this.#line);
    this.#cells = [];
  }
}
