/** Streams one uploaded file, so that memory use does not depend on its size. */
import { Busboy } from '@fastify/busboy';
import type { BusboyFileStream, BusboyHeaders } from '@fastify/busboy';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream as NodeStream } from 'node:stream/web';
import { InvalidInput } from '../../ticket/codes.ts';
import type { FieldCode } from '../../ticket/codes.ts';
import type { Ctx } from '../env.ts';
import { HttpProblem } from '../problem.ts';

/** The name of the form field with the file. */
const field = 'file';

/** Bytes allowed for the form around the file: boundaries, headers, a preamble. */
const around = 16 * 1024;

const formType = /^multipart\/form-data\s*;(?=.*boundary=)/i;

/** The Content-Length, which includes the form around the file; `null` without the header. @throws HttpProblem 415 or 413 */
export function announcedBytes(c: Ctx, most: number): number | null {
  if (!formType.test(c.req.header('content-type') ?? '')) throw new HttpProblem('unsupported-media-type');
  if (c.req.header('content-encoding') !== undefined) throw new HttpProblem('unsupported-media-type');
  const length = c.req.header('content-length');
  if (length === undefined) return null;
  if (Number(length) > most + around) throw new HttpProblem('too-large');
  return Number(length);
}

/**
 * Streams the file's bytes to `take`. Returns the file's name once all bytes were received and taken.
 * @throws HttpProblem 413 or 400 @throws InvalidInput unless the form has exactly one file; errors of `take`
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
      // Two parts are parsed, to report a second one as an error. Names are cleaned where they are stored.
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

  /** Aborts reading after `take` has failed, so that the rest is not waited for. */
  get failed(): AbortSignal {
    return this.#failing.signal;
  }

  /** Returns the file's name once `take` has settled. */
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

/** Undoes the escapes that browsers write for quotes and line breaks in a name. */
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

/** Turns every error of the stream into a problem. */
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
