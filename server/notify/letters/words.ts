/** What mails say, in the languages they are written in. Names, numbers and moments are put in by whoever writes one. */
import type { Language } from '../../ticket/languages.ts';
import type { OutgoingMail } from '../../store/store.ts';

/** `team`: as the site calls it in a sentence, such as "l’équipe Example". */
export interface Words {
  team: string;
  ticket(number: number): string;

  createdHeading: string;
  createdForYouHeading(team: string): string;
  createdFoot: string;
  ours: string;
  received(moment: string): string;
  answerBy: string;

  repliedHeading(who: string): string;
  repliedAction: string;
  repliedFoot: string;

  closedHeading(number: number): string;
  closedByYou(moment: string): string;
  closedBy(who: string, moment: string): string;
  closedAsDuplicate(number: string): string;
  reopenAnyTime: string;
  reopenUntil(moment: string): string;

  reopenedHeading(number: number): string;
  reopenedByYou(moment: string): string;
  reopenedBy(who: string, moment: string): string;
  reopened(moment: string): string;

  solutionHeading: string;
  solutionLead: string;
  /** What began a promise, for the team: the customer's message after an answer. */
  wroteAgain(moment: string): string;

  see: string;
  yourRequest: string;
  you: string;
  files(names: readonly string[]): string;
  /** Files that are too large to go along. */
  filesInTicket(names: readonly string[]): string;
  automatic: string;
  mayReply: string;
  /** @param windowed reopening ends at a date that was said above */
  replyReopens(windowed: boolean): string;
  /** `place`: whose time it is, such as "Paris". */
  zone(place: string): string;

  unprovenHeading(number: number): string;
  unproven: Readonly<Record<'created' | 'replied' | 'closed' | 'reopened', string>>;
  unprovenFoot: string;

  alertSubject: Readonly<Record<OutgoingMail['kind'] | 'urgent', string>>;
  alertHeading: Readonly<Record<OutgoingMail['kind'] | 'urgent', (who: string) => string>>;
  someone: string;
  customer: string;
  service: string;
  priority: string;
  deskAction: string;
  alertFoot: string;
  agentFoot: string;
}

const nb = '\u00a0';
const thin = '\u202f';
const capital = (text: string): string => text.charAt(0).toLocaleUpperCase() + text.slice(1);
const list = (names: readonly string[]): string => names.join(', ');

export const words: Readonly<Record<Language, Words>> = {
  fr: {
    team: 'l’équipe',
    ticket: (number) => `Ticket #${String(number)}`,

    createdHeading: 'Votre demande est bien arrivée',
    createdForYouHeading: (team) => `${capital(team)} a ouvert un ticket pour vous`,
    createdFoot: 'La réponse arrivera à cette adresse, et dans le ticket.',
    ours: 'À nous de répondre',
    received: (moment) => `Reçue ${moment}`,
    answerBy: `Réponse au plus tard `,

    repliedHeading: (who) => `${capital(who)} vous a répondu`,
    repliedAction: 'Répondre dans le ticket',
    repliedFoot: `C’est résolu${thin}? Vous pouvez clore le ticket au même endroit.`,

    closedHeading: (number) => `Le ticket #${String(number)} est clos`,
    closedByYou: (moment) => `Vous avez clos ce ticket ${moment}.`,
    closedBy: (who, moment) => `${capital(who)} a clos ce ticket ${moment}.`,
    closedAsDuplicate: (number) => `C’est la même demande que votre ticket #${number}${nb}: nous y poursuivons la conversation.`,
    reopenAnyTime: `Le problème revient${thin}? Vous pouvez rouvrir le ticket quand vous voulez, en disant pourquoi.`,
    reopenUntil: (moment) => `Le problème revient${thin}? Vous pouvez rouvrir le ticket jusqu’au ${moment}, en disant pourquoi.`,

    reopenedHeading: (number) => `Le ticket #${String(number)} est rouvert`,
    reopenedByYou: (moment) => `Vous avez rouvert ce ticket ${moment}. Nous reprenons votre demande.`,
    reopenedBy: (who, moment) => `${capital(who)} a rouvert ce ticket ${moment}.`,
    reopened: (moment) => `Rouvert ${moment}`,

    solutionHeading: 'La solution à votre demande',
    solutionLead: 'Vous avez demandé à la recevoir par e-mail. La voici, telle que l’équipe l’a écrite.',
    wroteAgain: (moment) => `Nouveau message ${moment}`,

    see: 'Voir le ticket',
    yourRequest: 'Votre demande',
    you: 'Vous',
    files: (names) => `${names.length > 1 ? 'Pièces jointes' : 'Pièce jointe'}${nb}: ${list(names)}`,
    filesInTicket: (names) =>
      `À ouvrir dans le ticket, ${names.length > 1 ? 'ces fichiers étant trop lourds' : 'ce fichier étant trop lourd'} pour un e-mail${nb}: ${list(names)}`,
    automatic: 'Ce message est envoyé automatiquement. Pour nous écrire, passez par le ticket.',
    mayReply: 'Vous pouvez répondre à ce message, ou dans le ticket.',
    replyReopens: (windowed) =>
      `${windowed ? 'Jusqu’à cette date, répondre' : 'Répondre'} à ce message rouvre aussi le ticket${thin}; un simple merci le laisse clos.`,
    zone: (place) =>
      `Les heures sont données à l’heure ${place === 'UTC' ? place : /^[aeiouyhéî]/i.test(place) ? `d’${place}` : `de ${place}`}.`,

    unprovenHeading: (number) => `Votre ticket #${String(number)}`,
    unproven: {
      created: 'Un ticket a été ouvert avec cette adresse. Vous pouvez le lire, et voir pour quand nous promettons une réponse, ici\u00a0:',
      replied: 'Une réponse vous attend dans votre ticket.',
      closed: 'Votre ticket a été clos.',
      reopened: 'Votre ticket a été rouvert.',
    },
    unprovenFoot: 'Vous n’avez rien demandé\u202f? Quelqu’un a donné votre adresse par erreur\u00a0: vous pouvez ignorer ce message.',

    alertSubject: {
      created: 'Nouveau',
      urgent: 'URGENT',
      reopened: 'Rouvert',
      'customer-replied': 'Réponse du client',
      nudged: 'Relance',
      due: 'Échéance proche',
      solution: 'Solution',
      replied: 'Réponse',
      closed: 'Clos',
    },
    alertHeading: {
      created: (who) => `${who} ouvre un ticket`,
      urgent: (who) => `Urgent${nb}: ${who} attend une réponse`,
      reopened: (who) => `${who} rouvre le ticket`,
      'customer-replied': (who) => `${who} a répondu`,
      nudged: (who) => `${who} demande des nouvelles`,
      due: () => 'Il reste peu de temps pour répondre',
      solution: (who) => who,
      replied: (who) => who,
      closed: (who) => who,
    },
    someone: 'Un client',
    customer: 'Client',
    service: 'Service',
    priority: 'Priorité',
    deskAction: 'Ouvrir au bureau',
    alertFoot: 'Ce message est pour l’équipe. Une réponse à ce message n’arrive pas dans le ticket.',
    agentFoot: 'Vous choisissez vos messages au bureau, sous «\u00a0Mes e-mails\u00a0».',
  },
  en: {
    team: 'the team',
    ticket: (number) => `Ticket #${String(number)}`,

    createdHeading: 'Your request has arrived',
    createdForYouHeading: (team) => `${capital(team)} opened a ticket for you`,
    createdFoot: 'The answer will come to this address, and to the ticket.',
    ours: 'Our turn to reply',
    received: (moment) => `Received ${moment}`,
    answerBy: 'Answer by ',

    repliedHeading: (who) => `${capital(who)} answered you`,
    repliedAction: 'Reply in the ticket',
    repliedFoot: 'Solved? You can close the ticket in the same place.',

    closedHeading: (number) => `Ticket #${String(number)} is closed`,
    closedByYou: (moment) => `You closed this ticket on ${moment}.`,
    closedBy: (who, moment) => `${capital(who)} closed this ticket on ${moment}.`,
    closedAsDuplicate: (number) => `It is the same request as your ticket #${number}: we go on with you there.`,
    reopenAnyTime: 'Is the problem back? You can reopen the ticket at any time, and say why.',
    reopenUntil: (moment) => `Is the problem back? You can reopen the ticket until ${moment}, and say why.`,

    reopenedHeading: (number) => `Ticket #${String(number)} is open again`,
    reopenedByYou: (moment) => `You reopened this ticket on ${moment}. We are back on your request.`,
    reopenedBy: (who, moment) => `${capital(who)} reopened this ticket on ${moment}.`,
    reopened: (moment) => `Reopened ${moment}`,

    solutionHeading: 'The solution to your request',
    solutionLead: 'You asked for it by e-mail. Here it is, as the team wrote it.',
    wroteAgain: (moment) => `Wrote again ${moment}`,

    see: 'See the ticket',
    yourRequest: 'Your request',
    you: 'You',
    files: (names) => `${names.length > 1 ? 'Attachments' : 'Attachment'}: ${list(names)}`,
    filesInTicket: (names) => `Too large for an e-mail, open ${names.length > 1 ? 'them' : 'it'} in the ticket: ${list(names)}`,
    automatic: 'This message is sent automatically. To write to us, please use the ticket.',
    mayReply: 'You can reply to this message, or in the ticket.',
    replyReopens: (windowed) =>
      `${windowed ? 'Until then, a reply' : 'A reply'} to this message reopens the ticket too; a simple thank-you leaves it closed.`,
    zone: (place) => `Times are given in ${place} time.`,

    unprovenHeading: (number) => `Your ticket #${String(number)}`,
    unproven: {
      created: 'A ticket was opened with this address. You can read it, and see when we promise to answer, here:',
      replied: 'An answer is waiting in your ticket.',
      closed: 'Your ticket was closed.',
      reopened: 'Your ticket was reopened.',
    },
    unprovenFoot: 'Did you not ask for this? Somebody gave your address by mistake: you can ignore this message.',

    alertSubject: {
      created: 'New',
      urgent: 'URGENT',
      reopened: 'Reopened',
      'customer-replied': 'Customer replied',
      nudged: 'Any news?',
      due: 'Due soon',
      solution: 'Solution',
      replied: 'Reply',
      closed: 'Closed',
    },
    alertHeading: {
      created: (who) => `${who} opened a ticket`,
      urgent: (who) => `Urgent: ${who} is waiting for an answer`,
      reopened: (who) => `${who} reopened the ticket`,
      'customer-replied': (who) => `${who} replied`,
      nudged: (who) => `${who} asks for news`,
      due: () => 'Little time is left to answer',
      solution: (who) => who,
      replied: (who) => who,
      closed: (who) => who,
    },
    someone: 'A customer',
    customer: 'Customer',
    service: 'Service',
    priority: 'Priority',
    deskAction: 'Open at the desk',
    alertFoot: 'This message is for the team. A reply to it does not reach the ticket.',
    agentFoot: 'You choose your messages at the desk, under “My e-mails”.',
  },
};
