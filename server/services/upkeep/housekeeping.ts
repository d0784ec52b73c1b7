/**
 * What has run out is thrown away: remembered requests after a day, sessions after their hours, codes of guests after one, uploads that nobody sent,
 * mails a week after they were sent and a month after they were given up, mails that nobody at the desk wanted after a month,
 * and what nobody will be told any more.
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
  /** What happened while there was no mail to send, too long ago to be told. */
  readonly untold: number;
  /** Mails that waited in quarantine for a month. */
  readonly quarantined: number;
}

export interface Housekeeping {
  sweep(): Promise<Swept>;
}

/** One commit drops at most so many rows, so that other writers never wait long behind it. */
const batch = 2_000;

/** How long somebody may take to send what they uploaded; and how long a file may wait for its row, which comes right after it. */
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

  /** Without a mail server effects wait; older ones would not be told if there were one by now. */
  /** Of what waited in vain; and that a mail came, once nobody sends it again. */
  async function sweepMailIn(): Promise<number> {
    const waited = (await store.listQuarantined()).filter(({ at }) => at < instant(now() - quarantinedFor)).map(({ id }) => id);
    if (waited.length > 0) await store.commit({ drop: { quarantine: waited } });
    for (const id of waited) await files.remove(id);
    const arrivals = (await store.arrivalsBefore(instant(now() - arrivalsKeptFor))).map(({ id }) => id);
    for (let i = 0; i < arrivals.length; i += batch) await store.commit({ drop: { arrivals: arrivals.slice(i, i + batch) } });
    return waited.length;
  }

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
      // The row first: a file without a row is found below, a row without a file would be a promise that cannot be kept.
      for (const id of ids) await files.remove(id);
      swept += ids.length;
    }
    return swept + (await sweepFiles());
  }

  /** Left where a crash came between a file and its row, or between the end of a row and that of its file. */
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
