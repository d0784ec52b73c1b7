/** The statistics as tables for spreadsheets: headings, then a row per counted item. */
import type { Language } from '../../ticket/languages.ts';
import type { Stats, StatsTable } from '../../wire/statistics.ts';
import type { Cell } from './csv.ts';
import type { Names } from './names.ts';

type Line = readonly Cell[];
type Way = Stats['reopening']['byWay'][number]['way'];

const headings: Readonly<Record<Language, Readonly<Record<StatsTable, readonly string[]>>>> = {
  en: {
    volume: ['From', 'To', 'Created', 'Closed'],
    services: ['Service', 'Created'],
    priorities: ['Priority', 'Created'],
    answers: ['Priority', 'Created', 'Answered', 'First answer, median (hours)', 'First answer, 90th percentile (hours)'],
    promises: ['Priority', 'Kept', 'Late', 'Still owed', 'No longer owed', 'Kept (%)'],
    reopenings: ['Service', 'Category', 'Closed', 'Reopened', 'Reopened (%)'],
    closings: ['How it was closed', 'Closed', 'Reopened', 'Reopened (%)'],
    words: ['The team’s words at closing', 'Closed', 'Reopened', 'Reopened (%)'],
    ratings: ['Rating', 'Times'],
  },
  fr: {
    volume: ['Du', 'Au', 'Créés', 'Clos'],
    services: ['Service', 'Créés'],
    priorities: ['Priorité', 'Créés'],
    answers: ['Priorité', 'Créés', 'Répondus', 'Première réponse, médiane (heures)', 'Première réponse, 90e centile (heures)'],
    promises: ['Priorité', 'Tenues', 'En retard', 'Encore dues', 'Sans objet', 'Tenues (%)'],
    reopenings: ['Service', 'Catégorie', 'Clos', 'Rouverts', 'Rouverts (%)'],
    closings: ['Façon de clore', 'Clos', 'Rouverts', 'Rouverts (%)'],
    words: ['Mots de l’équipe à la clôture', 'Clos', 'Rouverts', 'Rouverts (%)'],
    ratings: ['Note', 'Fois'],
  },
};

const ways: Readonly<Record<Language, Readonly<Record<Way, string>>>> = {
  en: {
    customer: 'By the customer',
    'team-with-words': 'By the team, with a reason',
    'team-without-words': 'By the team, without a reason',
    duplicate: 'By the team, as a duplicate',
    system: 'By itself',
  },
  fr: {
    customer: 'Par le client',
    'team-with-words': 'Par l’équipe, avec un motif',
    'team-without-words': 'Par l’équipe, sans motif',
    duplicate: 'Par l’équipe, comme doublon',
    system: 'Automatiquement',
  },
};

const all: Readonly<Record<Language, string>> = { en: 'All', fr: 'Toutes' };

const hours = (seconds: number | null): Cell => (seconds === null ? null : Math.round(seconds / 36) / 100);
const percent = (rate: number | null): Cell => (rate === null ? null : Math.round(rate * 1_000) / 10);

export function tableOf(table: StatsTable, stats: Stats, names: Names): readonly Line[] {
  return [headings[names.language][table], ...linesOf(table, stats, names)];
}

function linesOf(table: StatsTable, { volume, firstAnswer, promises, reopening, ratings }: Stats, names: Names): readonly Line[] {
  const every = all[names.language];
  switch (table) {
    case 'volume':
      return volume.items.map(({ from, to, created, closed }) => [from, to, created, closed]);
    case 'services':
      return volume.byService.map(({ label, created }) => [label, created]);
    case 'priorities':
      return volume.byPriority.map(({ priority, created }) => [names.priority(priority), created]);
    case 'answers':
      return [...firstAnswer.byPriority.map((one) => answerCells(names.priority(one.priority), one)), answerCells(every, firstAnswer.all)];
    case 'promises':
      return [...promises.byPriority.map((one) => promiseCells(names.priority(one.priority), one)), promiseCells(every, promises.all)];
    case 'reopenings':
      return reopening.byService.map(({ service, category, ...turns }) => [
        names.service(service),
        names.category(service, category),
        ...turnCells(turns),
      ]);
    case 'closings':
      return reopening.byWay.map(({ way, ...turns }) => [ways[names.language][way], ...turnCells(turns)]);
    case 'words':
      return reopening.byWords.map(({ words, ...turns }) => [words, ...turnCells(turns)]);
    case 'ratings':
      return ratings.distribution.map(({ score, count }) => [score, count]);
  }
}

const turnCells = ({ closed, reopened, rate }: Stats['reopening']['all']): Cell[] => [closed, reopened, percent(rate)];

const answerCells = (name: string, { tickets, answered, median, ninetieth }: Stats['firstAnswer']['all']): Line => [
  name,
  tickets,
  answered,
  hours(median),
  hours(ninetieth),
];

const promiseCells = (name: string, { kept, late, owed, waived, rate }: Stats['promises']['all']): Line => [
  name,
  kept,
  late,
  owed,
  waived,
  percent(rate),
];
