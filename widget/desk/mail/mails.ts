import { LitElement, css, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { localized, msg, str } from '@lit/localize';
import type { AlertTopic, AlertsView, MailView, OutboxPage } from '../../../server/wire/mail.ts';
import { asFailure } from '../../client/http.ts';
import { sayMoment } from '../../draw/when.ts';
import type { Desk } from '../desk.ts';
import { besideControl, sayDeskFailure } from '../frame/failures.ts';

export const mailsSheet = css`
  .mails h3 {
    margin-block: 16px 4px;
  }
  .mails li {
    padding-block: 8px;
    border-block-start: 1px solid var(--line);
    overflow-wrap: anywhere;
  }
  .mails[open] {
    max-block-size: min(720px, calc(100dvh - 32px));
    overflow: auto;
  }
`;

/** The agent's choice of alerts; and for admins, the mails that were given up. */
@customElement('support-desk-mails')
@localized()
export class MailsSheet extends LitElement {
  @property({ attribute: false }) desk!: Desk;
  @property({ attribute: false }) now = '';

  @state() private alerts: AlertsView | null = null;
  @state() private outbox: OutboxPage | null = null;
  @state() private failure: string | null = null;
  @state() private kept = false;

  @query('dialog') private dialog!: HTMLDialogElement;

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  show(): void {
    if (this.dialog.open) return;
    this.kept = false;
    this.dialog.showModal();
    void this.#attempt(() => this.#read());
  }

  protected override render(): TemplateResult {
    return html`<dialog class="dialog mails" aria-labelledby="mails-heading">
      <h2 id="mails-heading" class="dialog-heading">${msg('My e-mails')}</h2>
      ${this.alerts ? this.#renderAlerts(this.alerts) : nothing} ${this.outbox ? this.#renderOutbox(this.outbox) : nothing} ${besideControl(this.failure)}
      <p class="small soft" role="status">${this.kept ? msg('Your choice is kept.') : ''}</p>
      <div class="bar"><button class="button" type="button" @click=${() => this.dialog.close()}>${msg('Back to the desk')}</button></div>
    </dialog>`;
  }

  #renderAlerts(alerts: AlertsView): TemplateResult {
    const topics: readonly [AlertTopic, string][] = [
      ['new', msg('New tickets')],
      ['urgent', msg('Urgent tickets, at any hour')],
      ['reopened', msg('Reopened tickets')],
      ['replied', msg('Replies of customers')],
      ['nudged', msg('Customers who ask for news')],
      ['due', msg('Half an hour before a promise runs out')],
    ];
    const { topics: chosen } = alerts;
    const without = (topic: AlertTopic) => chosen.filter((one) => one !== topic);
    return html`<p class="small soft">${alerts.mailing ? msg(str`They go to ${alerts.email}.`) : msg('No mail server is set up yet: your choice counts once there is one.')}</p>
      ${topics.map(([topic, label]) => check(label, chosen.includes(topic), (on) => this.#choose({ topics: on ? [...chosen, topic] : without(topic) })))}
      <h3>${msg('Not every one of them')}</h3>
      ${check(msg('Only of tickets that are mine or nobody’s'), alerts.scope === 'mine', (on) => this.#choose({ scope: on ? 'mine' : 'all' }))}
      ${check(msg('Only in opening hours, urgent ones aside'), alerts.openHoursOnly, (openHoursOnly) => this.#choose({ openHoursOnly }))}`;
  }

  #renderOutbox({ items, counts, mailing }: OutboxPage): TemplateResult {
    const waiting = counts.waiting + counts.unaddressed;
    return html`<h3>${msg('The team’s outbox')}</h3>
      <p class="small">${msg(str`${counts.sent} sent in the last days, ${waiting} waiting, ${counts.dead} given up.`)}</p>
      ${mailing || waiting === 0 ? nothing : html`<p class="small late">${msg('They wait because no mail server is set up.')}</p>`}
      <ul>
        ${items.map((mail) => this.#renderDead(mail))}
      </ul>`;
  }

  #renderDead(mail: MailView): TemplateResult {
    const { to, ticket, endedAt, fault, reply } = mail;
    return html`<li class="small">
      <b>${to ?? msg('nobody')}</b>${ticket === null ? nothing : html` · #${ticket}`}${endedAt === null ? nothing : html` · ${sayMoment(endedAt, this.now, this.desk.locale)}`}
      <p class="soft">${reply ?? fault}</p>
      <button class="link" type="button" aria-label=${msg(str`Send again to ${to ?? ''}`)} @click=${() => void this.#attempt(() => this.#replay(mail))}>${msg('Send again')}</button>
    </li>`;
  }

  async #read(): Promise<void> {
    const { api, me } = this.desk;
    this.alerts = await api.alerts();
    if (me.role === 'admin') this.outbox = await api.deadMails();
  }

  #choose(change: Partial<AlertsView>): void {
    const { alerts } = this;
    if (!alerts) return;
    const { topics, scope, openHoursOnly } = { ...alerts, ...change };
    void this.#attempt(async () => {
      this.alerts = await this.desk.api.chooseAlerts({ topics, scope, openHoursOnly });
      this.kept = true;
    });
  }

  async #replay({ id }: MailView): Promise<void> {
    await this.desk.api.replayMail(id);
    await this.#read();
  }

  async #attempt(work: () => Promise<void>): Promise<void> {
    this.failure = null;
    this.kept = false;
    try {
      await work();
    } catch (error) {
      const { code } = asFailure(error);
      this.desk.failed(code);
      this.failure = sayDeskFailure(code);
      // A choice that was not saved is shown as before.
      this.alerts = this.alerts && { ...this.alerts };
    }
  }
}

const check = (label: string, checked: boolean, change: (on: boolean) => void): TemplateResult =>
  html`<label class="check"><input type="checkbox" .checked=${checked} @change=${(event: Event) => change((event.target as HTMLInputElement).checked)} /><span>${label}</span></label>`;

declare global {
  interface HTMLElementTagNameMap {
    'support-desk-mails': MailsSheet;
  }
}
