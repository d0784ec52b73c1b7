/** Rows as records of a heap: the place in the source, and the bytes of the cells. */
import type { Heap } from './heap.ts';

export type Cells = readonly (Buffer | null)[];

const nothing = 0xffffffff;
const head = Buffer.allocUnsafe(12);
const size = Buffer.allocUnsafe(4);

/** @returns the record's length in bytes */
export function appendRecord(heap: Heap, place: number, cells: Cells): number {
  const from = heap.size;
  head.writeDoubleLE(place, 0);
  head.writeUInt32LE(cells.length, 8);
  heap.append(head);
  for (const cell of cells) {
    size.writeUInt32LE(cell === null ? nothing : cell.length, 0);
    heap.append(size);
    if (cell !== null) heap.append(cell);
  }
  return heap.size - from;
}

/** Bytes before the cells: the place, and the number of cells. */
export const recordHead = 12;

/** The first byte and the length of a cell in a record; null for NULL. */
export function cellIn(record: Buffer, position: number): { readonly from: number; readonly length: number } | null {
  if (position < 0 || position >= record.readUInt32LE(8)) return null;
  let at = recordHead;
  for (let i = 0; i < position; i += 1) {
    const length = record.readUInt32LE(at);
    at += 4 + (length === nothing ? 0 : length);
  }
  const length = record.readUInt32LE(at);
  return length === nothing ? null : { from: at + 4, length };
}

export const placeIn = (record: Buffer): number => record.readDoubleLE(0);
