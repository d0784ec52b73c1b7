/** The choices of the form in the reader's language, and the check of what was chosen. */
import { extensionsOf } from '../../config/file-kinds.ts';
import { say } from '../../config/site.ts';
import type { Site } from '../../config/site.ts';
import type { Language } from '../../ticket/languages.ts';
import type { Field, Service } from '../../config/form.ts';
import { openDaysFrom } from '../../ticket/calendar.ts';
import { InvalidInput } from '../../ticket/codes.ts';
import type { FieldError } from '../../ticket/codes.ts';
import { limits } from '../../ticket/limits.ts';
import { priorities } from '../../ticket/model.ts';
import type { FieldView, SessionView } from '../../wire/session.ts';

type Form = SessionView['form'];

/** Open days sent beyond the longest promise, for pages that stay open for days. */
const spare = 10;

/** `now`: milliseconds since the epoch. */
export function formOf(site: Site, language: Language, now: number): Form {
  const { policy } = site;
  const longest = Math.max(
    0,
    ...priorities.map((id) => site.priorities[id].response).map(({ max, clock }) => (clock === 'hours' ? 0 : max)),
  );
  return {
    services: servicesOf(site, language),
    priorities: prioritiesOf(site, language),
    limits: {
      title: limits.title,
      description: limits.description,
      message: limits.message,
      reason: limits.reason,
      comment: limits.comment,
      orderReference: limits.orderReference,
      attachment: { ...limits.attachment, extensions: [...extensionsOf(site.attachments.kinds)] },
    },
    openDays: openDaysFrom(now, longest + spare, policy.hours).map((spans) => spans.map(([from, to, at]) => [from, to, at])),
    hours: hoursOf(site),
    reopenWindowDays: policy.reopenWindowDays,
    followUp: policy.followUp,
  };
}

export function servicesOf(site: Site, language: Language): Form['services'] {
  return site.services.map(({ id, label, hint, asks, categories, types, example, fields, diagnostics }) => ({
    id,
    label: say(label, language),
    hint: say(hint, language),
    asks,
    categories: categories.map((choice) => ({ id: choice.id, label: say(choice.label, language), hint: say(choice.hint, language) })),
    types: types.map((kind) => ({ id: kind.id, label: say(kind.label, language), hint: say(kind.hint, language) })),
    example: say(example, language),
    fields: fields.map((field) => fieldOf(field, language)),
    diagnostics,
  }));
}

function fieldOf({ id, label, hint, kind, required, options, categories, types }: Field, language: Language): FieldView {
  return {
    id,
    label: say(label, language),
    hint: say(hint, language),
    kind,
    required,
    options: options.map((option) => ({ id: option.id, label: say(option.label, language) })),
    categories: [...categories],
    types: [...types],
  };
}

export function prioritiesOf(site: Site, language: Language): Form['priorities'] {
  return priorities.map((id) => {
    const { label, hint, examples, response } = site.priorities[id];
    return {
      id,
      label: say(label, language),
      hint: say(hint, language),
      examples: examples.map((text) => say(text, language)),
      response: { ...response },
    };
  });
}

export function hoursOf({ policy: { hours } }: Site): Form['hours'] {
  return {
    timeZone: hours.timeZone,
    week: hours.week.map((spans) => spans.map(([from, to]) => [from, to])),
    holidays: [...hours.holidays],
  };
}

/** The choices made in the form. */
export interface Choices {
  readonly service: string;
  readonly category?: string | null | undefined;
  readonly type?: string | null | undefined;
}

const notInList = (path: string): FieldError => ({ path, code: 'not-in-list' });

/** @throws InvalidInput unless the service exists and has the category and type. */
export function checkChoices({ service: id, category, type }: Choices, site: Site): Service {
  const service = site.services.find((candidate) => candidate.id === id);
  if (!service) throw new InvalidInput(notInList('service'));
  const errors: FieldError[] = [];
  if (category && !service.categories.some((choice) => choice.id === category)) errors.push(notInList('category'));
  if (!category && service.asks === 'category') errors.push({ path: 'category', code: 'required' });
  if (type && !service.types.some((kind) => kind.id === type)) errors.push(notInList('type'));
  if (errors.length > 0) throw new InvalidInput(...errors);
  return service;
}
