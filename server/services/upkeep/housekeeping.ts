/**
 * Removes expired rows and files: idempotency records and unclaimed uploads after a day, expired sessions, guests' unused
 * challenges after an hour, mails a week after they were sent and 30 days after they were given up, quarantined mails after
 * 30 days, and effects that are too old to be mailed.
 */
import type { Site } from '../../config/site.ts';
import type { AttachmentFiles } from '../../store/attachments.ts';
import type { OutgoingMail, Store } from '../../store/store.ts';
import { instant } from '../../ticket/promise.ts';
import { day, hour } from '../../ticket/calendar.ts';
import { keptAt } from '../../identity/guest-codes.ts';
import { keptFor } from '../idempotency.ts';
import { arrivalsKeptFor, quarantinedFor } from '../mail-in/quarantining.ts';

export interface Swept {
  readonly requests: number;
  readonly sessions: number;
  /** Uploads that no ticket took, and files that no row names. */
  readonly uploads: number;
  readonly mails: number;
  /** Effects that waited for a mail server until they were too old to be mailed. */
  readonly untold: number;
  /** Mails that were in quarantine for 30 days. */
  readonly quarantined: number;
}

export interface Housekeeping {
  sweep(): Promise<Swept>;
}

/** One commit drops at most so many rows, so that other writers never wait long behind it. */
const batch = 2_000;

/** How long an upload may stay unclaimed, and how old a file without a row must be to be removed. */
const uploadsKeptFor = day;

const sentFor = 7 * day;
const deadFor = 30 * day;

export interface HousekeepingDeps {
  readonly store: Store;
  readonly files: AttachmentFiles;
  readonly site: Pick<Site, 'mail'>;
  readonly now: () => number;
}

export function createHousekeeping({ store, files, site, now }: HousekeepingDeps): Housekeeping {
  async function endedMails(): Promise<string[]> {
    const deadBefore = instant(now() - deadFor);
    const isOver = ({ state, endedAt }: OutgoingMail): boolean => state === 'sent' || (endedAt ?? '') < deadBefore;
    return (await store.mailsEndedBefore(instant(now() - sentFor))).filter(isOver).map(({ id }) => id);
  }

  /** Drops quarantined mails, and records of arrived mails that no mail server sends again. */
  async function sweepMailIn(): Promise<number> {
    const waited = (await store.listQuarantined()).filter(({ at }) => at < instant(now() - quarantinedFor)).map(({ id }) => id);
    if (waited.length > 0) await store.commit({ drop: { quarantine: waited } });
    for (const id of waited) await files.remove(id);
    const arrivals = (await store.arrivalsBefore(instant(now() - arrivalsKeptFor))).map(({ id }) => id);
    for (let i = 0; i < arrivals.length; i += batch) await store.commit({ drop: { arrivals: arrivals.slice(i, i + batch) } });
    return waited.length;
  }

  /** Drops effects that are older than `maxAgeHours`; they pile up only without a mail server. */
  async function sweepEffects(): Promise<number> {
    const before = instant(now() - site.mail.maxAgeHours * hour);
    for (let swept = 0; ; ) {
      const effects = (await store.pendingEffects(batch)).filter(({ at }) => at < before);
      if (effects.length === 0) return swept;
      await store.commit({ drop: { effects: effects.map(({ id }) => id) } });
      swept += effects.length;
    }
  }

  async function endedSessions(): Promise<string[]> {
    const at = instant(now());
    const ended: string[] = [];
    for (const { id } of await store.listStaff()) {
      for (const session of await store.sessionsOf(id)) if (session.expiresAt <= at) ended.push(session.id);
    }
    return ended;
  }

  async function sweepUploads(): Promise<number> {
    let swept = 0;
    const before = instant(now() - uploadsKeptFor);
    for (
      let ids = await store.dropPendingAttachments(before, batch);
      ids.length > 0;
      ids = await store.dropPendingAttachments(before, batch)
    ) {
      // The row goes first: `sweepFiles` finds a file without a row, but a row without its file would fail on download.
      for (const id of ids) await files.remove(id);
      swept += ids.length;
    }
    return swept + (await sweepFiles());
  }

  /** Removes files without a row, which a crash leaves between writing or removing the two. */
  async function sweepFiles(): Promise<number> {
    let swept = 0;
    for (const id of await files.list()) {
      const isNamed = async (): Promise<boolean> => Boolean((await store.attachment(id)) ?? (await store.quarantined(id)));
      if (await isNamed()) continue;
      const { writtenAt } = (await files.look(id)) ?? {};
      if (writtenAt === undefined || writtenAt > now() - uploadsKeptFor || (await isNamed())) continue;
      await files.remove(id);
      swept += 1;
    }
    return swept;
  }

  return {
    async sweep() {
      const requests = (await store.idempotencyRecordsBefore(instant(now() - keptFor))).map(({ id }) => id);
      for (let i = 0; i < requests.length; i += batch) await store.commit({ drop: { idempotency: requests.slice(i, i + batch) } });
      const isKept = keptAt(now());
      const challenges = (await store.challenges()).filter((row) => !isKept(row)).map(({ id }) => id);
      for (let i = 0; i < challenges.length; i += batch) await store.commit({ drop: { challenges: challenges.slice(i, i + batch) } });
      const sessions = await endedSessions();
      if (sessions.length > 0) await store.commit({ drop: { sessions } });
      const mails = await endedMails();
      for (let i = 0; i < mails.length; i += batch) await store.commit({ drop: { mails: mails.slice(i, i + batch) } });
      return {
        requests: requests.length,
        sessions: sessions.length,
        uploads: await sweepUploads(),
        mails: mails.length,
        untold: await sweepEffects(),
        quarantined: await sweepMailIn(),
      };
    },
  };
}
