import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { msg, str } from '@lit/localize';
import type { Article } from '../../../../server/wire/articles.ts';
import type { SessionView } from '../../../../server/wire/session.ts';
import { textLimits } from '../../../../server/ticket/limits.ts';
import { fieldsOf, serviceOf } from '../../../form/request.ts';
import type { FieldProblem, Request } from '../../../form/request.ts';
import { coachAside, coachSheet, isReproducible, titleAdvice } from '../../advice/coach.ts';
import type { Coach } from '../../advice/coach.ts';
import type { Secrets } from '../../advice/secrets.ts';
import '../../../upload/field.ts';
import { filesSheet } from '../../../upload/field.ts';
import { ownFields } from '../../../form/own-fields.ts';
import { pickLong, pickSheet } from '../../../form/pick-long.ts';
import { icon } from '../../../draw/icon.ts';
import { impactQuestions, impactSheet } from '../../../form/impact-questions.ts';
import { pageFactsField } from '../../../diagnostics/field.ts';
import { pickOne } from '../../../form/pick-one.ts';
import type { Search } from '../../../form/pick-one.ts';
import { planned } from '../planned.ts';
import { css } from '../../../draw/styles/css.ts';
import { fold } from '../../../draw/styles/fold.ts';

export const sheet = css`
  ${fold} ${impactSheet} ${pickSheet}
  ${coachSheet} ${filesSheet}
  .form {
    position: relative;
    display: grid;
    gap: 24px;
  }
  .form legend {
    float: inline-start;
    inline-size: 100%;
    margin-block-end: 8px;
  }
  .form legend ~ * {
    clear: both;
  }
  .form .promise {
    margin: 0;
    padding: 0;
    border: 0;
  }
  .form > .side {
    display: grid;
    align-content: start;
    gap: 24px;
  }
  .tick {
    display: flex;
    align-items: flex-start;
    gap: 8px;
    min-block-size: var(--tap);
    padding-block: 10px;
    cursor: pointer;
  }
  .tick input {
    inline-size: 18px;
    block-size: 18px;
    margin: 3px 0 0;
    accent-color: var(--accent);
  }
  @container support (min-width: 600px) {
    .form {
      gap: 32px;
    }
  }
  @container support (min-width: 960px) {
    .form:has(.coach) {
      grid-template-columns: minmax(0, 1fr) 292px;
    }
    .form > * {
      grid-column: 1;
    }
    .form:has(.coach)::after {
      content: '';
      position: absolute;
      inset-block: 0;
      inset-inline-end: 291px;
      border-inline-start: 1px solid var(--line);
    }
    .form:has(.coach) > .side {
      grid-column: 2;
      grid-row: 1 / span 5;
      padding-inline-start: 31px;
    }
  }
`;

export interface WriteStep {
  /** `null` where there are none, and while their code is being loaded. */
  readonly incidents: typeof import('../../../draw/incidents.ts') | null;
  /** What shows help articles; `null` where the site has none, and while its code is being loaded. */
  readonly suggestions: typeof import('../../advice/answers.ts') | null;
  readonly request: Request;
  readonly session: SessionView;
  readonly now: string;
  readonly locale: string;
  readonly problems: readonly FieldProblem[];
  /** "Kept here at 15:18"; empty before the first word. */
  readonly kept: string;
  /** What a screen reader is told when the promise changes by the reader's doing. */
  readonly spoken: string;
  /** The title has been left, or the description begun. */
  readonly titled: boolean;
  readonly secrets: Secrets | null;
  /** An open ticket of theirs that looks the same. */
  readonly similar: TemplateResult | typeof nothing | undefined;
  /** Help articles that may answer already. */
  readonly answers: readonly Article[];
  dismissAnswers(): void;
  readonly projects: Search;
  searchProjects(changes: Partial<Search>): void;
  leaveTitle(): void;
  insert(text: string): void;
  /** Files among what is pasted. */
  paste(event: ClipboardEvent): void;
  readonly files: TemplateResult;
  discard(): void;
  complain(text: string): void;
  change(changes: Partial<Request>): void;
  check(): void;
}

function sayProblem({ path, code, count }: FieldProblem): string {
  const { min, max } = path === 'title' || path === 'description' ? textLimits[path] : { min: 0, max: 0 };
  if (path === 'title') {
    if (code === 'required') return msg('Give your request a title, so that it reaches the right person.');
    if (code === 'too-short') return msg(str`A title takes at least ${min} characters: what does not work, and where?`);
    return count - max === 1
      ? msg('The title is 1 character too long. Details belong in the description.')
      : msg(str`The title is ${count - max} characters too long. Details belong in the description.`);
  }
  if (path === 'description') {
    if (code === 'required') return msg('Describe your request: a few lines are enough.');
    if (code === 'too-short') return msg(str`A few more words, please: at least ${min} characters.`);
    return count - max === 1
      ? msg('The description is 1 character too long: please shorten it.')
      : msg(str`The description is ${count - max} characters too long: please shorten it.`);
  }
  return msg('Please answer this one too: the team needs it.');
}

const problemOf = (step: WriteStep, path: FieldProblem['path']): FieldProblem | undefined =>
  step.problems.find((problem) => problem.path === path);

function renderProblem(step: WriteStep, path: FieldProblem['path']): TemplateResult | typeof nothing {
  const problem = problemOf(step, path);
  return problem ? html`<p class="error" id=${`problem-${path}`}>${icon('warning')}<span>${sayProblem(problem)}</span></p>` : nothing;
}

const coachOf = (step: WriteStep): Coach => ({ ...step, service: serviceOf(step.request, step.session.form) });

/** One at a time: where the description holds a secret, the title's waits its turn. */
const warning = (step: WriteStep, text: string, replace: (text: string) => void): TemplateResult | typeof nothing | undefined =>
  step.secrets?.secretWarning({ text, kept: step.request.secretsKept, replace, keep: (secretsKept) => step.change({ secretsKept }) });

/** The line under a field: the problem first, else what matches, else the help. Two lines at once would be read as none. */
function firstOf(...lines: readonly (() => TemplateResult | typeof nothing | undefined)[]): TemplateResult | typeof nothing {
  for (const render of lines) {
    const line = render();
    if (line && line !== nothing) return line;
  }
  return nothing;
}

function renderTitle(step: WriteStep): TemplateResult {
  return html`<div class="field">
    <label class="label" for="title">${msg('Title')}</label>
    <input
      id="title"
      class="input"
      dir="auto"
      autocomplete="off"
      aria-required="true"
      aria-invalid=${problemOf(step, 'title') ? 'true' : 'false'}
      aria-describedby="title-hint problem-title"
      .value=${step.request.title}
      @input=${(event: InputEvent) => step.change({ title: (event.target as HTMLInputElement).value })}
      @change=${() => step.leaveTitle()}
    />
    ${firstOf(
      () =>
        step.secrets?.findSecrets(step.request.description).length
          ? nothing
          : warning(step, step.request.title, (title) => step.change({ title })),
      () => renderProblem(step, 'title'),
      () => step.similar,
      () => titleAdvice(coachOf(step)),
    )}
  </div>`;
}

const descriptionHint = (step: WriteStep): TemplateResult =>
  html`<p class="small soft" id="description-hint">
    ${
      isReproducible(step.request, serviceOf(step.request, step.session.form))
        ? msg(
            'The context, what you do, what happens, what you expected, and the error message if there is one. If something fails, tell us how to reproduce it: once we can, we understand it, and solve it sooner.',
          )
        : msg('The context, what you would like, and by when: the more you tell us, the less we have to ask.')
    }
  </p>`;

function renderDescription(step: WriteStep): TemplateResult {
  return html`<div class="field">
    <label class="label" for="description">${msg('Description')}</label>
    <textarea
      id="description"
      class="input"
      dir="auto"
      aria-required="true"
      aria-invalid=${problemOf(step, 'description') ? 'true' : 'false'}
      aria-describedby="description-hint problem-description"
      .value=${step.request.description}
      @input=${(event: InputEvent) => step.change({ description: (event.target as HTMLTextAreaElement).value })}
      @paste=${(event: ClipboardEvent) => step.paste(event)}
    ></textarea>
    ${firstOf(
      () => warning(step, step.request.description, (description) => step.change({ description })),
      () => renderProblem(step, 'description'),
      () => descriptionHint(step),
    )}
  </div>`;
}

function renderProject(step: WriteStep): TemplateResult | typeof nothing {
  const { projects } = step.session.catalog;
  return pickOne(pickLong, {
    items: projects,
    search: step.projects,
    chosen: step.request.project,
    name: 'project',
    label: msg('Project (optional)'),
    searchLabel: msg(str`Search in ${projects.length} projects`),
    choose: (project) => step.change({ project }),
    change: (changes) => step.searchProjects(changes),
  });
}

/** Beside the form where there is room, so that nothing moves under the writer's eyes; else below the description. */
function renderSide(step: WriteStep): TemplateResult | typeof nothing {
  const coach = coachAside(coachOf(step));
  const found = step.suggestions?.answers(step.answers, () => step.dismissAnswers()) ?? nothing;
  return coach === nothing && found === nothing ? nothing : html`<div class="side">${found} ${coach}</div>`;
}

/** Second step: the request itself, its priority, and by when it will be answered. */
export function writeStep(step: WriteStep): TemplateResult {
  const submit = (event: Event) => {
    event.preventDefault();
    step.check();
  };
  const { session, incidents, now, locale } = step;
  const service = serviceOf(step.request, session.form);
  return html`${incidents?.incidentNotices([...incidents.general(session), ...incidents.special(session, step.request.service)], now, locale)}<form class="form" novalidate aria-label=${service?.label ?? ''} @submit=${submit}>
    ${renderTitle(step)} ${renderDescription(step)} ${renderSide(step)}
    ${ownFields({ ...step, fields: fieldsOf(step.request, step.session.form), problem: (field) => renderProblem(step, `fields.${field.id}`), warning: (text, replace) => warning(step, text, replace) })} ${renderProject(step)}
    <section class="field" aria-labelledby="files-label">
      <h3 class="label" id="files-label">${msg('Attachments')}</h3>
      ${isReproducible(step.request, service) ? html`<p class="small soft">${msg('A screenshot that highlights the error, and the messages of the browser’s console, help us find the cause.')}</p>` : nothing}
      ${step.files}
    </section>
    ${pageFactsField(step)} ${impactQuestions(step)}
    ${planned(step.request, step.session, step.now, step.locale)}
    <div class="bar">
      <button class="button primary" type="submit">${msg('Check my request')}</button>
      ${
        step.kept
          ? html`<span class="small soft">${step.kept} <button class="link" type="button" @click=${() => step.discard()}>${msg('Discard it')}</button></span>`
          : nothing
      }
    </div>
    <p class="unseen" role="status">${step.spoken}</p>
  </form>`;
}

export { similarTicket } from '../../advice/similar-ticket.ts';
export { secretsFor } from '../../advice/secrets.ts';
export { sayPlace } from '../../../draw/facts.ts';
