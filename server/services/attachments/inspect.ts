/** Detects the kind of an upload by its content. Its name is considered only for kinds of text, which content cannot tell apart. */
import { fileTypeFromTokenizer } from 'file-type';
import { fileKinds, isTextKind, kindNames } from '../../config/file-kinds.ts';
import type { KindName } from '../../config/file-kinds.ts';
import type { Bytes } from '../../store/attachments.ts';
import { InvalidInput } from '../../ticket/codes.ts';
import { NotAccepted } from '../errors.ts';
import { cleanName, extensionOf, truthfulName } from './name.ts';
import { hasPixels, maxPixels, pixelsOf } from './pixels.ts';
import { activeExtensions, isActiveText, isText } from './plain-text.ts';
import { BytesTokenizer } from './tokenizer.ts';
import { own } from '../../own.ts';

export interface Inspected {
  readonly name: string;
  readonly type: string;
}

/** @throws NotAccepted @throws InvalidInput when the file is empty, or an image with an unreadable or too large size */
export async function inspect(bytes: Bytes, givenName: string, accepted: readonly KindName[]): Promise<Inspected> {
  if (bytes.size === 0) throw new InvalidInput({ path: 'file', code: 'too-short' });
  const name = cleanName(givenName);
  const kind = await kindOf(bytes, name, accepted);
  if (hasPixels(kind)) await checkPixels(kind, bytes);
  const { extensions, type } = fileKinds[kind];
  return { name: truthfulName(name, extensions, isKnownExtension), type };
}

async function kindOf(bytes: Bytes, name: string, accepted: readonly KindName[]): Promise<KindName> {
  const found = await detected(bytes);
  if (found !== null && accepted.includes(found)) return found;
  // A text may begin with two letters that are the signature of a binary format.
  const text = (await isText(bytes)) ? await textKindOf(bytes, name, accepted) : null;
  if (text === null) throw new NotAccepted();
  return text;
}

/** Extensions of the detector that differ from ours. */
const synonyms: Readonly<Record<string, KindName>> = { apng: 'png', m4v: 'mp4' };

async function detected(bytes: Bytes): Promise<KindName | null> {
  const ext: string | undefined = (await fileTypeFromTokenizer(new BytesTokenizer(bytes)).catch(unlessUnreadable))?.ext;
  if (ext === undefined) return null;
  return kindNames.find((name) => name === ext && !isTextKind(name)) ?? own(synonyms, ext) ?? null;
}

/** A file that the detector cannot parse has no kind; an error of the disk is thrown. */
function unlessUnreadable(error: unknown): undefined {
  if (error instanceof Error && 'syscall' in error) throw error;
  return undefined;
}

async function textKindOf(bytes: Bytes, name: string, accepted: readonly KindName[]): Promise<KindName | null> {
  const extension = extensionOf(name);
  if (activeExtensions.has(extension) || (await isActiveText(bytes))) return null;
  const texts = accepted.filter(isTextKind);
  const named = texts.find((kind) => fileKinds[kind].extensions.includes(extension));
  return named ?? texts.find((kind) => kind === 'txt') ?? null;
}

async function checkPixels(kind: KindName, bytes: Bytes): Promise<void> {
  const pixels = await pixelsOf(kind, bytes);
  if (pixels === null) throw new InvalidInput({ path: 'file', code: 'invalid' });
  if (pixels > maxPixels) throw new InvalidInput({ path: 'file', code: 'too-long' });
}

const known: ReadonlySet<string> = new Set([...kindNames.flatMap((name) => fileKinds[name].extensions), ...activeExtensions]);

const isKnownExtension = (extension: string): boolean => known.has(extension);
