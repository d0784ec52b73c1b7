import { LitElement, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { localized, msg, str } from '@lit/localize';
import { deskPaths } from '../../../server/wire/paths.ts';
import type { Stats } from '../../../server/wire/statistics.ts';
import { adopt } from '../../draw/adopt.ts';
import { asFailure } from '../../client/http.ts';
import type { FailureCode } from '../../client/http.ts';
import { icon } from '../../draw/icon.ts';
import { bones, failureState } from '../../draw/states.ts';
import { sayMoment } from '../../draw/when.ts';
import type { Desk } from '../desk.ts';
import { besideControl, sayDeskFailure } from '../frame/failures.ts';
import { below } from '../root.ts';
import './figure.ts';
import type { Figure } from './figure.ts';
import { figuresOf } from './figures.ts';
import { daysIn, faultOf, lengths, todayIn } from './period.ts';
import type { Days, Period } from './period.ts';
import { statsSheet } from './sheet.ts';
import { sayCount, sayDays, sayFault, sayMean, sayRate, sayWait } from './words.ts';

/** Texts of customers that are shown at first. */
const few = 5;

/** The statistics of a period: figures as charts and tables, and texts of customers. */
@customElement('support-desk-stats')
@localized()
export class StatsPlace extends LitElement {
  @property({ attribute: false }) desk!: Desk;
  @property({ attribute: false }) now = '';

  @state() private period: Period = { last: 30 };
  @state() private choosing = false;
  @state() private stats: Stats | null = null;
  @state() private asking: AbortController | null = null;
  @state() private failure: FailureCode | null = null;
  @state() private fault: string | null = null;
  /** Lists that are shown whole. */
  @state() private whole: readonly string[] = [];

  @query('dialog') private dialog!: HTMLDialogElement;
  @query('[name=from]') private from!: HTMLInputElement | null;
  @query('[name=to]') private to!: HTMLInputElement | null;

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    adopt(this, statsSheet);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.asking?.abort();
  }

  async show(): Promise<void> {
    await this.updateComplete;
    if (this.dialog.open) return;
    this.dialog.showModal();
    await this.#read();
  }

  protected override render(): TemplateResult {
    return html`<dialog class="stats" aria-labelledby="stats-heading">
      <div class="stats-page">
        <div class="stats-top">
          <h2 id="stats-heading" tabindex="-1" autofocus>${msg('Statistics')}</h2>
          <button class="button" type="button" @click=${() => this.dialog.close()}>${icon('close')}${msg('Back to the desk')}</button>
        </div>
        ${this.#renderPeriods()} ${this.choosing ? this.#renderOwnDays() : nothing}
        <p class="unseen" role="status">${this.asking ? msg('Counting…') : this.stats ? msg(str`Statistics: ${sayDays(this.stats, this.desk.locale)}`) : ''}</p>
        ${this.#renderFound()}
      </div>
    </dialog>`;
  }

  #renderPeriods(): TemplateResult {
    const last = !this.choosing && 'last' in this.period ? this.period.last : null;
    const choice = (label: string, checked: boolean, choose: () => void): TemplateResult =>
      html`<label><input type="radio" name="period" .checked=${checked} @change=${choose} /><span>${label}</span></label>`;
    return html`<fieldset class="periods">
      <legend class="unseen">${msg('Period')}</legend>
      ${lengths.map((days) => choice(msg(str`${days} days`), last === days, () => this.#choose({ last: days })))}
      ${choice(msg('Other days'), last === null, () => (this.choosing = true))}
    </fieldset>`;
  }

  #renderOwnDays(): TemplateResult {
    const today = this.#today();
    const { from, to } = daysIn(this.period, today);
    const day = (name: 'from' | 'to', label: string, value: string): TemplateResult =>
      html`<label class="field"><span class="label">${label}</span><input class="input" type="date" name=${name} max=${today} required .value=${value} aria-describedby="stats-fault" /></label>`;
    return html`<form class="own-days" novalidate @submit=${this.#handleDays}>
      ${day('from', msg('First day'), from)} ${day('to', msg('Last day'), to)}
      <button class="button" type="submit">${msg('Show these days')}</button>
      <div id="stats-fault">${besideControl(this.fault)}</div>
    </form>`;
  }

  #renderFound(): TemplateResult {
    const { stats, failure } = this;
    if (!stats)
      return failure ? failureState(msg('The statistics could not be read'), sayDeskFailure(failure), () => void this.#read()) : bones(6);
    return html`<div class="stats-found ${this.asking ? 'is-stale' : ''}" aria-busy=${this.asking !== null}>
      ${failure ? besideControl(sayDeskFailure(failure)) : nothing}
      <p class="stats-days"><b>${sayDays(stats, this.desk.locale)}</b><a class="small" href=${this.#link(deskPaths.ticketsCsv)} download>${msg('Download the tickets (CSV)')}</a></p>
      ${isEmpty(stats) ? this.#renderNothing() : this.#renderStats(stats)}
    </div>`;
  }

  #renderNothing(): TemplateResult {
    return html`<div class="state">
      ${icon('check')}
      <h3>${msg('Nothing to count in this period')}</h3>
      <p class="soft">${msg('No ticket was created, closed or rated. Choose a longer period, or enjoy the calm.')}</p>
    </div>`;
  }

  #renderStats(stats: Stats): TemplateResult {
    const { locale, me } = this.desk;
    const days = sayDays(stats, locale);
    const figures = figuresOf({ stats, me, locale, href: (table) => this.#link(deskPaths.statsCsv, { table }) });
    const draw = (figure: Figure): TemplateResult =>
      html`<support-desk-figure class="stats-figure ${figure.full ? 'full' : ''}" .figure=${figure} .days=${days}></support-desk-figure>`;
    // What was said stands beside what was counted.
    return html`${this.#renderSums(stats)}
      <div class="stats-grid">
        ${figures.slice(0, -1).map(draw)}
        ${this.#renderTold('reasons', msg('Why tickets were reopened'), stats.reopening.reasons, (one) => [one.by === 'team' ? msg('by the team') : one.label, one.reason])}
        ${figures.slice(-1).map(draw)}
        ${this.#renderTold('comments', msg('What customers said of it'), stats.ratings.comments, (one) => [msg(str`${one.score} of 5`), one.comment])}
      </div>`;
  }

  #renderSums({ volume, firstAnswer, promises, reopening, ratings }: Stats): TemplateResult {
    const { locale } = this.desk;
    const count = (times: number): string => sayCount(times, locale);
    const { all } = firstAnswer;
    const sums: readonly [string, string, string][] = [
      [msg('Tickets created'), count(volume.created), msg(str`closed: ${count(volume.closed)}`)],
      [
        msg('First answer'),
        sayWait(all.median, locale),
        all.answered ? msg(str`for half; ${sayWait(all.ninetieth, locale)} for nine in ten`) : msg('none yet'),
      ],
      [
        msg('Promises kept'),
        sayRate(promises.all.rate, locale),
        msg(str`late: ${count(promises.all.late)}, still owed: ${count(promises.all.owed)}`),
      ],
      [
        msg('Reopened'),
        sayRate(reopening.all.rate, locale),
        msg(str`${count(reopening.all.reopened)} of ${count(reopening.all.closed)} closed`),
      ],
      [
        msg('Ratings'),
        ratings.mean === null ? '–' : msg(str`${sayMean(ratings.mean, locale)} of 5`),
        ratings.count ? msg(str`given: ${count(ratings.count)}`) : msg('none yet'),
      ],
    ];
    return html`<dl class="sums">${sums.map(([name, value, more]) => html`<div><dt>${name}</dt><dd><b>${value}</b><span class="small soft">${more}</span></dd></div>`)}</dl>`;
  }

  #renderTold<T extends Told>(
    id: string,
    title: string,
    all: readonly T[],
    say: (one: T) => readonly [aside: string, text: string],
  ): TemplateResult | typeof nothing {
    if (all.length === 0) return nothing;
    const shown = this.whole.includes(id) ? all : all.slice(0, few);
    const { locale } = this.desk;
    return html`<section class="stats-figure" aria-labelledby="told-${id}">
      <div class="figure-top"><h3 id="told-${id}">${title}</h3></div>
      <ul class="told">
        ${shown.map((one) => {
          const [aside, text] = say(one);
          return html`<li>
            <p><a href="#${one.ticket.number}" @click=${() => this.dialog.close()}>#${one.ticket.number}</a> <bdi>${one.ticket.title}</bdi></p>
            <p class="small soft">${sayMoment(one.at, this.now > one.at ? this.now : one.at, locale)} · ${aside}</p>
            <p class="said">${text}</p>
          </li>`;
        })}
      </ul>
      ${shown.length < all.length ? html`<button class="link" type="button" @click=${() => (this.whole = [...this.whole, id])}>${msg('Show more')}<span class="unseen"> (${title})</span></button>` : nothing}
    </section>`;
  }

  #today(): string {
    return todayIn(this.desk.me.hours.timeZone, this.now);
  }

  /** A file about the days that are shown, in the reader's language. */
  #link(path: string, more: Readonly<Record<string, string>> = {}): string {
    const { from = '', to = '' } = this.stats ?? {};
    return `${below(path)}?${new URLSearchParams({ from, to, ...more, lang: this.desk.locale }).toString()}`;
  }

  #choose(period: Period): void {
    this.choosing = !('last' in period);
    this.period = period;
    this.fault = null;
    void this.#read();
  }

  /** Loads the period; aborts an earlier request. The shown figures stay until the result has arrived. */
  async #read(): Promise<void> {
    this.asking?.abort();
    const asking = new AbortController();
    this.asking = asking;
    this.failure = null;
    try {
      const stats = await this.desk.api.stats(daysIn(this.period, this.#today()), asking.signal);
      if (this.asking === asking) this.stats = stats;
    } catch (error) {
      if (this.asking === asking) this.#handleFailure(error);
    } finally {
      if (this.asking === asking) this.asking = null;
    }
  }

  #handleFailure(error: unknown): void {
    const { code } = asFailure(error);
    if (code === 'unauthenticated') this.dialog.close();
    this.desk.failed(code);
    this.failure = code;
  }

  readonly #handleDays = (event: SubmitEvent): void => {
    event.preventDefault();
    const days: Days = { from: this.from?.value ?? '', to: this.to?.value ?? '' };
    const fault = faultOf(days);
    this.fault = fault && sayFault(fault);
    if (fault) (fault === 'missing' && days.from !== '' ? this.to : this.from)?.focus();
    else this.#choose(days);
  };
}

type Told = { readonly ticket: { readonly number: number; readonly title: string }; readonly at: string };

const isEmpty = ({ volume, promises: { all }, ratings }: Stats): boolean =>
  volume.created + volume.closed + ratings.count + all.kept + all.late + all.owed + all.waived === 0;

declare global {
  interface HTMLElementTagNameMap {
    'support-desk-stats': StatsPlace;
  }
}
