/** Uploads a file with XMLHttpRequest, since `fetch` does not report progress. */
import { noAnswer, usualPatience } from '../client/http.ts';
import type { Way } from '../client/line.ts';

/** `tell` gets the part that was sent, 0..1. Rejects with a `Failure`, or with the signal's reason when aborted. */
export const wayOf =
  (file: File, tell: (sent: number) => void): Way =>
  (url, { headers, signal }) =>
    new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      let stalled: ReturnType<typeof setTimeout> | undefined;
      const abort = () => request.abort();
      // The timeout restarts with every progress event, so that large files may take long.
      const watch = () => {
        clearTimeout(stalled);
        stalled = setTimeout(abort, usualPatience);
      };
      request.open('POST', url);
      for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
      request.upload.onprogress = ({ loaded, total }) => {
        watch();
        tell(loaded / total);
      };
      request.onload = () => resolve(responseOf(request));
      request.onerror = () => reject(noAnswer());
      request.onabort = () => reject(signal?.aborted ? (signal.reason as Error) : noAnswer());
      request.onloadend = () => {
        clearTimeout(stalled);
        signal?.removeEventListener('abort', abort);
      };
      signal?.addEventListener('abort', abort);
      const body = new FormData();
      body.append('file', file, file.name);
      watch();
      request.send(body);
      if (signal?.aborted) abort();
    });

/** A `Response`, as the rest of the API expects. */
function responseOf(request: XMLHttpRequest): Response {
  const retryAfter = request.getResponseHeader('retry-after');
  return new Response(request.responseText, { status: request.status, headers: retryAfter === null ? {} : { 'retry-after': retryAfter } });
}
