/** The customers of hébergia: a real site reads them from its own database. */
import { ordersOfLucie, ordersOfNadia } from './orders.ts';
import type { Order } from './orders.ts';
import { say } from './texts.ts';
import type { Language, Text } from './texts.ts';

export interface Hosting {
  readonly id: string;
  readonly domain: string;
  readonly plan: Text;
  /** Percent of the disk. */
  readonly used: number;
  /** This month; null: nobody knows. */
  readonly visits: number | null;
}

export interface Customer {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly hostings: readonly Hosting[];
  readonly projects: readonly { readonly id: string; readonly label: string }[];
  readonly orders: readonly Order[];
  /** Accounts at the hosting companies that hébergia took over. */
  readonly legacy: readonly { readonly brand: 'netissime' | 'nuxit' | 'phpnet'; readonly account: string }[];
}

/** Somebody the demo's visitor can be. */
export interface Persona extends Customer {
  readonly key: string;
  readonly short: Text;
  readonly story: Text;
}

export const personas: readonly [Persona, ...Persona[]] = [
  {
    key: 'nadia',
    id: 'c-1042',
    name: 'Nadia Moreau',
    email: 'nadia@atelier-moreau.example',
    short: { fr: 'cliente de longue date', en: 'long-standing customer' },
    story: {
      fr: "Nadia dirige l'Atelier Moreau, cliente depuis 2012 : 23 commandes, d'anciens comptes Nuxit et PhpNet.",
      en: 'Nadia runs the Atelier Moreau, a customer since 2012: 23 orders, former accounts at Nuxit and PhpNet.',
    },
    hostings: [
      {
        id: 'pro-atelier',
        domain: 'atelier-moreau.fr',
        plan: { fr: 'Hébergement Pro, PHP 8.3', en: 'Pro hosting, PHP 8.3' },
        used: 42,
        visits: 12_480,
      },
      {
        id: 'shop-boutique',
        domain: 'boutique.atelier-moreau.fr',
        plan: { fr: 'Hébergement Commerce, PHP 8.2', en: 'Shop hosting, PHP 8.2' },
        used: 71,
        visits: null,
      },
      {
        id: 'perso-archives',
        domain: 'archives-moreau.net',
        plan: { fr: 'Hébergement Perso, PHP 8.1', en: 'Personal hosting, PHP 8.1' },
        used: 8,
        visits: 310,
      },
    ],
    projects: [
      { id: 'portfolio', label: 'Portfolio' },
      { id: 'refonte', label: 'Refonte de la boutique' },
    ],
    orders: ordersOfNadia,
    legacy: [
      { brand: 'nuxit', account: '44' },
      { brand: 'phpnet', account: 'ateliermoreau' },
    ],
  },
  {
    key: 'tom',
    id: 'c-3051',
    name: 'Tom Lefèvre',
    email: 'tom@lefevre.example',
    short: { fr: 'vient d’arriver', en: 'new here' },
    story: {
      fr: "Tom vient de créer son compte : rien de commandé, jamais un message à l'équipe.",
      en: 'Tom has just created his account: no order, and never a word to the team.',
    },
    hostings: [],
    projects: [],
    orders: [],
    legacy: [],
  },
  {
    key: 'lucie',
    id: 'c-2207',
    name: 'Lucie Garnier',
    email: 'lucie@garnier-photo.example',
    short: { fr: 'venue de Netissime', en: 'came from Netissime' },
    story: {
      fr: "Lucie est photographe, cliente de Netissime qu'Hébergia a repris : quelques commandes, un ancien compte.",
      en: 'Lucie is a photographer, a customer of Netissime, which Hébergia took over: a few orders, a former account.',
    },
    hostings: [
      {
        id: 'perso-garnier',
        domain: 'garnier-photo.fr',
        plan: { fr: 'Hébergement Perso, PHP 8.2', en: 'Personal hosting, PHP 8.2' },
        used: 63,
        visits: 1_905,
      },
    ],
    projects: [],
    orders: ordersOfLucie,
    legacy: [{ brand: 'netissime', account: 'garnier-photo' }],
  },
];

export const personaOf = (key: string | undefined): Persona => personas.find((persona) => persona.key === key) ?? personas[0];

/** What the support server is told besides who the customer is. It takes 8 KB at most; more comes from backend to backend. */
export function claimsOf(customer: Customer, language: Language, now: number): Record<string, unknown> {
  const { name, email, hostings, projects, orders, legacy } = customer;
  return {
    name,
    email,
    email_verified: true,
    locale: language,
    orders: orders.map((order) => ({
      id: order.id,
      label: say(order.label, language),
      date: dateOf(order, now),
      status: say(order.state, language),
    })),
    subscriptions: hostings.map(({ id, domain, plan }) => ({ id, label: `${domain} (${say(plan, language)})` })),
    projects,
    legacy,
  };
}

const day = 86_400_000;

/** `YYYY-MM-DD`. Orders are so many days old, so that the demo does not age. */
export const dateOf = (order: Order, now: number): string => new Date(now - order.daysAgo * day).toISOString().slice(0, 10);
