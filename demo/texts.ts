import { typeset } from './typeset.ts';

export type Language = 'fr' | 'en';

export interface Text {
  readonly fr: string;
  readonly en: string;
}

export const say = (text: Text, language: Language): string => (language === 'fr' ? typeset(text.fr) : text.en);

/** What the pages say. */
export const words = {
  hostings: { fr: 'Hébergements', en: 'Hosting' },
  orders: { fr: 'Commandes', en: 'Orders' },
  support: { fr: 'Assistance', en: 'Support' },
  embed: { fr: 'Intégrer', en: 'Embed' },
  help: { fr: 'Aide', en: 'Help' },
  skip: { fr: 'Aller au contenu', en: 'Skip to content' },
  mainNav: { fr: 'Espace client', en: 'Client area' },
  otherLanguage: { fr: 'English', en: 'Français' },
  darkMode: { fr: 'Passer en sombre', en: 'Switch to dark' },
  lightMode: { fr: 'Passer en clair', en: 'Switch to light' },

  demo: { fr: 'Démonstration', en: 'Demo' },
  demoWho: { fr: 'Vous êtes :', en: 'You are:' },
  demoYou: { fr: 'Vous êtes', en: 'You are' },
  demoDeskLogin: { fr: 'Bureau :', en: 'Desk:' },
  demoDesk: { fr: 'Bureau de l’équipe', en: 'Team’s desk' },
  demoHosted: { fr: 'Page sans intégration', en: 'Standalone page' },
  mailbox: { fr: 'E-mails envoyés', en: 'E-mails sent' },
  mailboxWhat: {
    fr: "Rien ne part d'ici\u00a0: chaque e-mail de la démonstration arrive sur cette page.",
    en: 'Nothing leaves this machine: every mail of the demo arrives on this page.',
  },
  mailboxEmpty: {
    fr: "Aucun e-mail pour l'instant. Ouvrez un ticket, ou répondez à un client au bureau.",
    en: 'No mail yet. Open a ticket, or answer a customer at the desk.',
  },
  mailboxAll: { fr: 'Tous', en: 'All' },
  mailboxTeam: { fr: "L'équipe", en: 'The team' },
  mailFilter: { fr: 'Destinataire', en: 'Recipient' },
  mailFrom: { fr: 'De', en: 'From' },
  mailTo: { fr: 'À', en: 'To' },
  mailDate: { fr: 'Reçu', en: 'Received' },
  mailHtml: { fr: 'Comme dans un logiciel de messagerie', en: 'As in a mail program' },
  mailText: { fr: 'Sans mise en forme', en: 'As plain text' },
  mailHeaders: { fr: 'Les en-têtes', en: 'The headers' },
  mailAnswer: { fr: 'Répondre à cet e-mail', en: 'Answer this mail' },
  mailAnswerWhat: {
    fr: 'Votre réponse part comme depuis un logiciel de messagerie, et revient dans le ticket.',
    en: 'Your answer goes as from any mail program, and comes back into the ticket.',
  },
  mailAnswerFrom: { fr: 'De\u00a0:', en: 'From:' },
  mailAnswerSend: { fr: 'Envoyer la réponse', en: 'Send the answer' },
  mailReplied: { fr: 'Votre réponse est dans le ticket.', en: 'Your answer is in the ticket.' },
  mailReopened: { fr: 'Votre réponse a rouvert le ticket.', en: 'Your answer has reopened the ticket.' },
  mailThanked: {
    fr: 'Votre mot de remerciement est dans le ticket, qui reste clos.',
    en: 'Your word of thanks is in the ticket, which stays closed.',
  },
  mailWaits: {
    fr: 'Votre réponse attend au bureau, sous «\u00a0E-mails à trier\u00a0».',
    en: 'Your answer waits at the desk, under “E-mails to sort”.',
  },
  mailFailed: { fr: 'La réponse n’est pas arrivée. Réessayez dans un instant.', en: 'The answer did not arrive. Try again in a moment.' },
  mailBack: { fr: 'Tous les e-mails', en: 'All mails' },

  demoHow: { fr: 'Comment c’est fait', en: 'How it’s done' },

  yourHostings: { fr: 'Vos hébergements', en: 'Your hosting' },
  noHosting: { fr: "Vous n'avez pas encore d'hébergement.", en: 'You have no hosting yet.' },
  ofDisk: { fr: '% du disque', en: '% of disk' },
  visits: { fr: '{0} visites ce mois', en: '{0} visits this month' },
  noVisits: { fr: 'Visites indisponibles', en: 'Visits not available' },
  yourOrders: { fr: 'Vos commandes', en: 'Your orders' },
  noOrder: { fr: "Vous n'avez encore rien commandé.", en: 'You have not ordered anything yet.' },
  askAbout: { fr: 'Poser une question', en: 'Ask about it' },
  noScript: {
    fr: "Si l'assistance ne s'affiche pas ici, écrivez à assistance@hebergia.example.",
    en: 'If support does not appear here, write to assistance@hebergia.example.',
  },
  unavailable: {
    fr: "L'assistance ne se charge pas. Rechargez la page, ou écrivez à assistance@hebergia.example.",
    en: 'Support does not load. Reload the page, or write to assistance@hebergia.example.',
  },
  loading: { fr: "L'assistance se charge…", en: 'Support is loading…' },
  notFound: { fr: "Cette page n'existe pas", en: 'There is no such page' },
  notFoundWhat: { fr: "L'adresse est peut-être incomplète.", en: 'The address may be incomplete.' },
  backHome: { fr: 'Revenir à vos hébergements', en: 'Back to your hosting' },

  embedTitle: { fr: "Comment cette page a reçu l'assistance", en: 'How this site got its support desk' },
  embedIntro: {
    fr: "L'espace client d'Hébergia n'utilise que ce que tout site peut utiliser. Voici tout ce qu'il fait.",
    en: 'Hébergia’s client area uses only what any site may use. This is all it does.',
  },
  embedPage: { fr: 'Dans la page', en: 'In the page' },
  embedPageWhat: {
    fr: "Une balise, et deux scripts ; un troisième, s'il est là, garde les dernières erreurs de la page pour qui voudra les joindre à sa demande. Les adresses de l'espace client (la liste, le formulaire, chaque ticket) ne sont que des valeurs de « view » et de « ticket ».",
    en: 'One tag and two scripts; a third one, if it is there, keeps the last errors of the page for whoever will attach them to a request. The addresses of the client area (the list, the form, each ticket) are only values of “view” and “ticket”.',
  },
  embedScript: { fr: 'Dans le script du site', en: 'In the site’s script' },
  embedScriptWhat: {
    fr: "Le widget demande un jeton quand il en a besoin. L'adresse suit la personne.",
    en: 'The widget asks for a token when it needs one. The address follows the person.',
  },
  embedBackend: { fr: 'Dans le serveur du site', en: 'In the site’s backend' },
  embedBackendWhat: {
    fr: 'Le jeton dit qui est la personne connectée, et ce qui lui appartient. Il vit quinze minutes.',
    en: 'The token says who is signed in and what they own. It lives for fifteen minutes.',
  },
  embedHosted: { fr: 'Sans rien intégrer', en: 'Without embedding anything' },
  embedHostedWhat: {
    fr: "Un site qui ne peut que poser un lien envoie vers la page du serveur d'assistance. Le jeton est derrière le « # », que les navigateurs n'envoient à personne ; il disparaît aussitôt de l'adresse.",
    en: 'A site that can only link sends people to the support server’s own page. The token stands behind the “#”, which browsers send to nobody; it leaves the address at once.',
  },
  embedPolicy: { fr: 'La politique de sécurité de ces pages', en: 'The security policy of these pages' },
  embedPolicyWhat: {
    fr: "C'est l'en-tête que ce site envoie : rien d'« unsafe », aucune exception.",
    en: 'This is the header that this site sends: nothing “unsafe”, no exception.',
  },

  helpTitle: { fr: 'Aide', en: 'Help' },
} as const satisfies Record<string, Text>;
