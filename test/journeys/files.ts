/** What journeys with files have in common. */
import { until } from '../widget/page.ts';
import type { Page } from '../widget/page.ts';

export const text = (name: string, content: BlobPart = 'Something happened.\n'): File => new File([content], name, { type: 'text/plain' });

export async function picture(name: string, width = 600, height = 300): Promise<File> {
  const canvas = Object.assign(document.createElement('canvas'), { width, height });
  const brush = canvas.getContext('2d');
  if (!brush) throw new Error('no canvas');
  brush.fillStyle = '#c03020';
  brush.fillRect(0, 0, width, height);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  return new File([blob as Blob], name, { type: 'image/png' });
}

export function carrying(...files: readonly File[]): DataTransfer {
  const data = new DataTransfer();
  for (const file of files) data.items.add(file);
  return data;
}

/** As the browser's own dialog does. */
export async function choose(page: Page, ...files: readonly File[]): Promise<void> {
  const picker = await page.find<HTMLInputElement>('support-ticket-files input[type="file"]');
  picker.files = carrying(...files).files;
  picker.dispatchEvent(new Event('change', { bubbles: true }));
}

export const rows = (page: Page): string[] => page.all('.files > li').map((row) => row.innerText.replace(/\s+/g, ' ').trim());

export const attached = (page: Page, count: number): Promise<true> =>
  until(
    () => `${count} files attached, among: ${rows(page).join(' | ')}`,
    () => rows(page).filter((row) => row.includes(', attached')).length === count || null,
  );

const send = XMLHttpRequest.prototype.send;

/** The line is there again, and nobody has noticed yet. */
export const mendUploads = (): void => {
  XMLHttpRequest.prototype.send = send;
};

/** Uploads fail as they do on a cut line, until it is called again. */
export function cutUploads(): () => void {
  XMLHttpRequest.prototype.send = function (this: XMLHttpRequest) {
    queueMicrotask(() => {
      this.dispatchEvent(new ProgressEvent('error'));
      this.dispatchEvent(new ProgressEvent('loadend'));
    });
  };
  return () => {
    XMLHttpRequest.prototype.send = send;
    window.dispatchEvent(new Event('online'));
  };
}

/** Uploads stand still on their way, until it is called again. */
export function holdUploads(): () => void {
  const held: (() => void)[] = [];
  XMLHttpRequest.prototype.send = function (this: XMLHttpRequest, body) {
    held.push(() => {
      if (this.readyState === XMLHttpRequest.OPENED) send.call(this, body);
    });
  };
  return () => {
    XMLHttpRequest.prototype.send = send;
    for (const go of held.splice(0)) go();
  };
}

/** Files are slow to reach the device's disk, until it is called again. */
export function holdDisk(): () => void {
  const { oncomplete } = Object.getOwnPropertyDescriptors(IDBTransaction.prototype);
  const late: (() => void)[] = [];
  let held = true;
  Object.defineProperty(IDBTransaction.prototype, 'oncomplete', {
    ...oncomplete,
    set(this: IDBTransaction, done: () => void) {
      if (this.mode === 'readwrite') oncomplete?.set?.call(this, () => (held ? late.push(done) : done()));
      else oncomplete?.set?.call(this, done);
    },
  });
  return () => {
    held = false;
    if (oncomplete) Object.defineProperty(IDBTransaction.prototype, 'oncomplete', oncomplete);
    for (const done of late.splice(0)) done();
  };
}
