/** Small true files, made byte by byte. */
import { crc32, deflateSync } from 'node:zlib';

export type Octets = Uint8Array<ArrayBuffer>;

const u32 = (value: number): Octets => Uint8Array.of((value >>> 24) & 255, (value >>> 16) & 255, (value >>> 8) & 255, value & 255);

export function join(...parts: (Uint8Array | string | readonly number[])[]): Octets {
  return new Uint8Array(Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from(part)))));
}

function chunk(name: string, data: Uint8Array): Octets {
  const body = join(name, data);
  return join(u32(data.length), body, u32(crc32(body)));
}

/** A grey picture; only its header knows how large it is. */
export function png(width = 2, height = 2): Octets {
  const header = join(u32(width), u32(height), [8, 0, 0, 0, 0]);
  return join(
    [137, 80, 78, 71, 13, 10, 26, 10],
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.alloc(6))),
    chunk('IEND', new Uint8Array()),
  );
}

const u16le = (value: number): number[] => [value & 255, value >> 8];
const u16 = (value: number): number[] => [value >> 8, value & 255];

export function gif(width = 1, height = 1, frame: readonly [number, number] = [width, height]): Octets {
  return join(
    'GIF89a',
    u16le(width),
    u16le(height),
    [0, 0, 0],
    [0x21, 0xf9, 4, 0, 0, 0, 0, 0],
    [0x2c, 0, 0, 0, 0],
    u16le(frame[0]),
    u16le(frame[1]),
    [0, 2, 2, 0x44, 1, 0, 0x3b],
  );
}

export function jpeg(width = 8, height = 8): Octets {
  const app = join([0xff, 0xe0, 0, 16], 'JFIF\0', [1, 1, 0, 0, 1, 0, 1, 0, 0]);
  return join([0xff, 0xd8], app, [0xff, 0xff, 0xc2, 0, 11, 8], u16(height), u16(width), [1, 1, 0x11, 0], [0xff, 0xd9]);
}

export function webp(width = 1, height = 1): Octets {
  const bits = (width - 1) | ((height - 1) << 14);
  return join(
    'RIFF',
    [26, 0, 0, 0],
    'WEBPVP8L',
    [14, 0, 0, 0, 0x2f, bits & 255, (bits >>> 8) & 255, (bits >>> 16) & 255, bits >>> 24],
    new Uint8Array(9),
  );
}

/** A ZIP whose entries are stored as they are. */
export function zip(entries: Readonly<Record<string, string>>): Octets {
  const locals: Octets[] = [];
  const central: Octets[] = [];
  let offset = 0;
  const le32 = (value: number): number[] => [...u32(value)].reverse();
  for (const [name, text] of Object.entries(entries)) {
    const sizes = [...le32(crc32(text)), ...le32(text.length), ...le32(text.length), ...u16le(name.length), 0, 0];
    const local = join('PK\x03\x04', [10, 0, 0, 0, 0, 0, 0, 0, 0, 0], sizes, name, text);
    central.push(join('PK\x01\x02', [10, 0, 10, 0, 0, 0, 0, 0, 0, 0, 0, 0], sizes, [0, 0, 0, 0, 0, 0, 0, 0, 0, 0], le32(offset), name));
    locals.push(local);
    offset += local.length;
  }
  const directory = join(...central);
  const count = u16le(central.length);
  return join(...locals, directory, 'PK\x05\x06', [0, 0, 0, 0], count, count, le32(directory.length), le32(offset), [0, 0]);
}

export const docx = (): Octets =>
  zip({
    '[Content_Types].xml':
      '<Types><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
    'word/document.xml': '<w:document/>',
  });
export const pdf = (): Octets => join('%PDF-1.7\n1 0 obj<</Type/Catalog/OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj\n%%EOF\n');
export const text = (words: string): Octets => new Uint8Array(Buffer.from(words));

/** The body and headers of an upload, as a browser would send it. */
export async function form(name: string, bytes: Octets, field = 'file'): Promise<{ raw: Octets; headers: Record<string, string> }> {
  const data = new FormData();
  data.append(field, new File([bytes], name));
  const response = new Response(data);
  return { raw: new Uint8Array(await response.arrayBuffer()), headers: { 'content-type': response.headers.get('content-type') ?? '' } };
}

/** One written by hand, where a name holds what no browser would send. */
export function rawForm(head: string, bytes: Octets | string, end = '\r\n--x--\r\n'): { raw: Octets; headers: Record<string, string> } {
  return {
    raw: join('--x\r\n', Buffer.from(head), '\r\n\r\n', bytes, end),
    headers: { 'content-type': 'multipart/form-data; boundary=x' },
  };
}
