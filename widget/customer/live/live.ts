/** What a customer's page is told while it is open: loaded when everything else is there, and never needed. */
import { html } from 'lit';
import { msg } from '@lit/localize';
import { paths } from '../../../server/wire/paths.ts';
import type { Screen } from '../screen.ts';
import type { Live, LiveHost } from './host.ts';
import { openStream, whole } from '../../client/stream.ts';

/** For the desk: imported from here, it comes in the same file. */
export { openStream, whole };

/** Milliseconds: what is not said again within that time is over. */
const writesFor = 17_000;

export function openLive(host: LiveHost): Live {
  const { key } = host;
  const setting = `support-ticket notices ${key}`;
  const writers = new Map<string, number>();
  const notices = () => import('./notices.ts');
  let soon: ReturnType<typeof setTimeout> | undefined;
  let unseen: ReturnType<typeof setTimeout> | undefined;

  /** What `writes` or `offer` give is another one now. */
  const changed = (): void => host.root.querySelector<Screen>('.screen')?.requestUpdate();

  function wants(): string | null {
    try {
      return localStorage.getItem(setting);
    } catch {
      // Nothing can be kept here: nobody is asked again and again.
      return 'no';
    }
  }

  const stream = openStream({
    key,
    lastEventId: host.lastEventId,
    ask: (way) => host.line().call(paths.events, { way }, whole),
    stays: () => wants() === 'yes',
    seen: () => clearTimeout(unseen),
    hint(type, ticketId) {
      const writing = type === 'writing';
      if (writing) setTimeout(changed, writesFor);
      writers.set(ticketId, writing ? Date.now() + writesFor : 0);
      changed();
      if (writing || type === 'rested') return;
      clearTimeout(soon);
      soon = setTimeout(host.news, 30);
      if (type !== 'ticket-answered') return;
      // Another tab that somebody looks at says so before this one makes a noise.
      if (!document.hidden) stream.look();
      else if (wants() === 'yes') unseen = setTimeout(() => void notices().then(({ tell }) => tell(host, ticketId)), 500);
    },
  });

  async function ask(): Promise<void> {
    const granted = (await Notification.requestPermission()) === 'granted';
    localStorage.setItem(setting, granted ? 'yes' : 'no');
    changed();
    if (granted) (await notices()).agree();
  }

  return {
    isFresh: stream.isFresh,
    writes: (ticketId) => (writers.get(ticketId) ?? 0) > Date.now(),
    offer: () =>
      (self.Notification?.permission ?? 'denied') === 'denied' || wants()
        ? null
        : html`<button class="link" type="button" @click=${ask}>${msg('Tell me here when I have an answer')}</button>`,
    stop: stream.stop,
  };
}
