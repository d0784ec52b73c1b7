/**
 * Uploaded files. A file is uploaded first and belongs to its uploader; a ticket, a message or a note claims it later
 * (`claiming.ts`). Unclaimed files are removed after a day.
 */
import type { Site } from '../../config/site.ts';
import type { Caller } from '../../identity/customers.ts';
import { TooManyBytesError } from '../../store/attachments.ts';
import type { AttachmentFiles, Incoming, StoredFile } from '../../store/attachments.ts';
import { ReadOnlyError } from '../../store/store.ts';
import type { AttachmentOwner, AttachmentRow, Store } from '../../store/store.ts';
import { limits } from '../../ticket/limits.ts';
import type { Attachment } from '../../ticket/model.ts';
import { instant } from '../../ticket/promise.ts';
import { mayRead } from '../../ticket/readers.ts';
import type { Reader } from '../../ticket/readers.ts';
import { FileMissing, NotFound, TooLarge } from '../errors.ts';
import type { Attempt, Once } from '../idempotency.ts';
import { inspect } from './inspect.ts';

export interface AttachmentDeps {
  readonly store: Pick<Store, 'attachment' | 'pendingAttachments' | 'commit' | 'ticket' | 'health'>;
  readonly files: AttachmentFiles;
  readonly site: Site;
  readonly once: Once;
  readonly now: () => number;
  readonly newId: () => string;
}

/** An upload in progress. */
export interface Receiving {
  /** @throws TooLarge @throws ReadOnlyError */
  take(bytes: AsyncIterable<Uint8Array>): Promise<void>;
  /**
   * Checks the uploaded bytes and stores their row.
   * @param attemptOf gives the idempotency attempt of the content; `null` when the request has no key
   * @throws NotAccepted @throws InvalidInput @throws TooLarge @throws ReadOnlyError
   */
  keep(name: string, attemptOf: (content: { readonly name: string; readonly sha256: string }) => Attempt | null): Promise<Kept>;
  /** Must always be called; removes the bytes unless `keep` has succeeded. */
  end(): Promise<void>;
}

export interface Kept {
  readonly attachment: Attachment;
  readonly replayed: boolean;
}

export interface Download extends StoredFile {
  readonly name: string;
  readonly type: string;
}

export interface Attachments {
  /** @throws TooLarge when the owner has too many unclaimed uploads; ReadOnlyError while nothing can be saved */
  receive(owner: AttachmentOwner, announced: number | null): Promise<Receiving>;
  /** A file that the customer may read: their own uploads, and the visible files of their tickets. @throws NotFound */
  findFor(caller: Pick<Caller, 'customer' | 'only'>, id: string): Promise<AttachmentRow>;
  /** Any file, for the desk. @throws NotFound */
  find(id: string): Promise<AttachmentRow>;
  /** @throws NotFound */
  open(row: AttachmentRow): Promise<Download>;
}

export function createAttachments({ store, files, site, once, now, newId }: AttachmentDeps): Attachments {
  const { pending, kinds } = site.attachments;
  const most = limits.attachment.maxBytes;
  const arriving = new Arriving();

  async function checkQuota(owner: AttachmentOwner, bytes: number): Promise<void> {
    const waiting = await store.pendingAttachments(owner);
    const coming = arriving.of(owner);
    if (waiting.files + coming.files >= pending.files) throw new TooLarge('quota');
    if (waiting.bytes + coming.bytes + bytes > pending.megabytes * 1024 * 1024) throw new TooLarge('quota');
  }

  async function keepOnce(owner: AttachmentOwner, incoming: Incoming, givenName: string, attempt: Attempt | null): Promise<Kept> {
    const done = await once(attempt, 201, async (remember) => {
      const { name, type } = await inspect(incoming, givenName, kinds);
      const { size, sha256 } = incoming;
      const audience = owner.kind === 'staff' ? 'internal' : 'public';
      const row: AttachmentRow = { id: newId(), owner, audience, name, type, size, sha256, createdAt: instant(now()), ticketId: null };
      await incoming.keep(row.id);
      // The bytes are on disk before the row, so that every row has its file.
      await store.commit({ put: { attachments: [row], idempotency: remember(row.id) } }).catch(async (error: unknown) => {
        await files.remove(row.id);
        throw error;
      });
      return row;
    });
    return { attachment: attachmentOf(await find(done.ticketId)), replayed: done.replayed };
  }

  async function find(id: string): Promise<AttachmentRow> {
    const row = await store.attachment(id);
    if (!row) throw new NotFound();
    return row;
  }

  return {
    async receive(owner, announced) {
      const { writable, fault } = store.health();
      if (!writable) throw new ReadOnlyError(fault ?? '');
      const bytes = Math.min(announced ?? most, most);
      await checkQuota(owner, bytes);
      const arrived = arriving.add(owner, bytes);
      let incoming: Incoming | undefined;
      return {
        async take(source) {
          incoming = await files.receive(source, most).catch((error: unknown) => {
            throw error instanceof TooManyBytesError ? new TooLarge('body') : error;
          });
        },
        async keep(name, attemptOf) {
          if (!incoming) throw new TypeError('nothing has arrived');
          return keepOnce(owner, incoming, name, attemptOf({ name, sha256: incoming.sha256 }));
        },
        async end() {
          arrived();
          await incoming?.discard();
        },
      };
    },

    async findFor(caller, id) {
      const row = await find(id);
      const ticket = row.ticketId === null ? undefined : await store.ticket(row.ticketId);
      const isTheirs = row.ticketId === null ? isPendingOf(row, caller) : ticket !== undefined && mayRead(ticket, caller);
      if (row.audience !== 'public' || !isTheirs) throw new NotFound();
      return row;
    },

    find,

    async open({ id, name, type, size }) {
      const file = await files.open(id);
      if (!file) throw new FileMissing({ attachment: id, expected: size });
      if (file.size !== size) {
        await file.stream.cancel();
        throw new FileMissing({ attachment: id, expected: size, found: file.size });
      }
      return { ...file, name, type };
    },
  };
}

/** Whether the customer uploaded the file. The link of a mail shows the files of its ticket only. */
const isPendingOf = ({ owner }: AttachmentRow, { customer, only }: Reader): boolean =>
  only === null && owner.kind === 'customer' && owner.id === customer.id;

export const attachmentOf = ({ id, name, type, size }: AttachmentRow): Attachment => ({ id, name, type, size });

/** Counts uploads in progress towards the quota, so that parallel uploads cannot exceed it. */
class Arriving {
  readonly #owners = new Map<string, { files: number; bytes: number }>();

  of({ kind, id }: AttachmentOwner): { readonly files: number; readonly bytes: number } {
    return this.#owners.get(`${kind} ${id}`) ?? { files: 0, bytes: 0 };
  }

  /** Returns a function that removes the upload from the count. */
  add(owner: AttachmentOwner, bytes: number): () => void {
    this.#change(owner, 1, bytes);
    let here = true;
    return () => {
      if (here) this.#change(owner, -1, -bytes);
      here = false;
    };
  }

  #change({ kind, id }: AttachmentOwner, files: number, bytes: number): void {
    const key = `${kind} ${id}`;
    const before = this.of({ kind, id });
    const after = { files: before.files + files, bytes: before.bytes + bytes };
    if (after.files === 0) this.#owners.delete(key);
    else this.#owners.set(key, after);
  }
}
