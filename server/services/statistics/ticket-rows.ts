/** A ticket as a row of a spreadsheet. Of the customer's texts, only the title is included. */
import type { Language } from '../../ticket/languages.ts';
import type { Zone } from '../../ticket/days.ts';
import type { Instant, PromiseState, Status, Ticket } from '../../ticket/model.ts';
import { promiseState } from '../../ticket/promise.ts';
import { firstAnswerAt } from '../../ticket/statistics.ts';
import type { Cell } from './csv.ts';
import type { Names } from './names.ts';

const headings: Readonly<Record<Language, readonly string[]>> = {
  en: [
    'Number',
    'Title',
    'Service',
    'Category',
    'Priority',
    'Status',
    'Assignee',
    'Created',
    'First answer',
    'First answer (hours)',
    'Promised by',
    'Promise',
    'Closed',
    'Times reopened',
    'Rating',
  ],
  fr: [
    'Numéro',
    'Titre',
    'Service',
    'Catégorie',
    'Priorité',
    'État',
    'Suivi par',
    'Créé le',
    'Première réponse',
    'Première réponse (heures)',
    'Promis avant',
    'Promesse',
    'Clos le',
    'Réouvertures',
    'Note',
  ],
};

const statuses: Readonly<Record<Language, Readonly<Record<Status, string>>>> = {
  en: { OPEN: 'Open', IN_PROGRESS: 'In progress', CLOSED: 'Closed' },
  fr: { OPEN: 'Ouvert', IN_PROGRESS: 'En cours', CLOSED: 'Clos' },
};

const states: Readonly<Record<Language, Readonly<Record<PromiseState, string>>>> = {
  en: { pending: 'Still owed', met: 'Kept', late: 'Late', none: 'No longer owed' },
  fr: { pending: 'Encore due', met: 'Tenue', late: 'En retard', none: 'Sans objet' },
};

export interface Scene {
  readonly names: Names;
  readonly zone: Zone;
  readonly now: Instant;
  /** By id. */
  readonly staff: ReadonlyMap<string, string>;
  readonly language: Language;
}

export const ticketHeadings = (language: Language): readonly Cell[] => headings[language];

export function ticketCells(ticket: Ticket, { names, zone, now, staff, language }: Scene): readonly Cell[] {
  const { number, title, service, category, priority, status, assignee, createdAt, promise, closing, reopenCount, rating } = ticket;
  const moment = (at: Instant | null | undefined): Cell => (at ? zone.clockAt(at) : null);
  const answeredAt = firstAnswerAt(ticket);
  const wait = answeredAt === null ? null : Math.round((Date.parse(answeredAt) - Date.parse(createdAt)) / 36_000) / 100;
  return [
    number,
    title,
    names.service(service),
    names.category(service, category),
    names.priority(priority),
    statuses[language][status],
    assignee === null ? null : (staff.get(assignee) ?? null),
    moment(createdAt),
    moment(answeredAt),
    wait,
    moment(promise.dueAt),
    states[language][promiseState(promise, now)],
    moment(closing?.at),
    reopenCount,
    rating?.score ?? null,
  ];
}
