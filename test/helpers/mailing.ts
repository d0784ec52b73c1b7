/** A server with mail, composed as `main.ts` does, on a store that the test holds and a clock that it may move. */
import { Registry } from 'prom-client';
import { mailOutOf } from '../../server/config/mail.ts';
import { silentLog } from '../../server/log.ts';
import { growing } from '../../server/notify/backoff.ts';
import { startNotifying } from '../../server/notify/notifier.ts';
import type { Notifier } from '../../server/notify/notifier.ts';
import { openMailServer } from './mail-server.ts';
import type { MailServer, Taken } from './mail-server.ts';
import { openHarness, start } from './harness.ts';
import type { Harness, HarnessOptions } from './harness.ts';

export const sender = 'support@example.com';
export const teamAddress = 'team@example.com';

export const nadia = { name: 'Nadia Moreau', email: 'nadia@example.com', email_verified: true, locale: 'fr' } as const;

/** Tries come quickly after each other, so that tests do not wait. */
export const quick = { mail: growing(20, 1, 20), server: growing(20, 1, 20) };
export const impatient = { connect: 2_000, silence: 2_000 };

export interface Mailing extends Harness {
  readonly smtp: MailServer;
  readonly notifier: Notifier;
  /** What an address has got. */
  to(address: string): readonly Taken[];
  /** A new process on the same store. */
  restart(): Promise<void>;
  end(): Promise<void>;
}

export async function openMailing(options: HarnessOptions & { readonly smtp?: MailServer } = {}): Promise<Mailing> {
  const smtp = options.smtp ?? (await openMailServer());
  const environment = {
    SUPPORT_SMTP_URL: smtp.url,
    SUPPORT_MAIL_FROM: `Example <${sender}>`,
    SUPPORT_PUBLIC_URL: 'https://support.example.com',
  };
  const began = Date.now();
  const held: { clock?: Harness['clock'] } = {};
  const harness = await openHarness({
    config: { mail: { team: [teamAddress] } },
    ...options,
    environment: { ...environment, ...options.environment },
    // Tries come after a while: here time passes by itself, and may be moved besides.
    parts: { now: () => (held.clock?.now ?? start) + Date.now() - began, ...options.parts },
  });
  held.clock = harness.clock;
  const mail = mailOutOf({ smtpUrl: environment.SUPPORT_SMTP_URL, mailFrom: environment.SUPPORT_MAIL_FROM });
  if (!mail) throw new Error('no mail');
  const notify = (): Promise<Notifier> =>
    startNotifying({
      ...harness.deps,
      registry: new Registry(),
      mail,
      log: silentLog,
      chance: () => 0.5,
      waits: quick,
      patience: impatient,
    });
  let notifier = await notify();
  return {
    ...harness,
    smtp,
    get notifier() {
      return notifier;
    },
    to: (address) => smtp.taken.filter(({ to }) => to.includes(address)),
    async restart() {
      await notifier.close();
      notifier = await notify();
    },
    async end() {
      await notifier.close();
      await smtp.close();
    },
  };
}

/** The whole text a person can read of a mail, in both its parts. */
export const partsOf = ({ mail }: Taken): string => `${mail.subject ?? ''}\n${mail.text ?? ''}\n${mail.html ?? ''}`;
