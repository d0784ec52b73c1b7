import { LitElement, css, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { localized, msg, str } from '@lit/localize';
import type { DeskMe } from '../../server/ticket/wire.ts';
import { asFailure } from '../http.ts';
import type { Failure } from '../http.ts';
import { sayTime } from '../when.ts';
import type { DeskApi } from './api.ts';
import { besideControl, sayDeskFailure } from './failures.ts';

export const signInSheet = css`
  support-desk-sign-in {
    display: block;
    max-inline-size: 408px;
    margin: 12vh auto 0;
    padding: 24px;
  }
  .sign-in {
    display: grid;
    gap: 20px;
  }
  .sign-in .button {
    justify-self: start;
  }
`;

const minute = 60_000;

/** The next whole minute: a time told to the minute must not come too early. */
const roundUp = (at: string): string => new Date(Math.ceil(Date.parse(at) / minute) * minute).toISOString();

/** Signing in at the desk. The password stays in its field: it is never kept. */
@customElement('support-desk-sign-in')
@localized()
export class SignIn extends LitElement {
  @property({ attribute: false }) api!: DeskApi;
  @property({ attribute: false }) locale = '';
  /** A session has run out, rather than never begun. */
  @property({ attribute: false }) expired = false;
  @property({ attribute: false }) entered: (me: DeskMe) => void = () => undefined;

  @state() private busy = false;
  @state() private problem: string | null = null;

  @query('#email') private email!: HTMLInputElement;
  @query('#password') private password!: HTMLInputElement;

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected override firstUpdated(): void {
    this.email.focus();
  }

  protected override render(): TemplateResult {
    return html`<main>
      <form class="sign-in" novalidate aria-labelledby="sign-in-heading" @submit=${this.#handleSubmit}>
        <h1 id="sign-in-heading" class="heading">${msg('Support desk')}</h1>
        ${this.expired ? html`<p class="soft">${msg('Your session has ended. What you had begun to write is kept on this device: sign in to find it again.')}</p>` : nothing}
        <div class="field">
          <label class="label" for="email">${msg('E-mail')}</label>
          <input id="email" class="input" type="email" autocomplete="username" autocapitalize="none" spellcheck="false" aria-required="true" />
        </div>
        <div class="field">
          <label class="label" for="password">${msg('Password')}</label>
          <input id="password" class="input" type="password" autocomplete="current-password" aria-required="true" />
        </div>
        ${besideControl(this.problem)}
        <button class="button primary" type="submit" aria-disabled=${this.busy}>${this.busy ? msg('One moment…') : msg('Sign in')}</button>
      </form>
    </main>`;
  }

  async #signIn(email: string, password: string): Promise<void> {
    this.busy = true;
    this.problem = null;
    try {
      this.entered(await this.api.signIn(email, password));
    } catch (error) {
      this.problem = this.#say(asFailure(error));
      this.password.select();
    } finally {
      this.busy = false;
    }
  }

  #say({ code, retryAt }: Failure): string {
    switch (code) {
      case 'unauthenticated':
        return msg('This e-mail and this password do not go together. Check both, capital letters included.');
      case 'too-many-requests':
        return retryAt
          ? msg(str`There were too many tries. To protect this account, the next one is possible at ${sayTime(roundUp(retryAt), this.locale)}.`)
          : msg('There were too many tries. To protect this account, wait a few minutes before the next one.');
      case 'invalid-input':
        return msg('This does not look like an e-mail address and a password. Check both.');
      case 'unreachable':
        return msg('The server does not answer. Try again in a moment.');
      case 'offline':
        return msg('You are offline. Try again once you are connected.');
      default:
        return sayDeskFailure(code);
    }
  }

  readonly #handleSubmit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (this.busy) return;
    const [email, password] = [this.email.value.trim(), this.password.value];
    if (email && password) return void this.#signIn(email, password);
    this.problem = email ? msg('Type your password.') : msg('Type your e-mail address.');
    (email ? this.password : this.email).focus();
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'support-desk-sign-in': SignIn;
  }
}
