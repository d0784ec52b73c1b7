/** The help pages of hébergia: shown at `/help`, and suggested by the support desk while somebody writes. */
import { say } from './texts.ts';
import type { Text } from './texts.ts';

export interface Article {
  readonly id: string;
  readonly title: Text;
  readonly body: Text;
  /** Words that customers use for it. */
  readonly keywords: string;
}

export const articles: readonly Article[] = [
  {
    id: 'erreur-500',
    title: { fr: 'Que faire devant une erreur 500 ?', en: 'What to do about an error 500' },
    body: {
      fr: "Le journal d'erreurs dit quelle ligne du site échoue : Hébergements, puis Journaux. Si l'erreur suit une mise à jour, désactivez la dernière extension ou restaurez la sauvegarde de la veille.",
      en: 'The error log says which line of the site fails: Hosting, then Logs. If the error follows an update, disable the latest extension or restore the backup of the day before.',
    },
    keywords: 'internal server error page blanche',
  },
  {
    id: 'site-lent',
    title: { fr: 'Pourquoi mon site est-il lent ?', en: 'Why is my site slow?' },
    body: {
      fr: "Des images trop lourdes, trop d'extensions, pas de cache : mesurez d'abord, puis allégez. Hébergements, puis Mesures, montre les pages les plus lentes.",
      en: 'Heavy images, too many extensions, no cache: measure first, then lighten. Hosting, then Measures, shows the slowest pages.',
    },
    keywords: 'lenteur vitesse performance speed',
  },
  {
    id: 'sauvegardes',
    title: { fr: 'Restaurer une sauvegarde de votre site', en: 'Restore a backup of your site' },
    body: {
      fr: 'Fichiers et bases sont sauvegardés chaque nuit et gardés 30 jours. Hébergements, puis Sauvegardes : choisissez la nuit, puis Restaurer.',
      en: 'Files and databases are saved each night and kept for 30 days. Hosting, then Backups: choose the night, then Restore.',
    },
    keywords: 'backup lost files fichiers perdus effacés récupérer disparu base de données database',
  },
  {
    id: 'certificat',
    title: { fr: 'Renouveler un certificat SSL', en: 'Renew an SSL certificate' },
    body: {
      fr: "Les certificats se renouvellent seuls. Si ce n'est pas le cas, vérifiez que le domaine pointe bien vers votre hébergement, puis Hébergements, Certificat, Renouveler.",
      en: 'Certificates renew by themselves. If one does not, check that the domain points to your hosting, then Hosting, Certificate, Renew.',
    },
    keywords: 'https cadenas padlock expiré expired',
  },
  {
    id: 'transfert',
    title: { fr: 'Transférer un domaine chez nous', en: 'Bring a domain to us' },
    body: {
      fr: "Demandez le code AUTH à votre ancien bureau d'enregistrement et déverrouillez le domaine. Le transfert d'un .fr prend environ 8 jours, celui d'un .com de 5 à 7 jours.",
      en: 'Ask your former registrar for the AUTH code and unlock the domain. A .fr takes about 8 days, a .com 5 to 7.',
    },
    keywords: 'transfer epp auth code',
  },
  {
    id: 'php',
    title: { fr: 'Changer la version de PHP', en: 'Change the PHP version' },
    body: {
      fr: 'Dans Hébergements, choisissez le site, puis PHP. Le changement prend effet en une minute et se défait de même.',
      en: 'Under Hosting, choose the site, then PHP. The change takes effect within a minute and can be undone the same way.',
    },
    keywords: '',
  },
  {
    id: 'factures',
    title: { fr: 'Retrouver une facture', en: 'Find an invoice' },
    body: {
      fr: 'Chaque commande livrée a sa facture. Si une mention est à corriger, ouvrez un ticket auprès du service administratif.',
      en: 'Each delivered order has its invoice. If something on it must be corrected, open a ticket with administration.',
    },
    keywords: 'factures comptabilité bill billing',
  },
  {
    id: 'indesirables',
    title: { fr: 'Mes e-mails arrivent dans les indésirables', en: 'My e-mails arrive as spam' },
    body: {
      fr: 'SPF, DKIM et DMARC disent que vos messages viennent bien de vous. Domaines, puis E-mail, les ajoute à votre zone DNS en un clic.',
      en: 'SPF, DKIM and DMARC say that your messages come from you. Domains, then E-mail, adds them to your DNS zone with one click.',
    },
    keywords: 'spam courrier',
  },
  {
    id: 'messagerie',
    title: { fr: 'Configurer Outlook ou un téléphone', en: 'Set up Outlook or a phone' },
    body: {
      fr: "Serveur IMAP et SMTP : mail.hebergia.example, ports 993 et 465, chiffrement SSL. L'identifiant est l'adresse entière.",
      en: 'IMAP and SMTP server: mail.hebergia.example, ports 993 and 465, SSL. The user name is the whole address.',
    },
    keywords: 'messagerie mail e-mail iphone android',
  },
  {
    id: 'resilier',
    title: { fr: 'Résilier un abonnement', en: 'Cancel a subscription' },
    body: {
      fr: "La résiliation prend effet à l'échéance. Vos données restent 30 jours, le temps de changer d'avis.",
      en: 'It ends at its term. Your data stays for 30 days, in case you change your mind.',
    },
    keywords: 'arrêter annuler terminate termination',
  },
];

const inBoth = (text: Text) => ({ fr: say(text, 'fr'), en: say(text, 'en') });

/** The help pages as the support server's configuration takes them. */
export const configured = (helpUrl: string): object[] =>
  articles.map(({ id, title, body, keywords }) => ({ title: inBoth(title), url: `${helpUrl}#${id}`, excerpt: inBoth(body), keywords }));
