import type { Scene } from './scenes.ts';
import { typeset } from '../typeset.ts';
import { workday } from './story.ts';

const path = '/api/v1/desk/replies';

/** What the team answers often, in both languages: one for any service, two for one. */
const replies = [
  {
    title: 'Demande bien reçue',
    shortcut: 'recu',
    service: null,
    fr: `Bonjour {{customer.firstName}},

Merci pour votre message. Nous regardons votre demande n° {{ticket.number}} et revenons vers vous avant {{promise}}.

{{agent.name}}`,
    en: `Hello {{customer.firstName}},

Thank you for your message. We are looking into your request no. {{ticket.number}} and will be back before {{promise}}.

{{agent.name}}`,
  },
  {
    title: 'Vider le cache du navigateur',
    shortcut: 'cache',
    service: 'technical',
    fr: `Bonjour {{customer.firstName}},

Le changement est en place de notre côté. Si la page ne bouge pas encore chez vous, votre navigateur garde l'ancienne version : rechargez-la avec Ctrl + F5 (Cmd + Maj + R sur un Mac).

Dites-nous si le problème reste.

{{agent.name}}`,
    en: `Hello {{customer.firstName}},

The change is in place on our side. If the page still looks the same, your browser keeps the old version: reload it with Ctrl + F5 (Cmd + Shift + R on a Mac).

Tell us if the problem remains.

{{agent.name}}`,
  },
  {
    title: 'Retrouver une facture',
    shortcut: 'facture',
    service: 'billing',
    fr: `Bonjour {{customer.firstName}},

Vos factures se trouvent dans votre espace client, sous « Commandes » : chacune peut y être téléchargée en PDF.

S'il en manque une, indiquez-nous le numéro de la commande et nous vous l'envoyons.

{{agent.name}}`,
    en: `Hello {{customer.firstName}},

Your invoices are in your client area, under “Orders”: each can be downloaded there as a PDF.

If one is missing, give us the number of the order and we will send it to you.

{{agent.name}}`,
  },
] as const;

export function replyScenes(now: number): readonly Scene[] {
  const written = workday(9, '10:00')(now);
  return replies.map(({ title, shortcut, service, fr, en }, i) => ({
    at: written + i * 60_000,
    play: (stage) => stage.asStaff('camille', 'POST', path, { title, shortcut, service, bodies: { fr: typeset(fr), en } }),
  }));
}
