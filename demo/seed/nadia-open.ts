/** What Nadia waits for, and what waits for her. */
import { personaOf } from '../customers.ts';
import { errorLog, errorPage, memoryLimits } from './files.ts';
import { amends, closes, hoursAgo, notes, reopens, says, sees, solves, workday } from './story.ts';
import type { Story } from './story.ts';

const customer = personaOf('nadia');

export const openStories: readonly Story[] = [
  {
    customer,
    opened: hoursAgo(5),
    ticket: {
      service: 'technical',
      type: 'bug',
      priority: 'HIGH',
      subscription: 'pro-atelier',
      project: 'portfolio',
      title: "Erreur 500 à l'enregistrement d'un article",
      description: `Depuis ce matin, je ne peux plus enregistrer d'article sur atelier-moreau.fr.

1. Je vais dans Blog, puis Nouvel article.
2. Je remplis le titre et le texte.
3. Je clique sur Enregistrer.

J'obtiens une page blanche avec « Internal Server Error ». J'attendais que l'article soit enregistré, comme hier encore.

Navigateur : Firefox, sur Mac.`,
    },
    files: [errorPage, errorLog],
    then: [
      amends(hoursAgo(4.6), 'camille', { assignee: 'camille', tags: ['php', 'blog'] }),
      says(
        hoursAgo(4.3),
        'camille',
        "Bonjour Nadia, merci pour les étapes : j'ai la même erreur de mon côté. Le journal montre que PHP manque de mémoire au moment de créer les vignettes. L'article que vous enregistrez contient-il de grandes images ?",
      ),
      says(
        hoursAgo(3.4),
        'customer',
        "Oui, trois photos d'environ 12 Mo chacune, tout droit sorties de l'appareil. Jusqu'ici cela passait.",
      ),
      notes(
        hoursAgo(2.4),
        'camille',
        'memory_limit est retombé à 128 Mo avec la mise à jour de PHP 8.3 cette nuit. Remis à 256 Mo sur ce serveur ; Inès vérifie les autres.',
        memoryLimits,
      ),
      says(
        hoursAgo(2.3),
        'camille',
        "Voilà l'explication : la mise à jour de cette nuit avait réduit la mémoire accordée à PHP. Je la rétablis.",
      ),
      says(hoursAgo(1.6), 'camille', "C'est corrigé de notre côté. Pouvez-vous vérifier que vos articles s'enregistrent ?"),
      solves(hoursAgo(1.5), 'camille', 1),
    ],
  },
  {
    customer,
    opened: hoursAgo(29),
    ticket: {
      service: 'billing',
      category: 'termination',
      priority: 'HIGH',
      order: 'HB-20418',
      title: "Transfert d'atelier-moreau.fr : code AUTH non reçu",
      description: `J'ai demandé le transfert d'atelier-moreau.fr chez vous. Mon ancien bureau d'enregistrement dit vous avoir envoyé le code AUTH, mais je n'ai rien reçu et la commande n'avance pas.

Le domaine expire à la fin du mois : pouvez-vous me dire où cela bloque ?`,
    },
    then: [amends(hoursAgo(27), 'yanis', { tags: ['domaine', 'transfert'] })],
  },
  {
    customer,
    opened: hoursAgo(2.2),
    ticket: {
      service: 'billing',
      category: 'invoice',
      priority: 'MEDIUM',
      order: 'HB-19962',
      title: 'Facture de la boutique : notre numéro de TVA manque',
      description:
        "La facture de l'hébergement Commerce ne porte pas notre numéro de TVA intracommunautaire, alors qu'il est bien dans mon compte. Mon comptable la refuse. Pouvez-vous la rééditer ?",
    },
    then: [],
  },
  {
    customer,
    opened: workday(1, '16:10'),
    ticket: {
      service: 'technical',
      type: 'help',
      priority: 'LOW',
      subscription: 'perso-archives',
      title: 'Passer archives-moreau.net en PHP 8.3',
      description:
        "Le site d'archives tourne encore en PHP 8.1. Rien ne presse, mais j'aimerais le passer en 8.3 et je crains de casser la galerie. Pouvez-vous vérifier avant ?",
    },
    then: [amends(workday(1, '17:20'), 'ines', { status: 'IN_PROGRESS', assignee: 'ines' })],
  },
  {
    customer,
    opened: workday(4, '10:20'),
    ticket: {
      service: 'technical',
      type: 'question',
      priority: 'HIGH',
      subscription: 'shop-boutique',
      title: 'Sauvegarder la boutique avant les soldes',
      description:
        'Les soldes commencent bientôt. Puis-je faire une sauvegarde complète de la boutique moi-même, et la restaurer si une extension casse quelque chose ?',
    },
    then: [
      says(
        workday(4, '11:30'),
        'ines',
        "Bonjour Nadia, oui : dans l'espace client, Sauvegardes, puis « Sauvegarder maintenant ». Fichiers et base partent ensemble, et la restauration se fait au même endroit.",
      ),
      says(workday(3, '09:40'), 'customer', "Merci, la sauvegarde est faite. Je vous redis si j'en ai besoin."),
      amends(workday(3, '10:05'), 'ines', { ball: 'customer' }),
      says(
        hoursAgo(1.2),
        'customer',
        "La restauration me demande « base seule ou fichiers et base ». Que choisir après une mise à jour d'extension ratée ?",
      ),
    ],
  },
  {
    customer,
    opened: workday(6, '15:10'),
    ticket: {
      service: 'technical',
      type: 'help',
      priority: 'LOW',
      subscription: 'perso-archives',
      title: 'Renommer le site d’archives',
      description: "J'aimerais changer le nom affiché du site d'archives. Est-ce que cela change son adresse ?",
    },
    then: [
      says(
        workday(6, '16:00'),
        'yanis',
        'Bonjour Nadia, non : le nom affiché se change dans les réglages du site, son adresse reste la même.',
      ),
      says(workday(5, '09:15'), 'customer', 'Parfait. Je le ferai cette semaine.'),
      amends(workday(5, '09:50'), 'yanis', { ball: 'customer' }),
    ],
  },
  {
    customer,
    opened: workday(9, '10:15'),
    ticket: {
      service: 'technical',
      type: 'bug',
      priority: 'MEDIUM',
      subscription: 'shop-boutique',
      title: 'Des e-mails de commande n’arrivent pas',
      description:
        "Depuis lundi, une commande sur cinq environ n'envoie pas d'e-mail de confirmation au client. Les autres partent. Je n'ai rien changé dans la boutique.",
    },
    then: [
      says(
        workday(9, '14:40'),
        'yanis',
        "Bonjour Nadia, les envois partent bien de la boutique, mais certains fournisseurs les refusent : il manque l'enregistrement DKIM de votre domaine. Je l'ajoute ; il faut compter une heure pour qu'il soit connu partout.",
      ),
      says(workday(8, '09:30'), 'customer', 'Les cinq commandes de ce matin ont toutes reçu leur e-mail, merci !'),
      closes(workday(8, '11:00'), 'yanis', 'DKIM ajouté, les envois passent.'),
      sees(workday(8, '11:45')),
      reopens(
        hoursAgo(20),
        "Deux clientes chez le même fournisseur n'ont rien reçu hier soir. Les adresses sont dans mes commandes 1184 et 1187.",
      ),
    ],
  },
];
