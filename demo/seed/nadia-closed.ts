/** What is behind her: kept and broken promises, thanks, and a change of mind. */
import { personaOf } from '../customers.ts';
import { amends, closes, notes, nudges, rates, reopens, says, sees, thanks, workday } from './story.ts';
import type { Story } from './story.ts';

const customer = personaOf('nadia');

export const closedStories: readonly Story[] = [
  {
    customer,
    opened: workday(12, '11:05'),
    ticket: {
      service: 'technical',
      type: 'bug',
      priority: 'URGENT',
      subscription: 'shop-boutique',
      title: 'Certificat expiré : la boutique affiche une alerte de sécurité',
      description:
        "Tous les navigateurs affichent « Votre connexion n'est pas privée » sur boutique.atelier-moreau.fr. Plus personne ne peut commander.",
    },
    then: [
      says(
        workday(12, '11:38'),
        'ines',
        'Bonjour Nadia, le renouvellement automatique avait échoué. Je viens de renouveler le certificat à la main : la boutique répond de nouveau. Je cherche maintenant pourquoi.',
      ),
      says(workday(12, '11:52'), 'customer', "C'est bon chez moi aussi, les commandes repartent."),
      closes(
        workday(12, '14:20'),
        'ines',
        'Une ancienne règle de redirection empêchait le renouvellement. Elle est retirée, et une alerte nous préviendra désormais dix jours avant.',
      ),
      thanks(workday(12, '15:03'), 'Merci Inès, vous avez sauvé ma journée de vente.'),
      rates(workday(12, '15:04'), 5, "Réponse en une demi-heure, et une explication que j'ai comprise."),
    ],
  },
  {
    customer,
    opened: workday(24, '17:30'),
    ticket: {
      service: 'technical',
      type: 'bug',
      priority: 'HIGH',
      subscription: 'shop-boutique',
      title: 'Le panier met dix secondes à répondre le soir',
      description:
        'Entre 19 h et 21 h, ajouter un article au panier prend dix secondes ou plus. En journée, tout va bien. Trois clientes me l’ont signalé.',
    },
    then: [
      says(
        workday(22, '09:40'),
        'yanis',
        "Bonjour Nadia, pardon pour cette réponse tardive. Une sauvegarde d'un autre client tournait à ces heures sur le même serveur. Elle est déplacée à 3 h ; pouvez-vous me dire si ce soir va mieux ?",
      ),
      says(workday(21, '08:50'), 'customer', 'Hier soir, tout était rapide. Vous pouvez clore.'),
      closes(workday(21, '09:15'), 'yanis'),
      rates(workday(21, '12:10'), 3, "Bien résolu, mais j'ai attendu plus longtemps que promis."),
    ],
  },
  {
    customer,
    opened: workday(30, '09:12'),
    ticket: {
      service: 'technical',
      type: 'help',
      priority: 'MEDIUM',
      subscription: 'pro-atelier',
      title: 'Mot de passe FTP perdu',
      description: "Je ne retrouve plus le mot de passe FTP de l'hébergement Pro, et le bouton pour le changer ne m'envoie rien.",
    },
    then: [closes(workday(30, '09:51'), 'customer', "Retrouvé : l'e-mail était dans les indésirables. Désolée pour le dérangement.")],
  },
  {
    customer,
    opened: workday(41, '14:05'),
    ticket: {
      service: 'order',
      priority: 'MEDIUM',
      order: 'HB-19961',
      title: 'Boîtes mail commandées, mais pas créées',
      description:
        "J'ai payé le lot de dix boîtes mail avant-hier. La commande est marquée livrée, mais la page des boîtes mail reste vide.",
    },
    then: [
      amends(workday(41, '14:30'), 'camille', { assignee: 'camille' }),
      says(
        workday(41, '16:10'),
        'camille',
        'Bonjour Nadia, les boîtes avaient été créées sur votre hébergement Perso au lieu du Pro. Je les ai déplacées : elles vous attendent, vides, avec un mot de passe à choisir.',
      ),
      says(workday(40, '09:05'), 'customer', 'Je les vois. Parfait, merci.'),
      closes(workday(40, '09:06'), 'customer'),
      rates(workday(40, '09:07'), 5),
    ],
  },
  {
    customer,
    opened: workday(63, '10:40'),
    ticket: {
      service: 'technical',
      type: 'bug',
      priority: 'MEDIUM',
      project: 'portfolio',
      subscription: 'pro-atelier',
      title: 'Formulaire de contact : mes messages vont aux indésirables',
      description: 'Les messages envoyés par le formulaire d’atelier-moreau.fr arrivent dans les indésirables de ma propre boîte.',
    },
    then: [
      says(
        workday(63, '15:20'),
        'ines',
        "Bonjour Nadia, le formulaire envoyait au nom du visiteur, ce que les messageries refusent de plus en plus. J'ai réglé l'expéditeur sur votre domaine, avec l'adresse du visiteur en réponse.",
      ),
      closes(workday(62, '09:00'), 'ines', 'Expéditeur du formulaire corrigé.'),
      reopens(
        workday(59, '11:30'),
        "Cela marche pour ma boîte, mais plus pour celle de l'atelier : contact@ reçoit encore tout dans les indésirables.",
      ),
      says(
        workday(59, '14:10'),
        'ines',
        "Vous avez raison, contact@ a sa propre règle de filtrage. Je l'ai retirée et j'ai replacé les 14 messages dans la boîte de réception.",
      ),
      says(workday(58, '10:02'), 'customer', 'Tout arrive au bon endroit maintenant.'),
      closes(workday(58, '10:03'), 'customer', 'Résolu.'),
      thanks(workday(58, '10:05'), "Merci d'avoir aussi remis les anciens messages."),
    ],
  },
  {
    customer,
    opened: workday(96, '09:25'),
    ticket: {
      service: 'billing',
      category: 'payment',
      priority: 'MEDIUM',
      order: 'HB-19240',
      title: 'Virement envoyé, commande toujours en attente',
      description:
        'J’ai payé la commande HB-19240 par virement il y a quatre jours. Elle est encore en attente de paiement. La référence du virement est « MOREAU 19240 ».',
    },
    then: [
      says(
        workday(95, '11:00'),
        'camille',
        'Bonjour Nadia, votre virement est bien arrivé ce matin, et le domaine est enregistré pour deux ans. Les banques prennent parfois trois jours ouvrés.',
      ),
      closes(workday(95, '11:02'), 'camille', 'Paiement reçu, domaine enregistré.'),
      sees(workday(95, '13:40')),
    ],
  },
  {
    customer,
    opened: workday(118, '16:45'),
    ticket: {
      service: 'billing',
      category: 'whois',
      priority: 'HIGH',
      title: "Changer le titulaire d'archives-moreau.net",
      description:
        "Le domaine est encore au nom de mon père, Paul Moreau. Il faudrait le mettre au nom de l'Atelier Moreau. J'ai sa lettre signée.",
    },
    then: [
      amends(workday(117, '09:30'), 'yanis', {
        priority: 'MEDIUM',
        reason: "Le domaine n'expire pas avant quatre mois : le changement peut suivre son cours normal, sans risque pour votre site.",
      }),
      says(
        workday(117, '09:45'),
        'yanis',
        'Bonjour Nadia, la lettre suffit. Je lance le changement ; votre père recevra un e-mail de confirmation du registre, à valider sous quatorze jours.',
      ),
      says(workday(114, '18:20'), 'customer', 'Il vient de valider.'),
      closes(workday(113, '09:10'), 'yanis', "Le registre a confirmé : l'Atelier Moreau est titulaire."),
      sees(workday(113, '19:00')),
      rates(workday(113, '19:01'), 4),
    ],
  },
  {
    customer,
    opened: workday(151, '11:20'),
    ticket: {
      service: 'sales',
      priority: 'LOW',
      title: 'Devis pour un deuxième hébergement Commerce',
      description:
        "J'envisage une boutique à part pour les cours de gravure. Combien coûterait un deuxième hébergement Commerce, et peut-on facturer les deux ensemble ?",
    },
    then: [
      says(
        workday(149, '10:30'),
        'ines',
        'Bonjour Nadia, le deuxième hébergement Commerce bénéficie de 20 % de remise, et nous pouvons aligner les échéances pour une facture unique. Le devis est dans votre espace, valable un mois.',
      ),
      says(workday(144, '09:00'), 'customer', "Merci, je garde le devis et j'en parle à mon associée."),
      closes(workday(144, '09:40'), 'ines', 'Devis envoyé.'),
      sees(workday(143, '10:00')),
    ],
  },
  {
    customer,
    opened: workday(187, '15:15'),
    ticket: {
      service: 'sales',
      priority: 'MEDIUM',
      title: 'Quelle offre pour 200 Go de photos ?',
      description:
        "Mes archives approchent de 200 Go. L'hébergement Perso est presque plein. Faut-il changer d'offre, ou y a-t-il un espace de stockage à part ?",
    },
    then: [
      amends(workday(187, '16:00'), 'camille', { service: 'technical', assignee: 'yanis' }),
      notes(
        workday(187, '16:20'),
        'yanis',
        "Les originaux RAW prennent les trois quarts de la place ; elle n'a pas besoin d'une plus grande offre.",
      ),
      says(
        workday(186, '10:10'),
        'yanis',
        "Bonjour Nadia, avant de changer d'offre : 150 Go sont des fichiers RAW que le site n'affiche pas. Le stockage d'archives les garderait pour le quart du prix. Je peux les déplacer si vous le souhaitez.",
      ),
      says(workday(185, '20:10'), 'customer', 'Très bonne idée, allez-y.'),
      closes(workday(182, '11:30'), 'yanis', 'Fichiers RAW déplacés, le site est à 8 % de son disque.'),
      thanks(workday(182, '14:00'), "Merci de m'avoir évité une dépense inutile."),
      rates(workday(182, '14:01'), 5),
    ],
  },
  {
    customer,
    opened: workday(230, '10:00'),
    ticket: {
      service: 'technical',
      type: 'feature',
      priority: 'LOW',
      title: 'Télécharger une sauvegarde en un clic',
      description:
        "Pour récupérer une sauvegarde, je dois vous écrire. Ce serait pratique de la télécharger moi-même depuis l'espace client.",
    },
    then: [
      says(
        workday(227, '11:15'),
        'camille',
        "Bonjour Nadia, bonne nouvelle : c'est prévu pour le printemps. J'ai ajouté votre voix à la demande, et je vous écrirai quand ce sera là.",
      ),
      closes(workday(227, '11:16'), 'camille', 'Demande transmise à l’équipe produit.'),
      sees(workday(226, '08:30')),
    ],
  },
  {
    customer,
    opened: workday(268, '09:50'),
    ticket: {
      service: 'technical',
      type: 'question',
      priority: 'LOW',
      subscription: 'pro-atelier',
      title: "Quelle est l'adresse IP de mon hébergement ?",
      description: "Mon prestataire demande l'adresse IP de l'hébergement Pro pour l'autoriser chez lui. Où la trouver ?",
    },
    then: [
      nudges(workday(266, '10:00')),
      says(
        workday(266, '11:25'),
        'ines',
        "Bonjour Nadia, c'est 203.0.113.42. Vous la retrouverez dans Hébergements, sous le nom du site. Elle ne change pas sans que nous vous prévenions un mois avant.",
      ),
      closes(workday(265, '09:00'), 'customer', 'Merci, c’est réglé.'),
    ],
  },
  {
    customer,
    opened: workday(301, '13:30'),
    ticket: {
      service: 'technical',
      type: 'help',
      priority: 'MEDIUM',
      subscription: 'pro-atelier',
      title: 'Rediriger www vers le domaine nu',
      description:
        'Les deux adresses, avec et sans www, affichent le site. Je voudrais que www.atelier-moreau.fr renvoie toujours vers atelier-moreau.fr.',
    },
    then: [
      says(
        workday(300, '09:20'),
        'yanis',
        "Bonjour Nadia, c'est fait : www renvoie désormais vers atelier-moreau.fr, avec une redirection permanente. Les moteurs de recherche suivront en quelques semaines.",
      ),
      closes(workday(300, '18:40'), 'customer', 'Parfait.'),
      rates(workday(300, '18:41'), 5),
    ],
  },
];
