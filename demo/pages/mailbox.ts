/** What the support server has sent, to whomever: customers and team in one place, as only a demo can show it. */
import { html } from 'hono/html';
import { personas } from '../customers.ts';
import type { MailSummary, StoredMail } from '../mailbox.ts';
import { words } from '../texts.ts';
import type { Text } from '../texts.ts';
import { speaker } from './layout.ts';
import type { Frame, Html, Page } from './layout.ts';

const team = 'team';

export function mailboxPage(frame: Frame, mails: readonly MailSummary[], wanted: string, now: number): Page {
  const t = speaker(frame);
  const isCustomers = ({ to }: MailSummary): boolean => personas.some(({ email }) => email === to);
  const filters = [
    { key: '', label: t(words.mailboxAll), fits: () => true },
    ...personas.map(({ key, name, email }) => ({ key, label: name, fits: ({ to }: MailSummary) => to === email })),
    { key: team, label: t(words.mailboxTeam), fits: (mail: MailSummary) => !isCustomers(mail) },
  ];
  const chosen = filters.find(({ key }) => key === wanted) ?? filters[0];
  const shown = mails.filter((mail) => chosen?.fits(mail) ?? true);
  return {
    title: t(words.mailbox),
    body: html`<h1>${t(words.mailbox)}</h1>
      <p class="soft">${t(words.mailboxWhat)}</p>
      <nav class="filter" aria-label="${t(words.mailFilter)}">
        ${filters.map(({ key, label }) => html`<a href="/mailbox${key === '' ? '' : `?for=${key}`}"${key === chosen?.key ? html` aria-current="page"` : ''}>${label}</a>`)}
      </nav>
      ${shown.length === 0 ? html`<p class="soft">${t(words.mailboxEmpty)}</p>` : html`<ul class="rows">${shown.map((mail) => renderRow(frame, mail, now))}</ul>`}`,
  };
}

function renderRow(frame: Frame, { id, to, subject, receivedAt }: MailSummary, now: number): Html {
  return html`<li class="mail"><div><a href="/mailbox/${id}">${subject}</a><p class="soft">${to}</p></div><p class="soft">${moment(frame, receivedAt, now)}</p></li>`;
}

/** @param became what became of the answer that was just sent */
export function mailPage(frame: Frame, mail: StoredMail, became: string, now: number): Page {
  const t = speaker(frame);
  return {
    title: mail.subject,
    body: html`<p><a href="/mailbox">${t(words.mailBack)}</a></p>
      <h1>${mail.subject}</h1>
      <dl class="mail-facts">
        <dt>${t(words.mailFrom)}</dt><dd>${mail.from}</dd>
        <dt>${t(words.mailTo)}</dt><dd>${mail.to}</dd>
        <dt>${t(words.mailDate)}</dt><dd>${moment(frame, mail.receivedAt, now)}</dd>
      </dl>
      <section><h2>${t(words.mailHtml)}</h2>
        <iframe class="mail-frame" src="/mailbox/${mail.id}/html" sandbox="allow-popups allow-popups-to-escape-sandbox" title="${t(words.mailHtml)}"></iframe></section>
      ${mail.replyTo === null ? '' : renderAnswer(frame, mail, became)}
      <section><h2>${t(words.mailText)}</h2><pre class="mail-words" tabindex="0">${mail.text}</pre></section>
      <section><h2>${t(words.mailHeaders)}</h2><pre class="mail-words" tabindex="0">${mail.headers}</pre></section>`,
  };
}

const outcomes: Readonly<Record<string, Text>> = {
  reply: words.mailReplied,
  reopened: words.mailReopened,
  thanked: words.mailThanked,
  failed: words.mailFailed,
};

/** As whoever got it answers it in their mail program. */
function renderAnswer(frame: Frame, { id, to }: StoredMail, became: string): Html {
  const t = speaker(frame);
  const told = became === '' ? undefined : (outcomes[became] ?? words.mailWaits);
  return html`<section id="answer"><h2>${t(words.mailAnswer)}</h2>
    ${told ? html`<p role="status">${t(told)}</p>` : ''}
    <form class="mail-answer" method="post" action="/mailbox/${id}/answer">
      <p class="soft" id="answer-what">${t(words.mailAnswerWhat)}</p>
      <label for="answer-text">${t(words.mailAnswerFrom)} ${to}</label>
      <textarea id="answer-text" name="text" rows="5" maxlength="10000" required aria-describedby="answer-what"></textarea>
      <button>${t(words.mailAnswerSend)}</button>
    </form></section>`;
}

function moment({ visitor }: Frame, at: number, now: number): string {
  const today = new Date(at).toDateString() === new Date(now).toDateString();
  return new Date(at).toLocaleString(visitor.language, { timeStyle: 'short', ...(!today && { dateStyle: 'medium' }) });
}
