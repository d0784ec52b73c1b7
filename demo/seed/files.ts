/** What people in the stories send along, made here letter by letter and pixel by pixel. */
import { crc32, deflateSync } from 'node:zlib';

export interface SeedFile {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

const textFile = (name: string, lines: readonly string[]): SeedFile => ({
  name,
  bytes: new Uint8Array(Buffer.from(`${lines.join('\n')}\n`)),
});

export const errorLog = textFile('atelier-moreau-php.log', [
  '08:41:07 PHP Fatal error:  Allowed memory size of 134217728 bytes exhausted (tried to allocate 48771072 bytes) in /home/atelier-moreau/www/wp-includes/class-wp-image-editor-gd.php on line 187',
  '08:41:52 PHP Fatal error:  Allowed memory size of 134217728 bytes exhausted (tried to allocate 48771072 bytes) in /home/atelier-moreau/www/wp-includes/class-wp-image-editor-gd.php on line 187',
  '08:43:15 PHP Warning:  imagecreatefromjpeg(): gd-jpeg: JPEG library reports unrecoverable error in /home/atelier-moreau/www/wp-includes/class-wp-image-editor-gd.php on line 112',
]);

export const memoryLimits = textFile('memory-limit.csv', [
  'serveur;php;avant;maintenant',
  'web-07;8.3.14;256M;128M',
  'web-08;8.3.14;256M;256M',
  'web-09;8.2.26;256M;256M',
]);

export const statement = textFile('releve-compte.csv', [
  'libellé;montant;état',
  'CARTE HEBERGEMENT PRO HB-20440;-83,88;débité',
  'CARTE HEBERGEMENT PRO HB-20440;-83,88;débité',
]);

type Colour = readonly [red: number, green: number, blue: number];

const white: Colour = [255, 255, 255];
const frame: Colour = [222, 225, 230];
const grey: Colour = [176, 182, 190];
const ink: Colour = [60, 66, 76];
const red: Colour = [196, 48, 43];

class Canvas {
  readonly #width: number;
  readonly #pixels: Uint8Array;

  constructor(width: number, height: number) {
    this.#width = width;
    this.#pixels = new Uint8Array(width * height * 3);
  }

  fill(left: number, top: number, width: number, height: number, colour: Colour): void {
    for (let y = top; y < top + height; y++) for (let x = left; x < left + width; x++) this.#pixels.set(colour, (y * this.#width + x) * 3);
  }

  png(): Uint8Array<ArrayBuffer> {
    const row = this.#width * 3;
    const height = this.#pixels.length / row;
    const lines = new Uint8Array((row + 1) * height);
    for (let y = 0; y < height; y++) lines.set(this.#pixels.subarray(y * row, (y + 1) * row), y * (row + 1) + 1);
    const header = Buffer.alloc(13);
    header.writeUInt32BE(this.#width, 0);
    header.writeUInt32BE(height, 4);
    header.set([8, 2], 8);
    const signature = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]);
    return new Uint8Array(
      Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', deflateSync(lines)), chunk('IEND', Buffer.alloc(0))]),
    );
  }
}

function chunk(name: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

/** A browser's window with an almost empty page, as after an "Internal Server Error". */
function drawErrorPage(): Uint8Array<ArrayBuffer> {
  const canvas = new Canvas(960, 600);
  canvas.fill(0, 0, 960, 600, white);
  canvas.fill(0, 0, 960, 76, frame);
  for (const [i, colour] of [red, grey, grey].entries()) canvas.fill(20 + i * 26, 16, 14, 14, colour);
  canvas.fill(120, 40, 720, 26, white);
  canvas.fill(132, 50, 260, 6, grey);
  canvas.fill(40, 120, 340, 22, ink);
  for (const [i, width] of [620, 580, 410].entries()) canvas.fill(40, 172 + i * 24, width, 8, grey);
  canvas.fill(40, 262, 880, 2, frame);
  canvas.fill(40, 284, 210, 8, red);
  return canvas.png();
}

export const errorPage: SeedFile = { name: 'erreur-500.png', bytes: drawErrorPage() };
