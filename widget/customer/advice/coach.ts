import { css, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { msg, str } from '@lit/localize';
import type { ServiceView } from '../../../server/wire/session.ts';
import { aspectsOf } from '../../coaching/description.ts';
import type { Aspect } from '../../coaching/description.ts';
import { findError } from '../../coaching/error-text.ts';
import { mayHoldSecret } from '../../coaching/suspicion.ts';
import { isVague } from '../../coaching/title.ts';
import { textLimits } from '../../../server/ticket/limits.ts';
import type { Secrets } from './secrets.ts';
import type { Request } from '../../form/request.ts';
import { icon } from '../../draw/icon.ts';
import { isolated, renderIsolated } from '../../draw/isolate.ts';

export const coachSheet = css`
  .hint-line {
    display: flex;
    gap: 8px;
    color: var(--ink-2);
    font-size: var(--small);
    line-height: 1.43;
  }
  .hint-line .icon {
    inline-size: 18px;
    block-size: 18px;
  }
  .coach {
    display: grid;
    align-content: start;
    gap: 12px;
  }
  .aspects {
    display: grid;
    gap: 8px;
  }
  .aspects > li {
    display: flex;
    gap: 8px;
    color: var(--ink-2);
  }
  .aspects > .on {
    color: inherit;
  }
  .aspects .ring {
    inline-size: 12px;
    block-size: 12px;
    margin: 5px 4px;
    flex: none;
    border: 1.5px solid var(--edge);
    border-radius: 50%;
  }
  .aspects .on .icon {
    color: var(--accent);
  }
  .coach-fold {
    display: flex;
    align-items: center;
    gap: 8px;
    inline-size: 100%;
    min-block-size: var(--tap);
    padding: 8px 0;
    border: 0;
    border-block: 1px solid var(--line);
    background: none;
    color: inherit;
    font: inherit;
    font-size: var(--small);
    line-height: 1.43;
    text-align: start;
    cursor: pointer;
  }
  .coach-fold > .icon {
    margin-inline-start: auto;
    flex: none;
    color: var(--ink-2);
  }
  .coach-fold[aria-expanded='true'] > .icon {
    transform: rotate(180deg);
  }
  .coach-fold[aria-expanded='false'] + .coach-whole {
    display: none;
  }
  .coach-whole {
    display: grid;
    gap: 12px;
  }
  .coach details > p {
    margin-block-start: 8px;
    white-space: pre-line;
  }
  .coach summary {
    cursor: pointer;
  }
  @container support (min-width: 960px) {
    .coach-fold {
      display: none;
    }
    .coach-fold[aria-expanded='false'] + .coach-whole {
      display: grid;
    }
  }
`;

/** In the order a reader asks them. */
const aspects: readonly Aspect[] = ['doing', 'happens', 'expected', 'steps', 'error'];

/** Whether something may be reproduced here: a wish, a question or a quote has no steps. */
export const isReproducible = ({ type }: Request, service: ServiceView | null): boolean =>
  service !== null && type !== 'feature' && type !== 'question' && (service.asks !== null || service.types.length > 0);

function sayAspect(aspect: Aspect): string {
  switch (aspect) {
    case 'doing':
      return msg('What you do');
    case 'happens':
      return msg('What happens');
    case 'expected':
      return msg('What you expected');
    case 'steps':
      return msg('The steps, in order');
    case 'error':
      return msg('The error message');
  }
}

/** What one more line would be about. */
function sayMissing(aspect: Aspect): string {
  switch (aspect) {
    case 'doing':
      return msg('a line on what you were doing would help');
    case 'happens':
      return msg('a line on what happens would help');
    case 'expected':
      return msg('a line on what you expected would help');
    case 'steps':
      return msg('the steps, one per line, would help');
    case 'error':
      return msg('the exact error message, if there is one, would help');
  }
}

/** What is not there yet, by its name in the middle of a sentence. */
function nameMissing(aspect: Aspect): string {
  switch (aspect) {
    case 'doing':
      return msg('what you do');
    case 'happens':
      return msg('what happens');
    case 'expected':
      return msg('what you expected');
    case 'steps':
      return msg('the steps, in order');
    case 'error':
      return msg('the error message, if there is one');
  }
}

/** All of it in one line; nothing is missing from a text that has not begun. */
function sayInShort(found: ReadonlySet<Aspect>, heading: string): TemplateResult {
  const missing = aspects.find((aspect) => !found.has(aspect));
  if (!found.size) return html`${heading}`;
  const count = html`<span class="soft whole">· ${msg(str`${found.size} of ${aspects.length}`, { id: 'found-of-all' })}</span>`;
  if (!missing) return html`<b>${msg('It is all there')}</b> ${count}`;
  const name = html`<b>${nameMissing(missing)}</b>`;
  return html`${msg(html`Missing: ${name}`)} ${count}`;
}

function sayProgress(found: ReadonlySet<Aspect>): string {
  const missing = aspects.find((aspect) => !found.has(aspect));
  if (!missing) return msg('It is all there: once we can reproduce a problem, we understand it.');
  if (!found.size)
    return msg('Each of these saves us having to ask. Once we can reproduce your problem, we understand it, and solve it sooner.');
  return msg(str`${found.size} of ${aspects.length}. You can send it like this; ${sayMissing(missing)}.`);
}

const loadExample = () => import('./coach-example.ts');

export interface Coach {
  readonly request: Request;
  readonly service: ServiceView | null;
  /** The title has been left, or the description begun: advice no longer interrupts. */
  readonly titled: boolean;
  /** Null: nothing here looks like a secret, or what tells them apart is on its way. */
  readonly secrets: Secrets | null;
  change(changes: Partial<Request>): void;
  /** Puts the template into the description, and the keyboard there. */
  insert(text: string): void;
  complain(text: string): void;
}

/** What helps to reproduce, ticked as the text contains it: beside the description where there is room, else folded into one line below it. Never red, never in the way. */
export function coachAside(coach: Coach): TemplateResult | typeof nothing {
  if (!isReproducible(coach.request, coach.service)) return nothing;
  const found = aspectsOf(coach.request.description);
  const heading = coach.service?.types.length ? msg('To help us reproduce the problem') : msg('If something does not work');
  return html`<aside class="coach" aria-labelledby="coach-heading">
    <button class="coach-fold" type="button" aria-expanded="false" aria-controls="coach-whole" @click=${unfold}><span>${sayInShort(found, heading)}</span>${icon('down')}</button>
    <div class="coach-whole" id="coach-whole">
      <h3 id="coach-heading">${heading}</h3>
      <ul class="aspects">
        ${aspects.map((aspect) => renderAspect(aspect, found.has(aspect)))}
      </ul>
      <p class="small soft">${sayProgress(found)}</p>
      <p class="small"><button class="link" type="button" @click=${() => insert(coach)}>${msg('Insert these lines')}</button></p>
      <details class="small" @toggle=${(event: Event) => show(event.target as HTMLElement, coach)}>
        <summary>${msg('See an example')}</summary>
        <p class="soft"></p>
      </details>
    </div>
  </aside>`;
}

/** Only this button knows whether the whole is shown: nothing is rendered anew for it. */
function unfold({ currentTarget }: Event): void {
  const button = currentTarget as HTMLElement;
  button.setAttribute('aria-expanded', `${button.getAttribute('aria-expanded') !== 'true'}`);
}

const loadFor = ({ complain }: Coach, use: (code: Awaited<ReturnType<typeof loadExample>>) => void): void =>
  void loadExample().then(use, () => complain(msg('This part could not be loaded. Try again, or reload the page; your text is kept.')));

const insert = (coach: Coach): void => loadFor(coach, ({ template }) => coach.insert(template()));
const show = (details: HTMLElement, coach: Coach): void =>
  loadFor(coach, ({ example }) => details.lastElementChild?.replaceChildren(example()));

const renderAspect = (aspect: Aspect, on: boolean): TemplateResult =>
  html`<li class=${on ? 'on' : ''}>${on ? icon('check') : html`<span class="ring"></span>`}<span>${sayAspect(aspect)}${on ? html`<span class="unseen">, ${msg('present')}</span>` : nothing}</span></li>`;

/** Under the title: the error found in the text, else a better example where the title says nothing yet. */
export function titleAdvice(coach: Coach): TemplateResult {
  const title = coach.request.title.trim();
  const vague = coach.titled && title !== '' && isVague(title);
  const found = findError(coach.request.description);
  // A title travels further than a description, into lists and mails: what looks like a secret is never put there.
  const error = found && (!mayHoldSecret(found) || coach.secrets?.findSecrets(found).length === 0) ? found : null;
  const better =
    error && !title.toLowerCase().includes(error.toLowerCase())
      ? vague || !title
        ? error
        : `${title}${msg(': ', { id: 'colon' })}${error}`
      : null;
  if (better && better.length <= textLimits.title.max)
    return html`<p class="hint-line" id="title-hint"><span>${renderIsolated(msg(str`“${isolated(error ?? '')}” would say a lot in the title.`))} <button class="link" type="button" @click=${() => coach.change({ title: better })}>${msg('Add to the title')}</button></span></p>`;
  if (vague) return renderVague(title, coach.service);
  return html`<p class="small soft" id="title-hint">${renderIsolated(msg(str`Be specific: “${isolated(goodTitle(coach.service))}” rather than “Problem”.`))}</p>`;
}

const goodTitle = (service: ServiceView | null): string => service?.example || msg('Error 500 when creating an article');

function renderVague(title: string, service: ServiceView | null): TemplateResult {
  return html`<p class="hint-line" id="title-hint" role="status">${icon('message')}<span>${renderIsolated(msg(str`“${isolated(title)}” does not tell us yet where to look. For example: “${isolated(goodTitle(service))}”.`))}</span></p>`;
}
