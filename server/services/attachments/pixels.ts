/** Reads from an image's headers how many pixels a browser would allocate for it. The image is never decoded. */
import type { Bytes } from '../../store/attachments.ts';

/** 10,000 by 10,000: more than phones' cameras make, and few enough for a browser. */
export const maxPixels = 100_000_000;

type Size = readonly [width: number, height: number];

/** `null` when the header is invalid, or the width or height is 0. */
export async function pixelsOf(kind: string, bytes: Bytes): Promise<number | null> {
  const read = readers[kind];
  const size = read ? await read(bytes) : null;
  return size === null || size[0] < 1 || size[1] < 1 ? null : size[0] * size[1];
}

export const hasPixels = (kind: string): boolean => kind in readers;

const readers: Readonly<Record<string, (bytes: Bytes) => Promise<Size | null>>> = { png, jpg, gif, webp };

async function viewOf(bytes: Bytes, position: number, length: number): Promise<DataView | null> {
  const found = await bytes.read(position, length);
  return found.length < length ? null : new DataView(found.buffer, found.byteOffset, length);
}

async function png(bytes: Bytes): Promise<Size | null> {
  const view = await viewOf(bytes, 12, 12);
  const isHeader = view?.getUint32(0) === 0x49484452;
  return view && isHeader ? [view.getUint32(4), view.getUint32(8)] : null;
}

const extension = 0x21;
const frame = 0x2c;
const mostBlocks = 1_000;

/** The larger of the logical screen and the first frame, since browsers allocate both. */
async function gif(bytes: Bytes): Promise<Size | null> {
  const screen = await viewOf(bytes, 6, 5);
  if (!screen) return null;
  const size: Size = [screen.getUint16(0, true), screen.getUint16(2, true)];
  let position = 13 + tableLength(screen.getUint8(4));
  for (let blocks = 0; blocks < mostBlocks; blocks++) {
    const head = await viewOf(bytes, position, 2);
    if (head?.getUint8(0) === frame) return larger(size, await viewOf(bytes, position + 5, 4));
    if (head?.getUint8(0) !== extension) return null;
    position += 2;
    for (let length = -1; length !== 0 && blocks < mostBlocks; blocks++) {
      length = (await viewOf(bytes, position, 1))?.getUint8(0) ?? 0;
      position += length + 1;
    }
  }
  return null;
}

const tableLength = (flags: number): number => ((flags & 0x80) === 0 ? 0 : 3 * 2 ** ((flags & 0x07) + 1));

function larger([width, height]: Size, view: DataView | null): Size | null {
  return view && [Math.max(width, view.getUint16(0, true)), Math.max(height, view.getUint16(2, true))];
}

async function webp(bytes: Bytes): Promise<Size | null> {
  const view = await viewOf(bytes, 12, 18);
  if (!view) return null;
  switch (view.getUint32(0)) {
    case 0x56503858: // VP8X: the canvas that all frames lie in
      return [1 + uint24(view, 12), 1 + uint24(view, 15)];
    case 0x5650384c: {
      // VP8L
      const bits = view.getUint32(9, true);
      return [1 + (bits & 0x3fff), 1 + ((bits >>> 14) & 0x3fff)];
    }
    case 0x56503820: // VP8
      return [view.getUint16(14, true) & 0x3fff, view.getUint16(16, true) & 0x3fff];
    default:
      return null;
  }
}

const uint24 = (view: DataView, at: number): number => view.getUint16(at, true) | (view.getUint8(at + 2) << 16);

/** Start-of-frame markers of all codings; 0xc4, 0xc8 and 0xcc in that range have other meanings. */
const isFrame = (marker: number): boolean => marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
const isBare = (marker: number): boolean => marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8);

async function jpg(bytes: Bytes): Promise<Size | null> {
  let position = 2;
  for (let segments = 0; segments < mostBlocks; segments++) {
    const head = await viewOf(bytes, position, 4);
    if (head?.getUint8(0) !== 0xff) return null;
    const marker = head.getUint8(1);
    if (isFrame(marker)) {
      const size = await viewOf(bytes, position + 5, 4);
      return size && [size.getUint16(2), size.getUint16(0)];
    }
    // Any number of 0xff may stand before a marker.
    if (marker === 0xff) position += 1;
    else if (isBare(marker)) position += 2;
    else position += 2 + head.getUint16(2);
  }
  return null;
}
