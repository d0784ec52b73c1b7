/**
 * Uploads the files of unsent texts, a few at a time, independently of the screen. Temporary failures are retried; refused
 * files wait for the customer's decision and are never dropped by themselves.
 */
import { msg, str } from '@lit/localize';
import { nanoid } from 'nanoid';
import type { AttachmentView } from '../../server/wire/tickets.ts';
import type { Way } from '../client/line.ts';
import { Failure, asFailure } from '../client/http.ts';
import type { FailureCode } from '../client/http.ts';
import { wayOf } from './upload.ts';
import { FileStore } from './file-store.ts';
import { extensionOf } from '../draw/file-name.ts';
import type { FileLimits } from '../draw/file-name.ts';
import { areThere, heldFiles, holdFiles, idsOf } from './held-files.ts';
import type { HeldFile } from './held-files.ts';
import type { Drafts } from '../client/drafts.ts';
import { isPassing, patience } from '../client/patience.ts';

/** Why a file was not added. */
export type Refused = 'empty' | 'too-large' | 'too-many' | 'twice' | 'kind' | 'unreadable';

export interface RefusedFile {
  readonly name: string;
  readonly why: Refused;
}

export interface UploadState {
  /** The part that was sent, 0..1. */
  sent: number;
  trouble: FailureCode | null;
  /** Whether the bytes are lost with the page, as the browser cannot store them. */
  fleeting: boolean;
  control: AbortController | null;
  /** How often the upload broke off without an answer. */
  breaks: number;
}

/** A proxy's usual limit in bytes; uploads of smaller files break off for other reasons. */
const usualProxyLimit = 1024 * 1024;

const atOnce = 2;

/** The outbox that sends the texts. Fires `wake` when uploads should be retried, and `stop` when the customer signs out. */
export interface UploadHost extends EventTarget {
  uploads: Uploads | null;
  readonly drafts: Drafts;
  /** `null` after another customer has signed in. */
  readonly api: UploadApi | null;
  filesOf(form: string): readonly HeldFile[];
  signedOut(): void;
}

/** The requests that uploads make. */
export interface UploadApi {
  list(query: { readonly state: 'open'; readonly limit: number }, signal?: AbortSignal): Promise<unknown>;
  upload(way: Way, signal: AbortSignal): Promise<AttachmentView>;
}

/** Fires `change` when a file or its state changes. */
export class Uploads extends EventTarget {
  readonly #outbox: UploadHost;
  readonly #store: FileStore;
  readonly #states = new Map<string, UploadState>();
  /** The texts whose files are uploaded. */
  readonly #forms = new Set<string>();
  /** Files that are being stored on the device. */
  readonly #keeping = new Set<string>();
  #queue: string[] = [];
  #running = 0;
  #tries = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** One for each customer's outbox. */
  static of(outbox: UploadHost): Uploads {
    return (outbox.uploads ??= new Uploads(outbox));
  }

  private constructor(outbox: UploadHost) {
    super();
    this.#outbox = outbox;
    this.#store = new FileStore(outbox.drafts.owner);
    outbox.addEventListener('wake', this.#wake);
    outbox.addEventListener('stop', () => this.#stop());
  }

  files(form: string): readonly HeldFile[] {
    return heldFiles(this.#outbox.drafts, form);
  }

  stateOf(id: string): UploadState {
    let state = this.#states.get(id);
    if (!state) this.#states.set(id, (state = { sent: 0, trouble: null, fleeting: false, control: null, breaks: 0 }));
    return state;
  }

  /** Starts the uploads of a text's files, and retries those with a temporary failure. */
  open(form: string): void {
    this.#forms.add(form);
    for (const { id, attachment } of this.files(form)) {
      const { trouble } = this.stateOf(id);
      if (!attachment && (trouble === null || isPassing(trouble))) this.#enqueue(id);
    }
  }

  /** Adds files in order; returns refused ones with the reason. */
  async add(form: string, files: readonly File[], limits: FileLimits): Promise<readonly RefusedFile[]> {
    const refused: RefusedFile[] = [];
    this.#forms.add(form);
    for (const file of files) {
      const why = whyNot(file, this.files(form), limits) ?? (await this.#take(form, file));
      if (why) refused.push({ name: file.name, why });
    }
    return refused;
  }

  async #take(form: string, file: File): Promise<Refused | null> {
    const id = nanoid();
    this.#keeping.add(id);
    this.#hold(form, [...this.files(form), { id, name: file.name, size: file.size, type: file.type, attachment: null }]);
    const state = this.stateOf(id);
    try {
      state.fleeting = !(await this.#store.keep(id, file));
    } catch {
      return this.#cannotRead(form, id);
    } finally {
      this.#keeping.delete(id);
    }
    this.#enqueue(id);
    return null;
  }

  /** Removes a file that cannot be read; when its text has moved to the outbox meanwhile, marks it `file-lost` instead. */
  #cannotRead(form: string, id: string): Refused | null {
    if (this.files(form).some((file) => file.id === id)) {
      this.remove(form, id);
      return 'unreadable';
    }
    this.stateOf(id).trouble = 'file-lost';
    this.#show();
    return null;
  }

  /** The bytes of a file; `null` when the device no longer has them. */
  bytesOf(id: string): Promise<File | null> {
    return this.#store.load(id);
  }

  /** Replaces a file; the old one is removed after the new one is stored. @throws when the new one cannot be stored */
  async replace(form: string, id: string, file: File): Promise<void> {
    const { name, size, type } = file;
    const next = nanoid();
    this.stateOf(next).fleeting = !(await this.#store.keep(next, file));
    this.#hold(
      form,
      this.files(form).flatMap((held) => (held.id === id ? [held, { id: next, name, size, type, attachment: null }] : [held])),
    );
    this.remove(form, id);
    this.#enqueue(next);
  }

  remove(form: string, id: string): void {
    this.#states.get(id)?.control?.abort();
    this.#states.delete(id);
    this.#queue = this.#queue.filter((queued) => queued !== id);
    void this.#store.drop(id);
    this.#hold(
      form,
      this.files(form).filter((file) => file.id !== id),
    );
  }

  clear(form: string): void {
    for (const { id } of this.files(form)) this.remove(form, id);
  }

  retry(id: string): void {
    this.stateOf(id).trouble = null;
    this.#enqueue(id);
  }

  /** Records that the customer keeps the file's name. */
  keepName(form: string, id: string): void {
    this.#hold(
      form,
      this.files(form).map((file) => (file.id === id ? { ...file, named: true } : file)),
    );
  }

  /** Whether sending is blocked by too many files or a refused one, which the customer has to resolve. */
  isStuck(form: string, limits: FileLimits): boolean {
    const files = this.files(form);
    return files.length > limits.perMessage || files.some((file) => this.isRefused(file));
  }

  readonly sayWaiting = (title: string): string =>
    msg(str`“${title}” will be sent as soon as its files have arrived, even if you leave this page and come back later.`);

  sayStuck(): string {
    return msg('A file could not be accepted: remove it, or try again.');
  }

  isRefused({ id, attachment }: HeldFile): boolean {
    const { trouble } = this.stateOf(id);
    return !attachment && trouble !== null && !isPassing(trouble);
  }

  /** Resolves to the ids once all files are uploaded. @throws Failure of the first that fails */
  async settled(form: string): Promise<string[]> {
    this.open(form);
    for (;;) {
      const files = this.files(form);
      const trouble = files.map(({ id, attachment }) => (attachment ? null : this.stateOf(id).trouble)).find((code) => code !== null);
      if (trouble) throw new Failure(isPassing(trouble) ? trouble : 'file-lost');
      if (!this.#outbox.api) throw new Failure('unreachable');
      if (areThere(files)) return idsOf(files);
      await new Promise((resolve) => this.addEventListener('change', resolve, { once: true }));
    }
  }

  #enqueue(id: string): void {
    const state = this.stateOf(id);
    if (state.control || this.#keeping.has(id) || this.#queue.includes(id)) return;
    state.trouble = null;
    this.#queue.push(id);
    this.#pump();
  }

  #pump(): void {
    while (this.#running < atOnce && this.#queue.length) void this.#run(this.#queue.shift() as string);
    this.#show();
  }

  async #run(id: string): Promise<void> {
    const state = this.stateOf(id);
    const control = (state.control = new AbortController());
    this.#running++;
    try {
      const attachment = await this.#bring(id, state, control.signal);
      this.#tries = 0;
      this.#arrived(id, attachment);
    } catch (error) {
      if (!control.signal.aborted) this.#failed(state, await this.#explain(id, state, asFailure(error), control.signal));
    }
    state.control = null;
    state.sent = 0;
    this.#running--;
    this.#pump();
  }

  /**
   * A proxy with a lower limit may close the connection before its answer is read, or answer without CORS headers. The page
   * then only sees that uploads of the file keep breaking off while small requests succeed.
   */
  async #explain(id: string, state: UploadState, failure: Failure, signal: AbortSignal): Promise<Failure> {
    if (failure.code !== 'unreachable') return failure;
    state.breaks++;
    const size = (await this.#store.load(id).catch(() => null))?.size ?? 0;
    if (state.breaks < 2 || size < usualProxyLimit) return failure;
    const answers = await this.#outbox.api?.list({ state: 'open', limit: 1 }, signal).then(
      () => true,
      () => false,
    );
    return answers ? new Failure('too-large-on-the-way') : failure;
  }

  async #bring(id: string, state: UploadState, signal: AbortSignal): Promise<string> {
    const file = await this.#store.load(id);
    if (!file) throw new Failure('file-lost');
    const { api } = this.#outbox;
    if (!api) throw new Failure('unreachable');
    const tell = (sent: number): void => {
      state.sent = sent;
      this.#show();
    };
    return (await api.upload(wayOf(file, tell), signal)).id;
  }

  /** Stores the id in whichever text has the file, since the text may have moved to the outbox meanwhile. */
  #arrived(id: string, attachment: string): void {
    for (const form of this.#forms) {
      const files = this.files(form);
      if (files.some((file) => file.id === id))
        this.#hold(
          form,
          files.map((file) => (file.id === id ? { ...file, attachment } : file)),
        );
    }
  }

  #failed(state: UploadState, { code, fields }: Failure): void {
    state.trouble = code === 'too-large' && fields.length ? 'no-room' : code;
    if (code === 'unauthenticated') this.#outbox.signedOut();
    else if (isPassing(code)) {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(this.#wake, (patience[Math.min(this.#tries++, patience.length - 1)] ?? 60) * 1000);
    }
  }

  #hold(form: string, files: readonly HeldFile[]): void {
    holdFiles(this.#outbox.drafts, form, files);
    this.#show();
  }

  /** Stops all uploads until this customer signs in again. */
  #stop(): void {
    clearTimeout(this.#timer);
    this.#queue = [];
    for (const { control } of this.#states.values()) control?.abort();
    this.#show();
  }

  readonly #wake = (): void => {
    for (const form of this.#forms) this.open(form);
  };

  #show(): void {
    this.dispatchEvent(new Event('change'));
  }
}

function whyNot({ name, size, type }: File, held: readonly HeldFile[], { maxBytes, perMessage, extensions }: FileLimits): Refused | null {
  if (!size) return 'empty';
  if (held.some((file) => file.name === name && file.size === size)) return 'twice';
  if (size > maxBytes) return 'too-large';
  if (held.length >= perMessage) return 'too-many';
  // A file without an extension, or an image, is left to the server, which detects the kind by content.
  const extension = extensionOf(name);
  return extension && extensions.length && !extensions.includes(`.${extension}`) && !type.startsWith('image/') ? 'kind' : null;
}
