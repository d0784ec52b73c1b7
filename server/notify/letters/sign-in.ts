/** The mail with the link that signs somebody of the team in. Whoever asked is not known yet: no word in it is theirs. */
import { say } from '../../config/site.ts';
import type { Site } from '../../config/site.ts';
import type { Language } from '../../ticket/languages.ts';
import { linkMinutes } from '../../identity/sign-in-links.ts';
import type { Letter } from './letter.ts';

interface SignInWords {
  desk: string;
  subject: string;
  heading: string;
  lead: string;
  action: string;
  end: string;
  unasked: string;
}

const words: Readonly<Record<Language, SignInWords>> = {
  fr: {
    desk: 'Bureau d’assistance',
    subject: 'Votre lien de connexion au bureau d’assistance',
    heading: 'Votre lien de connexion',
    lead: 'Ce lien vous connecte au bureau d’assistance, sans mot de passe.',
    action: 'Me connecter',
    end: `Il sert une seule fois, et pendant ${String(linkMinutes)}\u00a0minutes.`,
    unasked: 'Vous n’avez rien demandé\u202f? Ignorez cet e-mail, et ne transmettez ce lien à personne. Votre mot de passe reste le même.',
  },
  en: {
    desk: 'Support desk',
    subject: 'Your link to sign in at the support desk',
    heading: 'Your link to sign in',
    lead: 'This link signs you in at the support desk, without a password.',
    action: 'Sign in',
    end: `It works once, and for ${String(linkMinutes)} minutes.`,
    unasked: 'You have not asked for it? Ignore this e-mail, and pass the link on to nobody. Your password stays as it is.',
  },
};

export function signInLetter(url: string, language: Language, { pages, team }: Pick<Site, 'pages' | 'team'>): Letter {
  const t = words[language];
  const name = pages.name ?? team;
  return {
    language,
    subject: t.subject,
    eyebrow: name === null ? t.desk : say(name, language),
    heading: t.heading,
    lead: [[t.lead]],
    promise: null,
    title: null,
    facts: [],
    quote: null,
    action: { label: t.action, url },
    foot: [t.end, t.unasked],
  };
}
