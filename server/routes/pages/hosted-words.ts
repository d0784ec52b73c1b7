/** The texts of the hosted page. They are on the server, since the page shows them before a script runs. */
import type { Language } from '../../ticket/languages.ts';

const en = {
  support: 'Support',
  titles: {
    home: 'Support',
    new: 'Open a ticket',
    open: 'Open tickets',
    closed: 'Closed tickets',
    archive: 'My old tickets',
    ticket: 'Ticket',
  },
  toSite: 'Back to the site',
  otherLanguage: 'Français',
  signOut: 'Sign out',
  loading: 'Support is loading…',
  unavailable: 'Support does not load. Nothing is lost: reload the page in a moment.',
  noScript: 'Support needs JavaScript.',
  otherwise: 'You can also reach us here:',
  sitePage: 'your client area',
  helpPages: 'our help pages',
  missing: {
    heading: 'Open support from your client area',
    text: 'That is how we know who you are: your tickets and our answers are shown at once.',
  },
  ended: {
    heading: 'Your session has ended',
    text: 'Open support from your client area again to continue. What you had begun to write is kept on this device, and nobody else sees it.',
  },
  otherPerson: {
    heading: 'Sign in as somebody else?',
    present: ['You are signed in as ', '.'] as readonly [string, string],
    somebody: 'Somebody is signed in on this page.',
    next: ['The link that was opened is for ', '.'] as readonly [string, string],
    unnamed: 'The link that was opened is for somebody else, and does not say for whom.',
    kept: 'What has been begun here is kept on this device, for whoever wrote it.',
    stay: 'Stay signed in',
    switch: 'Switch to the other account',
  },
  goThere: 'Go to the client area',
  noAccess: 'Cannot sign in there? Write to',
};

export type Words = typeof en;

const fr: Words = {
  support: 'Assistance',
  titles: {
    home: 'Assistance',
    new: 'Ouvrir un ticket',
    open: 'Tickets ouverts',
    closed: 'Tickets clos',
    archive: 'Mes anciens tickets',
    ticket: 'Ticket',
  },
  toSite: 'Revenir au site',
  otherLanguage: 'English',
  signOut: 'Se déconnecter',
  loading: 'L’assistance se charge…',
  unavailable: 'L’assistance ne se charge pas. Rien n’est perdu\u00a0: rechargez la page dans un instant.',
  noScript: 'L’assistance a besoin de JavaScript.',
  otherwise: 'Vous pouvez aussi nous joindre ici\u00a0:',
  sitePage: 'votre espace client',
  helpPages: 'nos pages d’aide',
  missing: {
    heading: 'Ouvrez l’assistance depuis votre espace client',
    text: 'C’est ainsi que nous savons qui vous êtes\u00a0: vos tickets et nos réponses s’affichent aussitôt.',
  },
  ended: {
    heading: 'Votre session est terminée',
    text: 'Rouvrez l’assistance depuis votre espace client pour continuer. Ce que vous aviez commencé à écrire est gardé sur cet appareil, et personne d’autre ne le voit.',
  },
  otherPerson: {
    heading: 'Passer à un autre compte\u202f?',
    present: ['La page est ouverte sur le compte de ', '.'],
    somebody: 'La page est ouverte sur un compte.',
    next: ['Le lien que vous avez suivi ouvre celui de ', '.'],
    unnamed: 'Le lien que vous avez suivi en ouvre un autre, sans dire lequel.',
    kept: 'Ce qui a été commencé ici est gardé sur cet appareil, pour la personne qui l’a écrit.',
    stay: 'Rester sur ce compte',
    switch: 'Changer de compte',
  },
  goThere: 'Aller à l’espace client',
  noAccess: 'Vous n’y avez pas accès\u202f? Écrivez à',
};

export const words: Readonly<Record<Language, Words>> = { en, fr };
