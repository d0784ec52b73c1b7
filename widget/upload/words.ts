/** Messages about files of a text. */
import { msg, str } from '@lit/localize';
import type { FailureCode } from '../client/http.ts';
import type { HeldFile } from './held-files.ts';
import type { FileLimits } from '../draw/file-name.ts';
import type { RefusedFile, UploadState } from './uploads.ts';
import { isPassing } from '../client/patience.ts';
import { sayLimit, saySize } from '../draw/file-name.ts';
import { isolated } from '../draw/isolate.ts';
import { sayFailure } from '../draw/states.ts';

/** Why the server has refused the file. */
function sayTrouble(code: FailureCode, fleeting: boolean, size: string): string {
  switch (code) {
    case 'unsupported-media-type':
      return msg('We cannot accept this type of file, whatever its name says.');
    case 'too-large':
      return msg('This file is too large.');
    case 'too-large-on-the-way':
      return msg(str`This file (${size}) seems too large for the network between you and us. Try a smaller one.`);
    case 'no-room':
      return msg('Many files are already waiting to be sent: send or remove some of them, then try again.');
    case 'file-lost':
      return msg('This file is no longer on this device: please add it again.');
    case 'offline':
    case 'unreachable':
      return fleeting
        ? msg('The connection was cut. Keep this page open: the file will be sent.')
        : msg('The connection was cut. The file is kept here.');
    default:
      return isPassing(code) ? sayFailure(code) : msg('We could not accept this file.');
  }
}

export function sayFile({ size, attachment }: HeldFile, { trouble, sent, control, fleeting }: UploadState, locale: string): string {
  const all = saySize(size, locale);
  if (attachment) return msg(str`${all}, attached`);
  if (trouble) return sayTrouble(trouble, fleeting, all);
  if (!control) return msg(str`${all}, waiting`);
  const part = new Intl.NumberFormat(locale, { style: 'percent' }).format(sent);
  return msg(str`${part} of ${all}`);
}

export function sayRefused({ name: given, why }: RefusedFile, limits: FileLimits, locale: string): string {
  const name = isolated(given);
  switch (why) {
    case 'empty':
      return msg(str`“${name}” is empty.`);
    case 'twice':
      return msg(str`“${name}” is already attached.`);
    case 'too-large':
      return msg(str`“${name}” is too large: ${sayLimit(limits, locale)} at most.`);
    case 'too-many':
      return msg(str`“${name}” was not added: ${limits.perMessage} files at most.`);
    case 'kind':
      return msg(str`“${name}” is a type of file we cannot accept. We accept: ${limits.extensions.join(', ')}.`);
    case 'unreadable':
      return msg(str`“${name}” could not be read. If it is a folder, add the files in it.`);
  }
}
