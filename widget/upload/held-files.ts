/**
 * The list of files of an unsent text, stored beside its draft under the same customer. `file-store.ts` has their bytes until
 * the text is sent or discarded.
 */
import type { Drafts } from '../client/drafts.ts';

export interface HeldFile {
  /** The local id, which names the stored bytes. */
  readonly id: string;
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** The type given by the device; the server detects its own. */
  readonly type: string;
  /** The id on the server; `null` until the upload is complete. */
  readonly attachment: string | null;
  /** Set when the customer chose to keep a name that looks like a secret's. */
  readonly named?: true;
}

const nameOf = (form: string): string => `files-${form}`;

export const heldFiles = (drafts: Drafts, form: string): readonly HeldFile[] => drafts.load<readonly HeldFile[]>(nameOf(form))?.value ?? [];

export function holdFiles(drafts: Drafts, form: string, files: readonly HeldFile[]): void {
  if (files.length) drafts.save(nameOf(form), files);
  else drafts.drop(nameOf(form));
}

/** Moves the files to another text, after its own files. */
export function moveFiles(drafts: Drafts, from: string, to: string): void {
  const moving = heldFiles(drafts, from);
  if (!moving.length) return;
  holdFiles(drafts, to, [...heldFiles(drafts, to), ...moving]);
  holdFiles(drafts, from, []);
}

/** Whether all files are uploaded. */
export const areThere = (files: readonly HeldFile[]): boolean => files.every(({ attachment }) => attachment);

/** The ids for a request. */
export const idsOf = (files: readonly HeldFile[]): string[] => files.flatMap(({ attachment }) => attachment ?? []);

/** The name under which the files of an outbox entry are stored. */
export const outForm = (key: string): string => `out-${key}`;
