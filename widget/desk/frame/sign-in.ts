import { LitElement, css, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { localized, msg, str } from '@lit/localize';
import type { DeskMe } from '../../../server/wire/desk.ts';
import { asFailure } from '../../client/http.ts';
import type { Failure } from '../../client/http.ts';
import { sayTime } from '../../draw/when.ts';
import type { DeskApi } from '../api.ts';
import { besideControl, sayDeskFailure } from './failures.ts';

export const signInSheet = css`
  support-desk-sign-in {
    display: block;
    max-inline-size: 408px;
    /* Air of its own: a margin would let the page's ground be seen above the desk's. */
    margin: 0 auto;
    padding: calc(12vh + 24px) 24px 24px;
  }
  .sign-in {
    display: grid;
    gap: 20px;
  }
  .sign-in .button,
  .sign-in .link {
    justify-self: start;
  }
  .sign-in .ways {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 12px 20px;
  }
`;

const minute = 60_000;

/** The next whole minute, so that a time shown in minutes is not too early. */
const roundUp = (at: string): string => new Date(Math.ceil(Date.parse(at) / minute) * minute).toISOString();

/** The sign-in of the desk. The password is never stored outside of its field. */
@customElement('support-desk-sign-in')
@localized()
export class SignIn extends LitElement {
  @property({ attribute: false }) api!: DeskApi;
  @property({ attribute: false }) locale = '';
  /** Whether a session has expired. */
  @property({ attribute: false }) expired = false;
  /** The sign-in token of a mail's link; `null` without one. */
  @property({ attribute: false }) link: string | null = null;
  @property({ attribute: false }) entered: (me: DeskMe) => void = () => undefined;

  @state() private busy = false;
  @state() private problem: string | null = null;
  @state() private told: string | null = null;

  @query('#email') private email!: HTMLInputElement;
  @query('button[type=submit]') private button!: HTMLButtonElement;
  @query('#password') private password!: HTMLInputElement;

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected override firstUpdated(): void {
    (this.link === null ? this.email : this.button).focus();
  }

  /** A button, since mail scanners open links: opening the page must not use the link up. */
  #renderLink(token: string): TemplateResult {
    return html`<main>
      <form class="sign-in" aria-labelledby="sign-in-heading" @submit=${(event: SubmitEvent) => this.#handleFollow(event, token)}>
        <h1 id="sign-in-heading" class="heading">${msg('Support desk')}</h1>
        <p class="soft">${msg('The link from your e-mail signs you in on this device, once.')}</p>
        ${besideControl(this.problem)}
        <button class="button primary" type="submit" aria-disabled=${this.busy}>${this.busy ? msg('One moment…') : msg('Sign in')}</button>
      </form>
    </main>`;
  }

  protected override render(): TemplateResult {
    if (this.link !== null) return this.#renderLink(this.link);
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
        <div class="ways">
          <button class="button primary" type="submit" aria-disabled=${this.busy}>${this.busy ? msg('One moment…') : msg('Sign in')}</button>
          <button class="link" type="button" aria-disabled=${this.busy} @click=${this.#handleAsk}>${msg('Send me a link by e-mail')}</button>
        </div>
        <p class="soft" role="status">${this.told}</p>
      </form>
    </main>`;
  }

  async #follow(token: string): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.problem = null;
    try {
      this.entered(await this.api.followLink(token));
    } catch (error) {
      const failure = asFailure(error);
      if (failure.code === 'unauthenticated') await this.#refuseLink();
      else this.problem = this.#say(failure);
    } finally {
      this.busy = false;
    }
  }

  async #refuseLink(): Promise<void> {
    this.link = null;
    this.problem = msg('This link has been used or is too old. Have another one sent, or sign in with your password.');
    await this.updateComplete;
    this.email.focus();
  }

  async #ask(email: string): Promise<void> {
    this.busy = true;
    this.problem = this.told = null;
    try {
      await this.api.askForLink(email);
      this.told = msg('If this is the address of somebody of the team, a link is on its way to it. It works once, for 15 minutes.');
    } catch (error) {
      const failure = asFailure(error);
      this.problem =
        failure.code === 'not-found'
          ? msg('This server sends no e-mails. Whoever runs it can give you a new password.')
          : this.#sayOfLink(failure);
    } finally {
      this.busy = false;
    }
  }

  #sayOfLink(failure: Failure): string {
    if (failure.code === 'invalid-input') return msg('This does not look like an e-mail address. Check it.');
    if (failure.code !== 'too-many-requests') return this.#say(failure);
    return failure.retryAt
      ? msg(
          str`Several links have been asked for from here. The next one is possible at ${sayTime(roundUp(failure.retryAt), this.locale)}.`,
        )
      : msg('Several links have been asked for from here. Wait a few minutes before the next one.');
  }

  async #signIn(email: string, password: string): Promise<void> {
    this.busy = true;
    this.problem = this.told = null;
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
          ? msg(
              str`There were too many tries. To protect this account, the next one is possible at ${sayTime(roundUp(retryAt), this.locale)}. A link by e-mail lets you in before.`,
            )
          : msg(
              'There were too many tries. To protect this account, wait a few minutes before the next one. A link by e-mail lets you in before.',
            );
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

  #handleFollow(event: SubmitEvent, token: string): void {
    event.preventDefault();
    void this.#follow(token);
  }

  readonly #handleAsk = (): void => {
    if (this.busy) return;
    const email = this.email.value.trim();
    if (email) return void this.#ask(email);
    this.told = null;
    this.problem = msg('Type your e-mail address.');
    this.email.focus();
  };

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
