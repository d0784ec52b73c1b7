import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { msg } from '@lit/localize';
import type { AttachmentView } from '../../../server/wire/tickets.ts';
import { limits } from '../../../server/ticket/limits.ts';
import { asFailure, Failure } from '../../client/http.ts';
import type { DeskApi } from '../api.ts';
import { sayDeskFailure } from '../frame/failures.ts';

/** An attachment of a composer: uploading, uploaded, or refused with a reason. */
export interface Attached {
  readonly name: string;
  readonly size: number;
  readonly arrived: AttachmentView | null;
  readonly problem: string | null;
  /** The file, for a retry; `null` after a reload. */
  readonly file: File | null;
  /** How often its upload broke off without an answer. */
  readonly breaks: number;
  /** Aborts the upload. */
  readonly stop: AbortController;
}

const { perMessage, maxBytes } = limits.attachment;

/** A proxy's usual limit in bytes; uploads of smaller files break off for other reasons. */
const usualProxyLimit = 1024 * 1024;

/** The files of one composer. They are uploaded when they are chosen, and named in the request when it sends. */
export class Attaching implements ReactiveController {
  #files: readonly Attached[] = [];
  readonly #host: ReactiveControllerHost;
  readonly #api: () => DeskApi;
  /** Called when the list of uploaded files changes. */
  readonly #changed: () => void;

  constructor(host: ReactiveControllerHost, api: () => DeskApi, changed: () => void) {
    this.#host = host;
    this.#api = api;
    this.#changed = changed;
    host.addController(this);
  }

  hostDisconnected(): void {
    for (const { stop } of this.#files) stop.abort();
  }

  get all(): readonly Attached[] {
    return this.#files;
  }

  get arrived(): readonly AttachmentView[] {
    return this.#files.map(({ arrived }) => arrived).filter((file) => file !== null);
  }

  /** Why the files prevent sending; `null` when they do not. */
  get obstacle(): string | null {
    if (this.#files.some(({ problem }) => problem !== null)) return msg('A file did not arrive: try it again, or take it off.');
    return this.#files.some(({ arrived }) => arrived === null) ? msg('A file is still on its way: send once it has arrived.') : null;
  }

  /** Restores files that were uploaded before a reload. */
  restore(files: readonly AttachmentView[]): void {
    this.#set(
      files.map((arrived) => ({
        name: arrived.name,
        size: arrived.size,
        arrived,
        problem: null,
        file: null,
        breaks: 0,
        stop: new AbortController(),
      })),
    );
  }

  add(files: Iterable<File>): void {
    for (const file of files) {
      const attached: Attached = {
        name: file.name,
        size: file.size,
        arrived: null,
        problem: this.#refusal(file),
        file: null,
        breaks: 0,
        stop: new AbortController(),
      };
      this.#set([...this.#files, attached]);
      if (attached.problem === null) void this.#upload(attached, file);
    }
  }

  again(attached: Attached): void {
    const { file } = attached;
    if (!file) return;
    const next = { ...attached, problem: null };
    this.#replace(attached, next);
    void this.#upload(next, file);
  }

  remove(attached: Attached): void {
    attached.stop.abort();
    this.#set(this.#files.filter((file) => file !== attached));
    this.#changed();
  }

  clear(): void {
    this.#set([]);
  }

  /** Marks files that the server no longer has, as after a day. Returns whether the failure was about such files. */
  lose({ fields }: Failure): boolean {
    const lost = new Set(fields.map(({ path }) => /^attachments\.(\d+)$/.exec(path)?.[1]).filter((index) => index !== undefined));
    if (lost.size === 0) return false;
    this.#set(
      this.#files.map((file, index) =>
        lost.has(String(index))
          ? { ...file, arrived: null, problem: msg('It waited for too long and was thrown away. Attach it again.') }
          : file,
      ),
    );
    this.#changed();
    return true;
  }

  #refusal({ size }: File): string | null {
    if (this.#files.length >= perMessage) return msg('Eight files go with one message. This one can go with the next.');
    return size > maxBytes ? msg('This is too large: 10 MB is the most.') : null;
  }

  async #upload(attached: Attached, file: File): Promise<void> {
    try {
      const arrived = await this.#api().upload(file, attached.stop.signal);
      this.#replace(attached, { ...attached, name: arrived.name, size: arrived.size, arrived });
      this.#changed();
    } catch (error) {
      if (attached.stop.signal.aborted) return;
      const breaks = attached.breaks + 1;
      const failure = await this.#explain(asFailure(error), file, breaks, attached.stop.signal);
      if (attached.stop.signal.aborted) return;
      this.#replace(attached, { ...attached, problem: sayUploadFailure(failure), file: isFinal(failure) ? null : file, breaks });
    }
  }

  /**
   * A proxy with a lower limit than the server's may refuse the file, or close the connection before its answer is read: then
   * uploads of the file keep breaking off while small requests succeed.
   */
  async #explain(failure: Failure, { size }: File, breaks: number, signal: AbortSignal): Promise<Failure> {
    if (failure.code === 'too-large' && failure.fields.length === 0) return size > maxBytes ? failure : new Failure('too-large-on-the-way');
    if (failure.code !== 'unreachable' || breaks < 2 || size < usualProxyLimit) return failure;
    const answers = await this.#api()
      .me(signal)
      .then(
        () => true,
        () => false,
      );
    return answers ? new Failure('too-large-on-the-way') : failure;
  }

  #replace(before: Attached, after: Attached): void {
    this.#set(this.#files.map((file) => (file === before ? after : file)));
  }

  #set(files: readonly Attached[]): void {
    this.#files = files;
    this.#host.requestUpdate();
  }
}

/** Whether the failure is about the file itself, so that a retry would fail too. */
const isFinal = ({ code, fields }: Failure): boolean =>
  code === 'unsupported-media-type' ||
  code === 'invalid-input' ||
  code === 'too-large-on-the-way' ||
  (code === 'too-large' && fields.length === 0);

function sayUploadFailure(failure: Failure): string {
  switch (failure.code) {
    case 'unsupported-media-type':
      return msg('Files of this kind are not taken.');
    case 'too-large':
      return failure.fields.length > 0
        ? msg('Too many files are waiting to be sent. Send or remove some first.')
        : msg('This is too large: 10 MB is the most.');
    case 'too-large-on-the-way':
      return msg('This file seems too large for something between you and the server. Try a smaller one.');
    case 'invalid-input':
      return msg('This file is empty or damaged, or a picture of too many pixels.');
    default:
      return sayDeskFailure(failure.code);
  }
}
