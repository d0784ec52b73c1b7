/** Help articles beside what is being written: loaded where the site has any. */
import { html, nothing, unsafeCSS } from 'lit';
import type { TemplateResult } from 'lit';
import { msg } from '@lit/localize';
import type { Article } from '../../../server/wire/articles.ts';
import { icon } from '../../draw/icon.ts';
import { searchRules } from '../../draw/styles/search.ts';
import { css } from '../../draw/styles/css.ts';

export { AnswersController } from './answers-controller.ts';

export const answersSheet = css`
  ${unsafeCSS(searchRules)}
  .answers {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    gap: 8px;
    padding-inline-start: 16px;
    border-inline-start: 3px solid var(--accent);
  }
  .answers .icon-button {
    margin: -8px -8px -8px 0;
  }
  .answers ul {
    display: grid;
    gap: 8px;
    grid-column: 1 / 3;
  }
  .answers p {
    display: -webkit-box;
    overflow: hidden;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
  }
`;

/** Help articles that may answer already. They open beside what is being written, and can be sent away. */
export function answers(found: readonly Article[], dismiss: () => void): TemplateResult | typeof nothing {
  if (!found.length) return nothing;
  return html`<section class="answers" aria-labelledby="answers-heading">
    <h3 id="answers-heading">${msg('The answer may already be here')}</h3>
    <button class="icon-button" type="button" aria-label=${msg('Hide these suggestions')} @click=${dismiss}>${icon('close')}</button>
    <ul>
      ${found.map(
        ({ title, url, excerpt }) => html`<li>
          <a href=${url} target="_blank" rel="noopener">${title}<span class="unseen"> ${msg('(new tab)')}</span></a>${excerpt ? html`<p class="small soft">${excerpt}</p>` : nothing}
        </li>`,
      )}
    </ul>
  </section>`;
}
