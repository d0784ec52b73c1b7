/** Reads one uploaded file as it comes, piece by piece: whatever it holds, little of it is in memory at any time. */
import { Busboy } from '@fastify/busboy';
import type { BusboyFileStream, BusboyHeaders } from '@fastify/busboy';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream as NodeStream } from 'node:stream/web';
import { InvalidInput } from '../../ticket/codes.ts';
import type { FieldCode } from '../../ticket/codes.ts';
import type { Ctx } from '../env.ts';
import { HttpProblem } from '../problem.ts';

/** Where the file is looked for. */
const field = 'file';

/** Bytes that may stand around the file: boundaries, headers, a preamble. */
const around = 16 * 1024;

const formType = /^multipart\/form-data\s*;(?=.*boundary=)/i;

/** Bytes that the request says it brings, the little around the file included; null when it does not say. @throws HttpProblem 415 or 413 */
export function announcedBytes(c: Ctx, most: number): number | null {
  if (!formType.test(c.req.header('content-type') ?? '')) throw new HttpProblem('unsupported-media-type');
  if (c.req.header('content-encoding') !== undefined) throw new HttpProblem('unsupported-media-type');
  const length = c.req.header('content-length');
  if (length === undefined) return null;
  if (Number(length) > most + around) throw new HttpProblem('too-large');
  return Number(length);
}

/**
 * Hands the file's bytes to `take` while they come. Returns what its sender calls it, once all has come and been taken.
 * @throws HttpProblem 413 or 400 @throws InvalidInput when the one file is not there, or more than it; what `take` throws
 */
export async function readFile(c: Ctx, most: number, take: (bytes: AsyncIterable<Uint8Array>) => Promise<void>): Promise<string> {
  const { body } = c.req.raw;
  if (!body) throw new HttpProblem('malformed-request');
  const form = new Form(c.req.header('content-type') ?? '', take);
  const source = Readable.fromWeb(body as NodeStream<Uint8Array>);
  const broken = await pipeline(source, counted(most + around), form.parser, { signal: form.failed }).catch(asProblem);
  return form.finish(broken ?? null);
}

class Form {
  readonly parser: InstanceType<typeof Busboy>;
  #name = '';
  #file: BusboyFileStream | undefined;
  #taking: Promise<void> | undefined;
  #refusal: InvalidInput | undefined;
  readonly #failing = new AbortController();

  constructor(contentType: string, take: (bytes: AsyncIterable<Uint8Array>) => Promise<void>) {
    const headers: BusboyHeaders = { 'content-type': contentType };
    try {
      // One part more than is wanted, to be able to say that it is too much. Names are made harmless where they are kept.
      this.parser = new Busboy({
        headers,
        preservePath: true,
        limits: { parts: 2, headerPairs: 20, headerSize: 8 * 1024, fieldSize: 1024 },
      });
    } catch {
      throw new HttpProblem('malformed-request');
    }
    this.parser.on('field', (name: string) => this.#refuse(name === field ? field : name, name === field ? 'invalid' : 'unknown-key'));
    this.parser.on('partsLimit', () => this.#refuse(field, 'too-many'));
    this.parser.on('file', (name: string, file: BusboyFileStream, given: string | undefined) => {
      file.on('error', () => undefined);
      if (name !== field || this.#file !== undefined) {
        this.#refuse(name === field ? field : name, name === field ? 'too-many' : 'unknown-key');
        file.resume();
        return;
      }
      this.#file = file;
      this.#name = given ?? '';
      this.#taking = take(whole(file));
      this.#taking.catch(() => this.#failing.abort());
    });
  }

  /** Nobody reads on when taking has failed: the rest must not be waited for. */
  get failed(): AbortSignal {
    return this.#failing.signal;
  }

  /** What the file is called, once it is taken; nothing of the taking is left under way. */
  async finish(broken: HttpProblem | null): Promise<string> {
    if (broken) this.#file?.destroy(broken);
    await this.#taking;
    if (broken) throw broken;
    if (this.#refusal) throw this.#refusal;
    if (!this.#taking) throw new InvalidInput({ path: field, code: 'required' });
    return asWritten(this.#name);
  }

  #refuse(path: string, code: FieldCode): void {
    this.#refusal ??= new InvalidInput({ path, code });
  }
}

/** How browsers write what would end the name. */
function asWritten(name: string): string {
  return name.replace(/%22/g, '"').replace(/%0d|%0a/gi, ' ');
}

function counted(most: number): (source: AsyncIterable<Uint8Array>) => AsyncGenerator<Uint8Array> {
  return async function* (source) {
    let size = 0;
    for await (const chunk of source) {
      size += chunk.length;
      if (size > most) throw new HttpProblem('too-large');
      yield chunk;
    }
  };
}

/** Whatever goes wrong with it, the file did not come whole. */
async function* whole(file: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* file;
  } catch (error) {
    throw asProblem(error);
  }
}

function asProblem(error: unknown): HttpProblem {
  return error instanceof HttpProblem ? error : new HttpProblem('malformed-request');
}
