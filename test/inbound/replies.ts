/** Replies as mail programs make them: what was typed, and what must not be taken for it. */
export interface Sample {
  readonly name: string;
  readonly mail: string;
  readonly text: string;
  /** Words that must be in what was taken out; empty: nothing was taken out. */
  readonly quoted: string;
}

export const samples: readonly Sample[] = [
  {
    name: 'nothing quoted',
    mail: 'Bonjour,\n\nLe site est revenu.\n\nNadia',
    text: 'Bonjour,\n\nLe site est revenu.\n\nNadia',
    quoted: '',
  },
  {
    name: 'Gmail, French',
    mail: 'Oui, depuis hier.\n\nLe lun. 23 nov. 2026 à 10:02, l’équipe Example <support@example.com> a écrit :\n\n> Bonjour,\n>\n> Depuis quand ?\n',
    text: 'Oui, depuis hier.',
    quoted: 'Depuis quand ?',
  },
  {
    name: 'Gmail, French, broken over two lines with narrow spaces',
    mail: 'Oui.\n\nLe lun. 23 nov. 2026 à 10:02, l’équipe Example\n<support+12-abcdefghijabcdefghij@example.com> a écrit\u202f:\n\n> Bonjour\n',
    text: 'Oui.',
    quoted: 'support+12-abcdefghijabcdefghij@example.com',
  },
  {
    name: 'Gmail, English',
    mail: 'Since yesterday.\n\nOn Mon, Nov 23, 2026 at 10:02 AM Example <support@example.com> wrote:\n\n> Since when?\n',
    text: 'Since yesterday.',
    quoted: 'Since when?',
  },
  {
    name: 'Gmail, German',
    mail: 'Seit gestern.\n\nAm Mo., 23. Nov. 2026 um 10:02 Uhr schrieb Example <\nsupport@example.com>:\n\n> Seit wann?\n',
    text: 'Seit gestern.',
    quoted: 'Seit wann?',
  },
  {
    name: 'Apple Mail, French',
    mail: 'C’est revenu.\n\nEnvoyé de mon iPhone\n\n> Le 23 nov. 2026 à 10:02, Example <support@example.com> a écrit :\n> \n> ﻿Bonjour\n',
    text: 'C’est revenu.',
    quoted: 'Envoyé de mon iPhone',
  },
  {
    name: 'Apple Mail, English',
    mail: 'It is back.\n\nSent from my iPhone\n\n> On 23 Nov 2026, at 10:02, Example <support@example.com> wrote:\n> \n> Hello\n',
    text: 'It is back.',
    quoted: 'Sent from my iPhone',
  },
  {
    name: 'Thunderbird, French',
    mail: 'Le 23/11/2026 à 10:02, Example a écrit :\n> Depuis quand ?\nDepuis hier.\n',
    text: 'Depuis hier.',
    quoted: 'Depuis quand ?',
  },
  {
    name: 'Outlook, French',
    mail: 'Bonjour,\nDepuis hier.\n\nDe : Example <support@example.com>\nEnvoyé : lundi 23 novembre 2026 10:02\nÀ : Nadia Moreau <nadia@example.com>\nObjet : Re: Panne [#12]\n\nBonjour,\nDepuis quand ?\n',
    text: 'Bonjour,\nDepuis hier.',
    quoted: 'Depuis quand ?',
  },
  {
    name: 'Outlook, English, with its line',
    mail: 'Since yesterday.\n________________________________\nFrom: Example <support@example.com>\nSent: Monday, November 23, 2026 10:02 AM\nTo: Nadia\nSubject: Re: Down [#12]\n\nSince when?\n',
    text: 'Since yesterday.',
    quoted: 'Since when?',
  },
  {
    name: 'Outlook, German',
    mail: 'Seit gestern.\n\nVon: Example <support@example.com>\nGesendet: Montag, 23. November 2026 10:02\nAn: Nadia\nBetreff: Re: Ausfall [#12]\n\nSeit wann?\n',
    text: 'Seit gestern.',
    quoted: 'Seit wann?',
  },
  {
    name: 'Outlook for the web, headers in bold',
    mail: 'Depuis hier.\n\n*De:* Example <support@example.com>\n*Envoyé:* lundi 23 novembre 2026\n*À:* Nadia\n*Objet:* Re: Panne\n\nDepuis quand ?',
    text: 'Depuis hier.',
    quoted: 'Depuis quand ?',
  },
  {
    name: 'old Outlook, English',
    mail: 'Since yesterday.\n\n-----Original Message-----\nFrom: Example\nSent: Monday\nTo: Nadia\nSubject: Down\n\nSince when?',
    text: 'Since yesterday.',
    quoted: 'Since when?',
  },
  {
    name: 'old Outlook, French',
    mail: 'Depuis hier.\n\n-----Message d’origine-----\nDe : Example\nEnvoyé : lundi\nÀ : Nadia\nObjet : Panne\n\nDepuis quand ?',
    text: 'Depuis hier.',
    quoted: 'Depuis quand ?',
  },
  {
    name: 'Orange, French',
    mail: 'Depuis hier.\n\n> Message du 23/11/26 10:02\n> De : "Example" <support@example.com>\n> A : nadia@example.com\n> Objet : Panne\n>\n> Depuis quand ?',
    text: 'Depuis hier.',
    quoted: 'Depuis quand ?',
  },
  {
    name: 'Zimbra, French',
    mail: 'Depuis hier.\n\n----- Mail original -----\nDe: "Example" <support@example.com>\nÀ: "nadia" <nadia@example.com>\nEnvoyé: Lundi 23 Novembre 2026 10:02:00\nObjet: Panne\n\nDepuis quand ?',
    text: 'Depuis hier.',
    quoted: 'Depuis quand ?',
  },
  {
    name: 'Yahoo, French, without marks',
    mail: 'Depuis hier.\n\nLe lundi 23 novembre 2026 à 10:02:11 UTC+1, Example <support@example.com> a écrit :\n\nBonjour,\nDepuis quand ?\n',
    text: 'Depuis hier.',
    quoted: 'Depuis quand ?',
  },
  {
    name: 'Spanish',
    mail: 'Desde ayer.\n\nEl lun, 23 nov 2026 a las 10:02, Example (<support@example.com>) escribió:\n\n> ¿Desde cuándo?\n',
    text: 'Desde ayer.',
    quoted: 'cuándo',
  },
  {
    name: 'Italian',
    mail: 'Da ieri.\n\nIl giorno lun 23 nov 2026 alle ore 10:02 Example <support@example.com> ha scritto:\n\n> Da quando?\n',
    text: 'Da ieri.',
    quoted: 'Da quando?',
  },
  {
    name: 'Dutch',
    mail: 'Sinds gisteren.\n\nOp ma 23 nov 2026 om 10:02 schreef Example <support@example.com>:\n\n> Sinds wanneer?\n',
    text: 'Sinds gisteren.',
    quoted: 'wanneer',
  },
  {
    name: 'an address and a date alone before the quote',
    mail: 'Depuis hier.\n\n2026-11-23 10:02 GMT+01:00 Example <support@example.com>:\n\n> Depuis quand ?',
    text: 'Depuis hier.',
    quoted: 'Depuis quand ?',
  },
  {
    name: 'marks alone, which people set themselves',
    mail: 'La page dit :\n\n> Code 731\n> Merci\n\nPourquoi ?',
    text: 'La page dit :\n\n> Code 731\n> Merci\n\nPourquoi ?',
    quoted: '',
  },
  {
    name: 'an answer below the quote',
    mail: 'Example <support@example.com>:\n> Depuis quand ?\n\nDepuis hier.',
    text: 'Depuis hier.',
    quoted: 'Depuis quand ?',
  },
  {
    name: 'answers between the quotes',
    mail: 'Le 23/11/2026 à 10:02, Example a écrit :\n> Quel domaine ?\nexample.org\n> Depuis quand ?\nDepuis hier.\n',
    text: 'example.org\n\nDepuis hier.',
    quoted: '> Quel domaine ?\nexample.org\n> Depuis quand ?\nDepuis hier.',
  },
  {
    name: 'a greeting above, an answer below',
    mail: 'Bonjour,\n\nLe 23/11/2026 à 10:02, Example a écrit :\n> Quel domaine ?\n\nexample.org\n',
    text: 'Bonjour,\n\nexample.org',
    quoted: 'Quel domaine ?',
  },
  {
    name: 'a signature',
    mail: 'Depuis hier.\n\n-- \nNadia Moreau\n01 23 45 67 89\n\nLe 23/11/2026 à 10:02, Example a écrit :\n> Depuis quand ?',
    text: 'Depuis hier.',
    quoted: '01 23 45 67 89',
  },
  {
    name: 'a signature of a program',
    mail: 'Depuis hier.\n\nEnvoyé à partir de Outlook pour Android',
    text: 'Depuis hier.',
    quoted: 'Android',
  },
  {
    name: 'Outlook for iOS with its link',
    mail: 'Depuis hier.\n\nObtenir Outlook pour iOS (https://aka.ms/o0ukef)\n________________________________\nDe : Example <support@example.com>\nEnvoyé : lundi\nÀ : Nadia\nObjet : Panne\n\nBonjour',
    text: 'Depuis hier.',
    quoted: 'Bonjour',
  },
  {
    name: 'a sentence like an attribution',
    mail: 'Le site que ma mère\na écrit :\nne marche plus.',
    text: 'Le site que ma mère\na écrit :\nne marche plus.',
    quoted: '',
  },
  {
    name: 'a sentence that begins with "On"',
    mail: 'On Monday at 10:00 the site was down.\nHere is what it wrote:\nerror 500',
    text: 'On Monday at 10:00 the site was down.\nHere is what it wrote:\nerror 500',
    quoted: '',
  },
  {
    name: 'one line "De :" alone',
    mail: 'Il faut changer le contact.\nDe : ancien@example.com\nvers nouveau@example.com',
    text: 'Il faut changer le contact.\nDe : ancien@example.com\nvers nouveau@example.com',
    quoted: '',
  },
  { name: 'a list with dashes', mail: 'Voici :\n- un\n- deux\n--- fin ---', text: 'Voici :\n- un\n- deux\n--- fin ---', quoted: '' },
  { name: 'nothing but a quote', mail: 'Le 23/11/2026 à 10:02, Example a écrit :\n> Depuis quand ?', text: '', quoted: 'Depuis quand ?' },
  { name: 'nothing but a footer', mail: 'Envoyé de mon iPhone', text: 'Envoyé de mon iPhone', quoted: '' },
  {
    name: 'line ends of Windows and too many of them',
    mail: 'Un\r\n\r\n\r\n\r\nDeux   \r\n\r\nX a écrit :\r\n> q\r\n',
    text: 'Un\n\nDeux',
    quoted: 'q',
  },
  { name: 'nothing at all', mail: ' \n \n', text: '', quoted: '' },
  {
    name: 'an attribution broken within its date: Monday,',
    mail: 'Since yesterday.\n\nMonday,\n23 November 2026 at 10:02, Example <support@example.com> wrote:\n\n> Since when?\n',
    text: 'Since yesterday.',
    quoted: 'Since when?',
  },
  {
    name: 'an attribution broken within its date: Monday, 23 November',
    mail: 'Since yesterday.\n\nMonday, 23 November\n2026 at 10:02, Example <support@example.com> wrote:\n\n> Since when?\n',
    text: 'Since yesterday.',
    quoted: 'Since when?',
  },
  {
    name: 'an attribution broken within its date: lundi',
    mail: 'Since yesterday.\n\nlundi\n23 novembre 2026 10:02, Example <support@example.com> a écrit :\n\n> Since when?\n',
    text: 'Since yesterday.',
    quoted: 'Since when?',
  },
  {
    name: 'an attribution broken within its date: Montag, den',
    mail: 'Since yesterday.\n\nMontag, den\n23. November 2026 um 10:02 schrieb Example <support@example.com>:\n\n> Since when?\n',
    text: 'Since yesterday.',
    quoted: 'Since when?',
  },
  {
    name: 'an attribution broken within its date: On',
    mail: 'Since yesterday.\n\nOn\nMon, Nov 23, 2026 at 10:02 AM Example <support@example.com> wrote:\n\n> Since when?\n',
    text: 'Since yesterday.',
    quoted: 'Since when?',
  },
  {
    name: 'a line with a weekday above a sentence',
    mail: 'It broke on\nMonday\nand the log says:\nerror 500',
    text: 'It broke on\nMonday\nand the log says:\nerror 500',
    quoted: '',
  },
];
