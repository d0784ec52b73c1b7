import { LitElement, css, html, nothing } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { localized, msg, str } from '@lit/localize';
import { codeDigits, codeMinutes } from '../../../server/ticket/limits.ts';
import { adopt } from '../../draw/adopt.ts';
import { asFailure } from '../../client/http.ts';
import type { Failure } from '../../client/http.ts';
import { icon } from '../../draw/icon.ts';
import { inner } from '../../draw/styles/inner.ts';
import { sayFailure } from '../../draw/states.ts';

const sheet = css`
  .door {
    justify-items: stretch;
  }
  .door form {
    display: grid;
    gap: 12px;
  }
  .door .code {
    max-inline-size: 11em;
    font-size: var(--large);
    letter-spacing: 0.12em;
    font-variant-numeric: tabular-nums;
  }
`;

/** Milliseconds before another code may be asked for. */
const resendAfter = 30_000;

export type Step = 'address' | 'code';

/** Sends codes to addresses, and checks them. */
export interface CodeSource {
  readonly email: string;
  readonly step: Step;
  /** Wrong codes that may still be tried. */
  readonly triesLeft: number;
  /** When the latest code was sent, in milliseconds since the epoch by this device's clock. */
  readonly sentAt: number;
  /** @throws Failure */
  start(email: string): Promise<void>;
  /** @throws Failure */
  verify(code: string): Promise<void>;
  otherAddress(): void;
}

export interface DoorGiven {
  /** There was a session before. */
  readonly ended: boolean;
  /** Written before anybody was known: it goes as soon as the address is proven. */
  readonly waiting: string | null;
  /** Whoever reads by a link wants to write: the address is known already. */
  readonly email: string | null;
  /** The site's own sign-in; null: there is none. */
  readonly signIn: (() => void) | null;
  readonly write: (() => void) | null;
  readonly back: (() => void) | null;
}

/** Two steps: an address, and the code that was sent to it. */
@customElement('support-ticket-door')
@localized()
export class GuestDoor extends LitElement {
  @property({ attribute: false }) guests!: CodeSource;
  @property({ attribute: false }) given!: DoorGiven;

  @state() private busy = false;
  @state() private problem = '';
  /** Spoken when it happens: a code is on its way. */
  @state() private spoken = '';

  @query('input') private input!: HTMLInputElement | null;
  @query('h2') private heading!: HTMLElement | null;

  #shown: Step | null = null;
  #beat: ReturnType<typeof setInterval> | undefined;

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    adopt(this, inner, sheet);
    // Counts down to another code.
    this.#beat = setInterval(() => this.guests.step === 'code' && this.requestUpdate(), 1_000);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.#beat);
  }

  protected override updated(_changed: PropertyValues<this>): void {
    const { step } = this.guests;
    if (this.#shown !== null && this.#shown !== step) (this.input ?? this.heading)?.focus();
    else if (this.#shown === null && this.given.back) this.heading?.focus();
    this.#shown = step;
  }

  protected override render(): TemplateResult {
    return html`<div class="state door">
      ${this.guests.step === 'code' ? this.#renderCode() : this.#renderAddress()}
      <p class="unseen" role="status">${this.spoken}</p>
    </div>`;
  }

  #renderAddress(): TemplateResult {
    const { email } = this.given;
    return html`
      ${icon('message')}
      <h2 part="heading" tabindex="-1">${this.#sayHeading()}</h2>
      <p class="soft">${this.#sayLead()}</p>
      <form novalidate @submit=${this.#handleAddress}>
        <div class="field">
          <label class="label" for="guest-email">${msg('Your e-mail address')}</label>
          <input class="input" id="guest-email" type="email" inputmode="email" autocomplete="email" maxlength="254" .value=${email ?? this.guests.email} ?readonly=${this.busy || email !== null} aria-invalid=${this.problem ? 'true' : 'false'} aria-describedby="guest-hint guest-problem" />
          <p class="small soft" id="guest-hint">${msg('We send you a code: no account, no password. Our answers also go to this address.')}</p>
          ${this.#renderProblem()}
        </div>
        <div class="bar">
          <button class="button primary" aria-disabled=${this.busy}>${this.busy ? msg('Sending…') : msg('Continue with your e-mail address')}</button>
          ${this.#renderOtherWays()}
        </div>
      </form>
    `;
  }

  #sayHeading(): string {
    const { ended, waiting, email } = this.given;
    if (waiting !== null) return msg('One last step: your address');
    if (email !== null) return msg('A code, to make sure it is you');
    return ended ? msg('Your session has ended') : msg('How can we reach you?');
  }

  #sayLead(): string {
    const { ended, waiting, email } = this.given;
    if (waiting !== null) return msg(str`“${waiting}” is kept on this device and will be sent as soon as your address is confirmed.`);
    if (email !== null) return msg('Links in e-mails only let you read. To write, enter the code we send to your address.');
    return ended
      ? msg('Confirm your address again to continue. What you had begun to write is kept on this device, and nobody else sees it.')
      : msg('Your tickets and our answers are kept under your address.');
  }

  #renderOtherWays(): TemplateResult {
    const { waiting, write, signIn, back } = this.given;
    const link = (text: string, act: (() => void) | null) =>
      act ? html`<button class="link" type="button" @click=${act}>${text}</button>` : nothing;
    return html`${link(waiting === null ? msg('Write my request first') : msg('Change my request'), write)}${link(msg('Sign in'), signIn)}${link(msg('Keep reading'), back)}`;
  }

  #renderCode(): TemplateResult {
    const { email, triesLeft, sentAt } = this.guests;
    const dead = triesLeft <= 0;
    const seconds = dead ? 0 : Math.ceil((sentAt + resendAfter - Date.now()) / 1000);
    return html`
      ${icon('message')}
      <h2 part="heading" tabindex="-1">${msg('Enter the code we sent you')}</h2>
      <p class="soft">${msg(html`We sent it to <b>${email}</b>; it stays valid for ${codeMinutes} minutes.`)}</p>
      <form novalidate @submit=${this.#handleCode}>
        <div class="field">
          <label class="label" for="guest-code">${msg('Code')}</label>
          <input class="input code" id="guest-code" inputmode="numeric" autocomplete="one-time-code" autocorrect="off" spellcheck="false" maxlength="20" ?readonly=${this.busy} ?disabled=${dead} aria-invalid=${this.problem ? 'true' : 'false'} aria-describedby="guest-hint guest-problem" @input=${this.#handleTyping} />
          <p class="small soft" id="guest-hint">${msg(str`${codeDigits} digits. No e-mail? Check your spam folder.`)}</p>
          ${this.#renderProblem()}
        </div>
        <div class="bar">
          ${dead ? nothing : html`<button class="button primary" aria-disabled=${this.busy}>${this.busy ? msg('One moment…') : msg('Confirm')}</button>`}
          <button class="link" type="button" aria-disabled=${seconds > 0} @click=${() => seconds <= 0 && void this.#start(email)}>${seconds > 0 ? msg(str`Send another code (in ${seconds} s)`) : msg('Send another code')}</button>
          <button class="link" type="button" @click=${this.#handleOther}>${this.given.email === null ? msg('Another address') : msg('Keep reading')}</button>
        </div>
      </form>
    `;
  }

  #renderProblem(): TemplateResult {
    return html`<div id="guest-problem">${this.problem ? html`<p class="error" role="alert">${icon('warning')}<span>${this.problem}</span></p>` : nothing}</div>`;
  }

  readonly #handleAddress = (event: Event): void => {
    event.preventDefault();
    void this.#start(this.input?.value.trim() ?? '');
  };

  readonly #handleCode = (event: Event): void => {
    event.preventDefault();
    void this.#verify();
  };

  readonly #handleOther = (): void => {
    this.problem = '';
    this.guests.otherAddress();
    this.given.back?.();
  };

  /** A code that is whole needs no button: it was pasted, or the keyboard offered it. */
  readonly #handleTyping = (): void => {
    this.problem = '';
    if (this.#digits.length === codeDigits) void this.#verify();
  };

  get #digits(): string {
    return this.input?.value.replace(/\D/g, '') ?? '';
  }

  async #start(email: string): Promise<void> {
    // The server decides what an address is; this only spares it what cannot be one.
    if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email))
      return this.#complain(msg('This does not look like an e-mail address. Use a form like name@example.com.'));
    await this.#try(
      () => this.guests.start(email),
      (failure) => this.#sayNotSent(failure),
    );
    if (!this.problem) this.spoken = msg(str`A code is on its way to ${email}.`);
  }

  async #verify(): Promise<void> {
    if (this.#digits.length !== codeDigits) return this.#complain(msg(str`The code has ${codeDigits} digits.`));
    await this.#try(
      () => this.guests.verify(this.#digits),
      (failure) => this.#sayWrong(failure),
    );
  }

  async #try(act: () => Promise<void>, explain: (failure: Failure) => string): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.problem = '';
    try {
      await act();
      if (this.input) this.input.value = '';
    } catch (error) {
      this.#complain(explain(asFailure(error)));
    } finally {
      this.busy = false;
    }
  }

  #complain(text: string): void {
    this.problem = text;
    this.input?.focus();
    this.input?.select();
  }

  #sayNotSent({ code, retryAt }: Failure): string {
    if (code === 'invalid-input') return msg('We cannot write to this address. Please check it, or use another one.');
    if (code !== 'too-many-requests' || !retryAt) return sayFailure(code);
    const minutes = Math.max(1, Math.ceil((Date.parse(retryAt) - Date.now()) / 60_000));
    return minutes === 1
      ? msg('We have already sent several codes. Check your e-mail, or try again in 1 minute.')
      : msg(str`We have already sent several codes. Check your e-mail, or try again in ${minutes} minutes.`);
  }

  #sayWrong({ code }: Failure): string {
    if (code !== 'unauthenticated' && code !== 'too-many-requests' && code !== 'invalid-input') return sayFailure(code);
    const { triesLeft } = this.guests;
    if (triesLeft <= 0) return msg('Too many tries: this code is no longer valid. Request another one.');
    return triesLeft === 1
      ? msg('That is not the code. Check the latest e-mail: 1 try left.')
      : msg(str`That is not the code. Check the latest e-mail: ${triesLeft} tries left.`);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'support-ticket-door': GuestDoor;
  }
}
