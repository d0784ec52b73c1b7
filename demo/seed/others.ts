/** The other people whom the team answers: they give the desk something to do. */
import { personaOf } from '../customers.ts';
import type { Customer } from '../customers.ts';
import { statement } from './files.ts';
import { amends, closes, hoursAgo, notes, nudges, rates, says, sees, workday } from './story.ts';
import type { Story } from './story.ts';

const lucie = personaOf('lucie');

const someone = (id: string, name: string, email: string): Customer => ({
  id,
  name,
  email,
  hostings: [],
  projects: [],
  orders: [],
  legacy: [],
});
const karim = someone('c-1877', 'Karim Haddad', 'karim@epices-haddad.example');
const sophie = someone('c-2951', 'Sophie Lambert', 'sophie@librairie-lambert.example');
const marc = someone('c-2410', 'Marc Dubois', 'marc@velo-club-dubois.example');
const elodie = someone('c-1650', 'Élodie Petit', 'elodie@petit-conseil.example');

export const otherStories: readonly Story[] = [
  {
    customer: lucie,
    opened: workday(2, '10:30'),
    ticket: {
      service: 'technical',
      type: 'question',
      priority: 'MEDIUM',
      subscription: 'perso-garnier',
      title: 'Ma galerie a-t-elle bien été reprise de Netissime ?',
      description:
        "Mon compte Netissime a été repris chez vous. Le site fonctionne, mais la galerie privée de mes clients demande un mot de passe que je n'ai jamais choisi.",
    },
    then: [
      says(
        workday(2, '15:05'),
        'camille',
        "Bonjour Lucie, bienvenue ! La galerie est bien là, avec toutes ses photos. Le mot de passe n'a pas pu être repris ; il suffit d'en choisir un nouveau dans Hébergements, puis Accès. Dites-moi si vos clients entrent de nouveau.",
      ),
      sees(workday(2, '18:00')),
    ],
  },
  {
    customer: lucie,
    opened: workday(14, '09:10'),
    ticket: {
      service: 'order',
      priority: 'MEDIUM',
      order: 'HB-20211',
      title: 'Le renouvellement du domaine compte-t-il depuis aujourd’hui ?',
      description: "J'ai renouvelé garnier-photo.fr pour deux ans alors qu'il restait trois mois. Est-ce que je perds ces trois mois ?",
    },
    then: [
      says(workday(14, '11:40'), 'yanis', "Bonjour Lucie, non : les deux ans s'ajoutent à la date d'échéance, vos trois mois sont gardés."),
      closes(workday(14, '12:30'), 'customer', 'Merci pour cette réponse claire.'),
      rates(workday(14, '12:31'), 5),
    ],
  },
  {
    customer: karim,
    opened: hoursAgo(0.4),
    ticket: {
      service: 'technical',
      type: 'bug',
      priority: 'URGENT',
      title: 'Boutique en panne depuis dix minutes',
      description:
        'epices-haddad.fr affiche « 503 Service Unavailable » sur toutes les pages, administration comprise. Nous avons une vente en cours.',
    },
    then: [],
  },
  {
    customer: sophie,
    opened: hoursAgo(6),
    ticket: {
      service: 'order',
      priority: 'HIGH',
      orderReference: 'HB-20440',
      title: "Hébergement payé, mais pas d'accès",
      description:
        "J'ai payé l'hébergement Pro hier par carte. Je n'ai reçu ni identifiants ni confirmation, seulement le débit sur mon compte.",
    },
    files: [statement],
    then: [
      amends(hoursAgo(5.2), 'yanis', { assignee: 'yanis', status: 'IN_PROGRESS', tags: ['commande'] }),
      notes(
        hoursAgo(5),
        'yanis',
        'Le paiement est passé deux fois chez la banque, et la commande est restée entre les deux. Je vérifie avec la comptabilité avant de répondre.',
      ),
    ],
  },
  {
    customer: marc,
    opened: workday(3, '11:15'),
    ticket: {
      service: 'sales',
      priority: 'LOW',
      title: 'Un tarif pour les associations ?',
      description:
        'Notre club de vélo compte 60 membres et cherche un hébergement simple avec quelques boîtes mail. Avez-vous un tarif pour les associations ?',
    },
    then: [
      says(
        workday(2, '09:50'),
        'ines',
        "Bonjour Marc, oui : 30 % de remise sur l'hébergement Perso, sur présentation du récépissé de l'association. Cinq boîtes mail sont comprises.",
      ),
      says(workday(1, '18:35'), 'customer', 'Parfait. Où dois-je envoyer le récépissé, et peut-on passer à dix boîtes mail ?'),
    ],
  },
  {
    customer: elodie,
    opened: workday(7, '14:00'),
    ticket: {
      service: 'technical',
      type: 'feature',
      priority: 'MEDIUM',
      title: 'Accès pour mon assistante, sans les factures',
      description:
        "J'aimerais que mon assistante gère le site et les boîtes mail, mais sans voir les factures. Est-ce possible aujourd'hui ?",
    },
    then: [nudges(workday(2, '09:30'))],
  },
  {
    customer: karim,
    opened: workday(35, '08:45'),
    ticket: {
      service: 'billing',
      category: 'invoice',
      priority: 'MEDIUM',
      title: 'Toutes les factures de l’an dernier',
      description: "Mon comptable demande toutes les factures de l'année dernière. Peut-on les télécharger en une fois ?",
    },
    then: [
      says(
        workday(35, '10:05'),
        'camille',
        'Bonjour Karim, je vous les ai réunies : le lien de téléchargement est dans votre espace, sous Commandes. Il reste valable une semaine.',
      ),
      closes(workday(34, '09:00'), 'camille', 'Factures envoyées.'),
      rates(workday(34, '20:15'), 4),
    ],
  },
];
