/**
 * The default form: four services, the categories of billing, the types of a technical request, and the guidance for choosing a
 * priority.
 */
import type { Clock, Priority } from '../ticket/model.ts';
import { defaultResponseTimes } from '../ticket/promise.ts';

/** One text for every language, or one per language. */
export type Text = string | { readonly en: string; readonly fr: string };

export interface Choice {
  readonly id: string;
  readonly label: Text;
  readonly hint: Text;
}

/** What the form asks for once the service is chosen. */
export type AskedPart = 'order' | 'category' | 'subscription';

/** A field that the site adds to the form. Without categories and types, it is always asked. */
export interface Field extends Choice {
  readonly kind: 'text' | 'choice' | 'checkbox';
  readonly required: boolean;
  readonly options: readonly Option[];
  readonly categories: readonly string[];
  readonly types: readonly string[];
}

export interface Option {
  readonly id: string;
  readonly label: Text;
}

export interface Service extends Choice {
  readonly asks: AskedPart | null;
  readonly categories: readonly Choice[];
  readonly types: readonly Choice[];
  /** An example title for a request to this service. */
  readonly example: Text;
  readonly fields: readonly Field[];
  /** True when the customer may attach diagnostics of the page: browser, errors, failed requests. */
  readonly diagnostics: boolean;
}

export interface PriorityGuide {
  readonly label: Text;
  readonly hint: Text;
  readonly examples: readonly Text[];
  readonly response: { readonly min: number; readonly max: number; readonly clock: Clock };
}

const billingCategories: readonly Choice[] = [
  {
    id: 'invoice',
    label: { en: 'Invoice, account statement', fr: 'Demande de facture, situation de compte' },
    hint: {
      en: 'An invoice to receive or to correct, what your account owes.',
      fr: 'Une facture à recevoir ou à corriger, l’état de votre compte.',
    },
  },
  {
    id: 'payment',
    label: { en: 'A payment, or a new order to take into account', fr: 'Paiement effectué, nouvelle commande à prendre en compte' },
    hint: {
      en: 'Did a payment arrive, is an order on its way.',
      fr: 'Savoir si un paiement est arrivé, faire prendre en compte une commande.',
    },
  },
  {
    id: 'whois',
    label: { en: 'Domain: change of Whois data', fr: 'Domaine\u00a0: changement de données Whois' },
    hint: { en: 'Owner, address or contact of a domain name.', fr: 'Titulaire, adresse ou contact d’un nom de domaine.' },
  },
  {
    id: 'termination',
    label: { en: 'Termination, AUTH code', fr: 'Résiliation, demande de code AUTH' },
    hint: { en: 'End a subscription, take a domain elsewhere.', fr: 'Mettre fin à un abonnement, emmener un domaine ailleurs.' },
  },
];

export const defaultServices: readonly Service[] = [
  {
    id: 'order',
    label: { en: 'Follow my order', fr: 'Suivi de ma commande' },
    hint: { en: 'Where it stands, what is missing, what was delivered.', fr: 'Où elle en est, ce qui manque, ce qui a été livré.' },
    example: { en: 'Order 2041 paid on Monday, server not delivered yet', fr: 'Commande 2041 payée lundi, serveur pas encore livré' },
    fields: [],
    diagnostics: false,
    asks: 'order',
    categories: [],
    types: [],
  },
  {
    id: 'billing',
    label: { en: 'Administration and billing', fr: 'Demande administrative et comptable' },
    hint: {
      en: 'Invoices, payments, owner of a domain, termination, AUTH code.',
      fr: 'Factures, paiements, titulaire d’un domaine, résiliation, code AUTH.',
    },
    example: { en: 'March invoice missing from my account', fr: 'Facture de mars introuvable dans mon espace client' },
    fields: [],
    diagnostics: false,
    asks: 'category',
    categories: billingCategories,
    types: [],
  },
  {
    id: 'sales',
    label: { en: 'Sales', fr: 'Demande commerciale' },
    hint: { en: 'Choose a plan, change it, get a quote.', fr: 'Choisir une offre, en changer, obtenir un devis.' },
    example: { en: 'Quote for three servers from January on', fr: 'Devis pour trois serveurs à partir de janvier' },
    fields: [],
    diagnostics: false,
    asks: null,
    categories: [],
    types: [],
  },
  {
    id: 'technical',
    label: { en: 'Technical support', fr: 'Support technique' },
    hint: {
      en: 'An outage, a fault, a question about your subscription.',
      fr: 'Une panne, une anomalie, une question sur votre abonnement.',
    },
    example: { en: 'Error 500 when creating an article', fr: 'Erreur 500 lors de la création d’article' },
    fields: [],
    diagnostics: true,
    asks: 'subscription',
    categories: [],
    types: [
      {
        id: 'bug',
        label: { en: 'Something does not work', fr: 'Une anomalie' },
        hint: {
          en: '“The blog page does not load”, “Error when paying”',
          fr: '«\u00a0La page de blog ne charge pas\u00a0», «\u00a0Erreur lors du paiement\u00a0»',
        },
      },
      {
        id: 'feature',
        label: { en: 'A feature you would like', fr: 'Une amélioration souhaitée' },
        hint: {
          en: '“Could you add an export to PDF?”, “More languages”',
          fr: '«\u00a0Pouvez-vous ajouter l’export PDF\u202f?\u00a0», «\u00a0Plusieurs langues\u00a0»',
        },
      },
      {
        id: 'question',
        label: { en: 'A general question', fr: 'Une question générale' },
        hint: {
          en: '“How do I set up…?”, “Is it possible to…?”',
          fr: '«\u00a0Comment configurer…\u202f?\u00a0», «\u00a0Est-il possible de…\u202f?\u00a0»',
        },
      },
      {
        id: 'help',
        label: { en: 'Technical help', fr: 'Une aide technique' },
        hint: {
          en: '“What is my IP address?”, “How do I debug?”',
          fr: '«\u00a0Quelle est mon adresse IP\u202f?\u00a0», «\u00a0Comment déboguer\u202f?\u00a0»',
        },
      },
    ],
  },
];

export const defaultPriorities: Readonly<Record<Priority, PriorityGuide>> = {
  LOW: {
    label: { en: 'Low', fr: 'Basse' },
    hint: { en: 'Small requests and improvements: nothing is pressing.', fr: 'Petites demandes et améliorations\u00a0: rien ne presse.' },
    examples: [
      { en: 'Could you add a button colour?', fr: 'Pouvez-vous ajouter une couleur de bouton\u202f?' },
      { en: 'The logo could be bigger', fr: 'Le logo pourrait être plus grand\u202f?' },
    ],
    response: defaultResponseTimes.LOW,
  },
  MEDIUM: {
    label: { en: 'Normal', fr: 'Normale' },
    hint: { en: 'Everyday problems and minor faults.', fr: 'Problèmes courants et défauts mineurs.' },
    examples: [
      { en: 'I cannot edit some articles', fr: 'Je ne peux pas modifier certains articles' },
      { en: 'E-mails are sometimes not sent', fr: 'Les e-mails ne partent pas toujours' },
    ],
    response: defaultResponseTimes.MEDIUM,
  },
  HIGH: {
    label: { en: 'High', fr: 'Haute' },
    hint: { en: 'Important problems that keep you from working well.', fr: 'Problèmes importants, qui vous empêchent de bien travailler.' },
    examples: [
      { en: 'I cannot create new projects', fr: 'Impossible de créer de nouveaux projets' },
      { en: 'All the articles have disappeared', fr: 'Tous les articles ont disparu' },
    ],
    response: defaultResponseTimes.HIGH,
  },
  URGENT: {
    label: { en: 'Urgent', fr: 'Urgente' },
    hint: {
      en: 'An outage, a fault that blocks everything, lost data: a quick answer is guaranteed.',
      fr: 'Panne, anomalie bloquante, perte de données\u00a0: réponse rapide garantie.',
    },
    examples: [
      { en: 'The site is down', fr: 'Le site est en panne' },
      { en: 'Customer data is lost', fr: 'Des données de clients sont perdues' },
      { en: 'A security hole', fr: 'Une faille de sécurité' },
    ],
    response: defaultResponseTimes.URGENT,
  },
};
