/** Checks answers to the site's own fields: unknown fields, wrong types and missing required answers are errors. */
import type { Field, Service } from '../../config/form.ts';
import type { FieldCode, FieldError } from '../../ticket/codes.ts';
import { countCharacters } from '../../ticket/characters.ts';
import { limits } from '../../ticket/limits.ts';
import type { Choices } from './form.ts';

type Answer = string | boolean;
export type Answers = Readonly<Record<string, Answer>>;

/** Whether the field is shown for the chosen category and type. */
function applies({ categories, types }: Field, { category, type }: Choices): boolean {
  const fits = (wanted: readonly string[], chosen: string | null | undefined): boolean =>
    wanted.length === 0 || wanted.includes(chosen ?? '');
  return fits(categories, category) && fits(types, type);
}

/** The error of an answer, or `null`; the answer is `undefined` when none was given. */
function faultOf({ kind, required, options }: Field, answer: Answer | undefined): FieldCode | null {
  if (answer === undefined || answer === '') return required ? 'required' : null;
  if (kind === 'checkbox') return typeof answer !== 'boolean' ? 'invalid' : required && !answer ? 'required' : null;
  if (typeof answer !== 'string') return 'invalid';
  if (kind === 'choice') return options.some(({ id }) => id === answer) ? null : 'not-in-list';
  return countCharacters(answer) > limits.field.max ? 'too-long' : null;
}

/** The answers to store; errors are added to `errors`. */
export function answersOf(given: Answers, service: Service, choices: Choices, errors: FieldError[]): Answers {
  const asked = service.fields.filter((field) => applies(field, choices));
  const answers = new Map(Object.entries(given));
  for (const name of answers.keys()) if (!asked.some(({ id }) => id === name)) errors.push({ path: `fields.${name}`, code: 'unknown-key' });
  const kept = asked.flatMap((field): [string, Answer][] => {
    const answer = answers.get(field.id);
    const code = faultOf(field, answer);
    if (code) errors.push({ path: `fields.${field.id}`, code });
    return answer === undefined || answer === '' || answer === false ? [] : [[field.id, answer]];
  });
  return Object.fromEntries(kept);
}
