import type { Text } from './texts.ts';

export interface Order {
  readonly id: string;
  readonly label: Text;
  readonly daysAgo: number;
  readonly state: Text;
}

const states = {
  running: { fr: 'En cours', en: 'In progress' },
  waiting: { fr: 'Paiement attendu', en: 'Payment awaited' },
  done: { fr: 'Livrée', en: 'Delivered' },
  cancelled: { fr: 'Annulée', en: 'Cancelled' },
} as const;

const hosting = (plan: 'Perso' | 'Pro' | 'Commerce'): Text => ({
  fr: `Hébergement ${plan}, 1 an`,
  en: `${{ Perso: 'Personal', Pro: 'Pro', Commerce: 'Shop' }[plan]} hosting, 1 year`,
});
const domain = (name: string, years = 1): Text => ({
  fr: `${name}, ${String(years)} an${years > 1 ? 's' : ''}`,
  en: `${name}, ${String(years)} year${years > 1 ? 's' : ''}`,
});
const transfer = (name: string): Text => ({ fr: `Transfert : ${name}`, en: `Transfer: ${name}` });

const order = (number: number, label: Text, daysAgo: number, state: keyof typeof states = 'done'): Order => ({
  id: `HB-${String(number)}`,
  label,
  daysAgo,
  state: states[state],
});

export const ordersOfNadia: readonly Order[] = [
  order(20418, transfer('atelier-moreau.fr'), 3, 'running'),
  order(20377, { fr: 'Certificat SSL étendu', en: 'Extended SSL certificate' }, 9, 'waiting'),
  order(19962, hosting('Commerce'), 48),
  order(19961, { fr: 'Boîtes mail, lot de 10', en: 'Mailboxes, pack of 10' }, 48),
  order(19240, domain('boutique-moreau.fr', 2), 131),
  order(18733, hosting('Pro'), 204),
  order(18732, domain('atelier-moreau.fr'), 204),
  order(18301, { fr: 'Sauvegardes étendues, 1 an', en: 'Extended backups, 1 year' }, 260),
  order(17655, domain('archives-moreau.net'), 339),
  order(17654, hosting('Perso'), 339),
  order(16890, hosting('Commerce'), 413),
  order(16518, { fr: 'Nom de domaine atelier-moreau.art', en: 'Domain name atelier-moreau.art' }, 466, 'cancelled'),
  order(15977, hosting('Pro'), 569),
  order(15976, domain('atelier-moreau.fr'), 569),
  order(15120, hosting('Perso'), 704),
  order(14203, { fr: 'Migration de boutique', en: 'Shop migration' }, 790),
  order(13311, hosting('Pro'), 934),
  order(13310, domain('atelier-moreau.fr'), 934),
  order(11847, { fr: 'Boîtes mail, lot de 5', en: 'Mailboxes, pack of 5' }, 1_180),
  order(10522, hosting('Pro'), 1_299),
  order(9034, { fr: 'Base de données supplémentaire', en: 'Additional database' }, 1_702),
  order(6120, transfer('archives-moreau.net'), 2_440),
  order(2077, hosting('Perso'), 3_650),
];

export const ordersOfLucie: readonly Order[] = [
  order(20211, domain('garnier-photo.fr', 2), 20),
  order(18950, hosting('Perso'), 171),
  order(18949, { fr: 'Reprise du compte Netissime', en: 'Take-over of the Netissime account' }, 171),
];
