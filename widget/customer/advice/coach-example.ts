/** Loaded by whoever asks for it. */
import { msg } from '@lit/localize';

/** The empty lines that the checklist is about, to be filled in. */
export const template = (): string =>
  [msg('What I do:'), msg('What happens:'), msg('What I expected:'), `${msg('The steps:')}\n1. \n2. \n3. `, msg('The error message:')].join(
    '\n\n',
  );

export const example = (): string =>
  msg(`1. I go to Blog, then New article
2. I fill in the title “Test”
3. I click Save
4. I get an error: “Internal Server Error”
5. I expected the article to be saved
Browser: Chrome 120. Project: My Portfolio`);
