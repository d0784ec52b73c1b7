import { LitElement, html, nothing } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { localized, msg, str } from '@lit/localize';
import { nanoid } from 'nanoid';
import type { DeskCustomerCard } from '../../../server/wire/customers.ts';
import type { AttachmentView } from '../../../server/wire/tickets.ts';
import { asFailure } from '../../client/http.ts';
import type { Failure } from '../../client/http.ts';
import { icon } from '../../draw/icon.ts';
import { noSearch } from '../../form/pick-one.ts';
import type { Search } from '../../form/pick-one.ts';
import { emptyRequest, fit, isBlank } from '../../form/request.ts';
import type { Request } from '../../form/request.ts';
import { Attaching } from '../answer/attaching.ts';
import { person as personLines } from '../customer/customer.ts';
import '../customer/customer-search.ts';
import type { Match } from '../customer/customer-search.ts';
import { customerName } from '../desk.ts';
import type { Desk } from '../desk.ts';
import { besideControl, sayDeskFailure } from '../frame/failures.ts';
import { attachButton, composerFiles, dropHandlers } from '../answer/files.ts';
import { isolated } from '../../draw/isolate.ts';
import { alreadyOpen, isWrong, placeParts, priorityParts, problemAt, wordParts } from './new-ticket-form.ts';
import type { FormParts } from './new-ticket-form.ts';
import { problemsIn, refusalsIn, somebodyNew, toDeskTicket } from './on-behalf.ts';
import type { Person, Problem } from './on-behalf.ts';
import type { Whom } from '../frame/place.ts';

/** A stored draft. */
interface Kept {
  readonly person: Person | null;
  readonly request: Request;
  readonly files: readonly AttachmentView[];
  /** The idempotency key of the draft. */
  readonly key: string;
}

/** The name of the draft: one for each customer, and one for a form that was opened without a customer. */
const draftOf = (whom: Whom | null): string => (whom ? `desk-new-${whom.kind}-${whom.id}` : 'desk-new');

/** The form for a ticket on a customer's behalf, as during a phone call. */
@customElement('support-desk-new-ticket')
@localized()
export class NewTicket extends LitElement {
  @property({ attribute: false }) desk!: Desk;
  @property({ attribute: false }) now = '';
  /** The customer for whom the form was opened; `null` without one. */
  @property({ attribute: false }) whom: Whom | null = null;

  @state() private person: Person | null = null;
  @state() private card: DeskCustomerCard | null = null;
  @state() private request: Request = emptyRequest;
  @state() private searches: Readonly<Record<string, Search>> = {};
  @state() private problems: readonly Problem[] = [];
  @state() private problem: string | null = null;
  @state() private busy = false;
  /** The known customer with the typed address. */
  @state() private namesake: Match | null = null;

  @query('h2') private heading!: HTMLElement;

  readonly #attaching: Attaching = new Attaching(
    this,
    () => this.desk.api,
    () => this.#keep(),
  );
  readonly #dropped = dropHandlers(this.#attaching);
  #key = nanoid();
  #asking: AbortController | null = null;

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#asking?.abort();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!this.hasUpdated) this.#restore();
    if (changed.has('whom') && this.whom) void this.#take(this.whom);
  }

  protected override firstUpdated(): void {
    this.heading.focus({ preventScroll: true });
    if (!this.person && !this.whom)
      void this.updateComplete.then(() => this.querySelector<HTMLElement>('support-desk-customer-search')?.focus());
  }

  protected override render(): TemplateResult {
    const parts = this.#parts();
    return html`<section class="work" role="main" aria-label=${msg('New ticket')}>
      <a class="back only-alone" href="#">${icon('back')}${msg('Queue')}</a>
      <div class="narrow-column">
        <h2 tabindex="-1">${msg('Open a ticket for a customer')}</h2>
        <form class="on-behalf" novalidate @submit=${this.#handleSubmit} @dragover=${this.#dropped.over} @dragleave=${this.#dropped.leave} @drop=${this.#dropped.drop}>
          <section aria-label=${msg('Who is it for?')}>${this.#renderPerson()}</section>
          <section aria-label=${msg('What it is about')}>${placeParts(parts)} ${wordParts(parts, this.#dropped.paste)} ${this.#renderFiles()}</section>
          <section aria-label=${msg('By when it is answered')}>${priorityParts(parts)}</section>
          ${besideControl(this.problem)}
          <div class="bar">
            <button class="button primary" type="submit" aria-disabled=${this.busy}>${this.busy ? msg('Opening…') : msg('Open the ticket')}</button>
            ${this.#isEmpty() ? nothing : html`<span class="small soft">${msg('Kept here until it is sent.')} <button class="link" type="button" @click=${this.#handleDiscard}>${msg('Discard it')}</button></span>`}
          </div>
        </form>
      </div>
    </section>`;
  }

  #renderPerson(): TemplateResult {
    const { person } = this;
    if (!person) {
      return html`<div class="field">
        <span class="label">${msg('Who is it for?')}</span>
        <support-desk-customer-search
          data-field="person"
          .desk=${this.desk}
          .label=${msg('Find a customer by name or address')}
          .choose=${this.#handleChosen}
          .start=${this.#handleNew}
        ></support-desk-customer-search>
        ${problemAt(this.problems, 'person')}
      </div>`;
    }
    return person.kind === 'new' ? this.#renderNew(person) : this.#renderKnown(person);
  }

  #renderKnown(person: Person & { kind: 'known' }): TemplateResult {
    const { card } = this;
    const shown = card ?? { ...person.whom, name: person.name, email: person.email, emailVerified: person.emailVerified, locale: null };
    return html`<div class="chosen">
      <div class="chosen-top">${personLines(shown, { me: this.desk.me, locale: this.desk.locale, now: this.now })}${this.#renderOther()}</div>
      ${card ? alreadyOpen(card) : nothing}
    </div>`;
  }

  #renderOther(): TemplateResult {
    return html`<button class="link small" type="button" @click=${this.#handleOther}>${msg('Choose somebody else')}</button>`;
  }

  #renderNew(person: Person & { kind: 'new' }): TemplateResult {
    const { problems, namesake, desk } = this;
    const set = (changes: { name?: string; email?: string }) => this.#change({ person: { ...person, ...changes } });
    return html`<div class="unknown">
      <div class="chosen-top"><h3>${msg('Somebody new')}</h3>${this.#renderOther()}</div>
      <div class="side-by-side">
        <div class="field">
          <label class="label" for="new-email">${msg('Their e-mail address')}</label>
          <input
            id="new-email"
            class="input"
            type="email"
            inputmode="email"
            autocomplete="off"
            data-field="customer.email"
            maxlength="254"
            aria-required="true"
            aria-invalid=${isWrong(problems, 'customer.email')}
            aria-describedby="problem-customer.email adopting"
            .value=${person.email}
            @input=${(event: InputEvent) => set({ email: (event.target as HTMLInputElement).value })}
            @change=${(event: Event) => void this.#lookForNamesake((event.target as HTMLInputElement).value)}
          />
          ${problemAt(problems, 'customer.email')}
        </div>
        <label class="field">
          <span class="label">${msg('Their name (optional)')}</span>
          <input class="input" autocomplete="off" maxlength="200" .value=${person.name} @input=${(event: InputEvent) => set({ name: (event.target as HTMLInputElement).value })} />
        </label>
      </div>
      ${
        namesake
          ? html`<div class="bar" role="status">
            <span>${msg(str`${isolated(customerName(namesake))} is known under this address.`)}</span><button class="button compact" type="button" @click=${() => this.#handleChosen(namesake)}>${msg('Open it for them')}</button>
          </div>`
          : nothing
      }
      <p class="small soft" id="adopting">
        ${
          desk.me.guests
            ? msg(
                'The ticket waits for this address: they find it on the support page once they have shown, by a code sent there, that it is theirs.',
              )
            : msg(
                'The ticket waits for this address, but this site lets nobody in without an account: look for their account first, so that they can follow it.',
              )
        }
      </p>
    </div>`;
  }

  #renderFiles(): TemplateResult {
    return html`<div class="files">${attachButton(this.#attaching)}<span class="small soft" aria-hidden="true">${msg('Attach files')}</span> ${composerFiles(this.#attaching, this.desk.locale)}</div>`;
  }

  #parts(): FormParts {
    const { desk, now, request, card, problems, searches } = this;
    return {
      desk,
      now,
      request,
      card,
      problems,
      searches,
      change: (changes) => this.#change({ request: { ...this.request, ...changes } }),
      search: (name, search) => (this.searches = { ...this.searches, [name]: { ...(this.searches[name] ?? noSearch), ...search } }),
    };
  }

  #isEmpty(): boolean {
    return this.person === null && isBlank(this.request) && !this.#attaching.all.length;
  }

  #restore(): void {
    const kept = this.desk.drafts.load<Partial<Kept>>(draftOf(this.whom))?.value;
    if (!kept?.request) return;
    this.request = this.#fitted({ ...emptyRequest, ...kept.request });
    this.#key = kept.key ?? nanoid();
    if (kept.files?.length) this.#attaching.restore(kept.files);
    if (kept.person?.kind === 'known' && !this.whom) void this.#take(kept.person.whom);
    if (!this.whom) this.person = kept.person ?? null;
  }

  /** The request without choices that the form or the customer's catalog does not have. */
  #fitted(request: Request, card: DeskCustomerCard | null = this.card): Request {
    const catalog = {
      orders: card?.catalog.orders.items ?? [],
      subscriptions: card?.catalog.subscriptions.items ?? [],
      projects: card?.catalog.projects.items ?? [],
    };
    return fit(request, { form: this.desk.me, catalog });
  }

  /** Chooses a known customer and loads their card with the complete catalog. */
  async #take(whom: Whom): Promise<void> {
    this.#asking?.abort();
    const { signal } = (this.#asking = new AbortController());
    try {
      const card = await this.desk.api.wholeCustomer(whom, signal);
      if (signal.aborted) return;
      this.card = card;
      this.namesake = null;
      const { name, email, emailVerified } = card;
      this.#change({
        person: { kind: 'known', whom: { id: card.id, kind: card.kind }, name, email, emailVerified },
        request: this.#fitted(this.request, card),
      });
    } catch (error) {
      if (signal.aborted) return;
      const { code } = asFailure(error);
      this.problem = code === 'not-found' ? msg('This customer is not here any more. Look for them again.') : sayDeskFailure(code);
      this.desk.failed(code);
    }
  }

  /** Looks for a known customer with the typed address; failures are ignored. */
  async #lookForNamesake(email: string): Promise<void> {
    const wanted = email.trim().toLowerCase();
    const found = wanted.includes('@') ? await this.desk.api.customers(wanted, 1).catch(() => null) : null;
    const [match] = found?.items ?? [];
    this.namesake = match?.email?.toLowerCase() === wanted ? match : null;
  }

  #change(changes: { person?: Person | null; request?: Request }): void {
    if (changes.person !== undefined) this.person = changes.person;
    if (changes.request) this.request = changes.request;
    this.problem = null;
    // Shown problems are checked again on every change.
    if (this.problems.length)
      this.problems = this.problems.filter(({ field }) =>
        problemsIn(this.person, this.request, this.desk.me).some((left) => left.field === field),
      );
    this.#keep();
  }

  #keep(): void {
    if (this.#isEmpty()) this.desk.drafts.drop(draftOf(this.whom));
    else
      this.desk.drafts.save(draftOf(this.whom), {
        person: this.person,
        request: this.request,
        files: this.#attaching.arrived,
        key: this.#key,
      } satisfies Kept);
  }

  async #send(): Promise<void> {
    const { person, request, desk } = this;
    this.problems = problemsIn(person, request, desk.me);
    this.problem = this.problems.length ? null : this.#attaching.obstacle;
    if (this.busy || this.problem !== null || this.problems.length || !person) return this.#focusProblem();
    this.busy = true;
    try {
      const ids = this.#attaching.arrived.map(({ id }) => id);
      const ticket = await desk.api.open(toDeskTicket(person, request, desk.me, ids), this.#key);
      this.#forget();
      desk.changed();
      // Navigation removes notices, so this one is shown after it.
      const said = msg(str`Ticket #${ticket.number} is open for ${isolated(customerName(ticket.customer))}.`);
      window.addEventListener('hashchange', () => desk.notify(said), { once: true });
      location.hash = `#${ticket.number}`;
    } catch (error) {
      this.#explain(asFailure(error));
    } finally {
      this.busy = false;
    }
  }

  #explain(failure: Failure): void {
    const { code } = failure;
    this.problems = refusalsIn(failure);
    if (this.#attaching.lose(failure)) this.problem = this.#attaching.obstacle;
    else if (!this.problems.length) this.problem = sayDeskFailure(code);
    if (code === 'idempotency-key-reused') {
      // An earlier attempt with other values had arrived: this one is a new ticket.
      this.#key = nanoid();
      this.problem = msg(
        'An earlier version of this ticket was already opened, see the queue. Open this one too if it is another request.',
      );
    }
    this.desk.failed(code);
    this.#focusProblem();
  }

  #focusProblem(): void {
    void this.updateComplete.then(() => {
      const field = this.problems[0]?.field;
      if (field === undefined) return;
      const element =
        this.querySelector<HTMLElement>(`[data-field="${field}"]`) ??
        this.querySelector<HTMLElement>(`#field-${CSS.escape(field.replace(/^fields\./, ''))}`);
      element?.focus();
      element?.scrollIntoView({ block: 'center' });
    });
  }

  #forget(): void {
    this.desk.drafts.drop(draftOf(this.whom));
    this.#attaching.clear();
    this.#key = nanoid();
    this.person = null;
    this.card = null;
    this.request = emptyRequest;
    this.problems = [];
    this.problem = null;
  }

  #afterChoice(selector: string): void {
    void this.updateComplete.then(() => this.querySelector<HTMLElement>(selector)?.focus());
  }

  readonly #handleChosen = (match: Match): void => {
    this.namesake = null;
    const { id, kind, name, email, emailVerified } = match;
    this.card = null;
    this.#change({ person: { kind: 'known', whom: { id, kind }, name, email, emailVerified } });
    void this.#take(match);
    this.#afterChoice('#new-service');
  };

  readonly #handleNew = (typed: string): void => {
    const person = somebodyNew(typed);
    this.#change({ person });
    this.#afterChoice('#new-email');
  };

  readonly #handleOther = (): void => {
    this.#asking?.abort();
    this.card = null;
    this.namesake = null;
    this.#change({ person: null, request: this.#fitted(this.request, null) });
    this.#afterChoice('support-desk-customer-search');
  };

  readonly #handleDiscard = (): void => {
    this.#forget();
    this.#afterChoice('support-desk-customer-search');
  };

  readonly #handleSubmit = (event: SubmitEvent): void => {
    event.preventDefault();
    void this.#send();
  };

  /** Ctrl or Command with Enter sends, as in the composers. */
}

declare global {
  interface HTMLElementTagNameMap {
    'support-desk-new-ticket': NewTicket;
  }
}
