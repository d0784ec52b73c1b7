import { Failure } from '../../client/http.ts';
import { isOutdated } from '../../client/outdated.ts';
import { below } from '../root.ts';

/** Waits for a chunk. @throws Failure when it cannot be loaded: `outdated` when the server has another build */
export async function loadPart(part: Promise<unknown>): Promise<void> {
  try {
    await part;
  } catch {
    if (await isOutdated(below('/support-desk.js'))) throw new Failure('outdated');
    throw new Failure(navigator.onLine ? 'unreachable' : 'offline');
  }
}
