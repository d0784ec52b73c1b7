/**
 * The files of a text that is not sent yet: a list beside its draft, under the same customer. Their bytes are in
 * `file-store.ts` until the text has been sent or discarded.
 */
import type { Drafts } from '../client/drafts.ts';

export interface HeldFile {
  /** Of this device: names its bytes. */
  readonly id: string;
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** As the device calls it; only the server knows. */
  readonly type: string;
  /** Its id on the server, once it is there. */
  readonly attachment: string | null;
  /** A name that looks like a secret's was left on purpose. */
  readonly named?: true;
}

const nameOf = (form: string): string => `files-${form}`;

export const heldFiles = (drafts: Drafts, form: string): readonly HeldFile[] => drafts.load<readonly HeldFile[]>(nameOf(form))?.value ?? [];

export function holdFiles(drafts: Drafts, form: string, files: readonly HeldFile[]): void {
  if (files.length) drafts.save(nameOf(form), files);
  else drafts.drop(nameOf(form));
}

/** To another text, behind the files that are there. */
export function moveFiles(drafts: Drafts, from: string, to: string): void {
  const moving = heldFiles(drafts, from);
  if (!moving.length) return;
  holdFiles(drafts, to, [...heldFiles(drafts, to), ...moving]);
  holdFiles(drafts, from, []);
}

/** Whether all are on the server. */
export const areThere = (files: readonly HeldFile[]): boolean => files.every(({ attachment }) => attachment);

/** What a request carries. */
export const idsOf = (files: readonly HeldFile[]): string[] => files.flatMap(({ attachment }) => attachment ?? []);

/** The form of what waits in the outbox under this key. */
export const outForm = (key: string): string => `out-${key}`;
