/** Reads a request's body. The order of checks is part of the API: media type, size, JSON, schema. */
import * as v from 'valibot';
import { InvalidInput } from '../../ticket/codes.ts';
import type { FieldCode, FieldError } from '../../ticket/codes.ts';
import { limits } from '../../ticket/limits.ts';
import type { Ctx } from '../env.ts';
import { openCursor } from './cursors.ts';
import { HttpProblem } from '../problem.ts';
import { parseJson, refuseOddities } from './strict-json.ts';

const jsonType = /^application\/json\s*(;\s*charset\s*=\s*"?utf-8"?\s*)?$/i;

/** A parsed body. An empty body is an empty object, so that acts without details need none. */
export interface Sent {
  readonly value: unknown;
}

/** @throws HttpProblem 415, 413 or 400 */
export async function readJson(c: Ctx, most: number = limits.jsonBody): Promise<Sent> {
  const type = c.req.header('content-type');
  if (type !== undefined && !jsonType.test(type)) throw new HttpProblem('unsupported-media-type');
  if (c.req.header('content-encoding') !== undefined) throw new HttpProblem('unsupported-media-type');
  const bytes = await readBytes(c, most).catch(asProblem);
  if (bytes.length === 0) return { value: {} };
  if (type === undefined) throw new HttpProblem('unsupported-media-type');
  try {
    return { value: parseJson(bytes) };
  } catch {
    throw new HttpProblem('malformed-json');
  }
}

/** A body that breaks off is answered as malformed JSON. */
function asProblem(error: unknown): never {
  throw error instanceof HttpProblem ? error : new HttpProblem('malformed-json');
}

async function readBytes(c: Ctx, most: number): Promise<Uint8Array> {
  const length = c.req.header('content-length');
  if (length !== undefined && Number(length) > most) throw new HttpProblem('too-large');
  // Node enforces Content-Length; without it, the bytes are counted while they are read.
  if (length !== undefined) return new Uint8Array(await c.req.raw.arrayBuffer());
  const { body } = c.req.raw;
  return body ? readCounting(body, most) : new Uint8Array();
}

async function readCounting(body: ReadableStream<Uint8Array>, most: number): Promise<Uint8Array> {
  const reader = body.getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    size += part.value.byteLength;
    if (size > most) {
      await reader.cancel();
      throw new HttpProblem('too-large');
    }
    chunks.push(part.value);
  }
  return Buffer.concat(chunks);
}

/** @throws InvalidInput with each field and its error, never its value. */
export function valid<const T extends v.GenericSchema>(schema: T, { value }: Sent): v.InferOutput<T> {
  refuseOddities(value);
  // Bodies have to be objects, and valibot accepts an array as one.
  if (Array.isArray(value)) throw new InvalidInput({ path: '', code: 'invalid' });
  return check(schema, value);
}

/** The query as an object: one value per name. @throws InvalidInput */
export function validQuery<const T extends v.GenericSchema>(schema: T, c: Ctx): v.InferOutput<T> {
  const query = Object.create(null) as Record<string, string>;
  for (const [name, values] of Object.entries(c.req.queries())) {
    const [first] = values;
    if (values.length > 1) throw new InvalidInput({ path: name, code: 'invalid' });
    if (first !== undefined) query[name] = first;
  }
  const checked = check(schema, query);
  const { cursor } = query;
  return cursor === undefined ? checked : check(schema, { ...query, cursor: openCursor(c, cursor) });
}

function check<const T extends v.GenericSchema>(schema: T, value: unknown): v.InferOutput<T> {
  const result = v.safeParse(schema, value);
  if (!result.success) throw new InvalidInput(...result.issues.map(errorOf));
  return result.output;
}

const codes: ReadonlySet<string> = new Set<FieldCode>([
  'required',
  'too-short',
  'too-long',
  'invalid',
  'unknown-key',
  'not-in-list',
  'too-many',
]);
const isCode = (word: string): word is FieldCode => codes.has(word);

function errorOf(issue: v.BaseIssue<unknown>): FieldError {
  const path = v.getDotPath(issue) ?? '';
  if (issue.type === 'strict_object' && issue.expected === 'never') return { path, code: 'unknown-key' };
  if (issue.kind === 'schema' && issue.input === undefined && path !== '') return { path, code: 'required' };
  return { path, code: isCode(issue.message) ? issue.message : 'invalid' };
}
