/** The mail with a guest's code. The guest is not verified yet, so it contains no text that anyone has typed. */
import { say } from '../../config/site.ts';
import type { Site } from '../../config/site.ts';
import type { Language } from '../../ticket/languages.ts';
import { limits } from '../../ticket/limits.ts';
import type { Letter } from './letter.ts';

interface CodeWords {
  support: string;
  subject(code: string): string;
  heading: string;
  lead: string;
  end: string;
  unasked: string;
}

const words: Readonly<Record<Language, CodeWords>> = {
  fr: {
    support: 'Assistance',
    subject: (code) => `Votre code\u00a0: ${code}`,
    heading: 'Votre code pour continuer',
    lead: 'Tapez ce code sur la page d’où vous l’avez demandé\u00a0:',
    end: `Il sert une seule fois, et pendant ${String(limits.code.minutes)}\u00a0minutes.`,
    unasked: 'Vous n’avez rien demandé\u202f? Ignorez cet e-mail, et ne donnez ce code à personne.',
  },
  en: {
    support: 'Support',
    subject: (code) => `Your code: ${code}`,
    heading: 'Your code to go on',
    lead: 'Type this code on the page where you asked for it:',
    end: `It works once, and for ${String(limits.code.minutes)} minutes.`,
    unasked: 'You have not asked for it? Ignore this e-mail, and give the code to nobody.',
  },
};

export function codeLetter(code: string, language: Language, { pages, team }: Pick<Site, 'pages' | 'team'>): Letter {
  const t = words[language];
  const name = pages.name ?? team;
  return {
    language,
    subject: t.subject(code),
    eyebrow: name === null ? t.support : say(name, language),
    heading: t.heading,
    lead: [[t.lead]],
    code,
    promise: null,
    title: null,
    facts: [],
    quote: null,
    action: null,
    foot: [t.end, t.unasked],
  };
}
