import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isMereThanks } from '../../server/inbound/thanks.ts';

const names = ['Nadia Moreau', 'Camille'];

const thanks = [
  'Merci !',
  'merci',
  'Merci beaucoup 🙏',
  'Parfait, merci beaucoup',
  'Thanks, works now',
  'Thank you so much!',
  'Bonjour,\n\nMerci beaucoup pour votre aide !\n\nCordialement,\nNadia Moreau',
  'Super, merci Camille.',
  'Ça marche, merci !',
  'Merci pour votre réactivité, bonne journée',
  'Thanks a lot for the quick reply. Best regards, Nadia',
  'Encore merci à toute l’équipe',
  'Je vous remercie, merci encore.',
  'Nickel 👍',
  'Ok',
  'OK, merci',
  'C’est noté, merci',
  '👍',
  '👍🏻 🙏',
  'Merci Agnès',
  'Merci Paul',
  'Bonjour, merci pour votre retour rapide. Cordialement, NM, Atelier, Tél. 01 23 45 67 89',
  'Bonjour,\n\nMerci pour votre retour rapide.\n\nCordialement,\nN. M.\nResponsable technique\nAtelier du Pont\nTél. : 01 23 45 67 89\nwww.atelier.example',
  'Parfait, merci.\nBonne journée\n\nNM\nAtelier Moreau\n12 rue des Lilas, 31000 Toulouse\n+33 6 12 34 56 78',
  'Parfait, merci. Bonne journée\n\nNadia Moreau\nnadia@example.com',
  'Muchas gracias por su ayuda. Un saludo',
  'Tack så mycket!\n\nMvh\nLena',
  'Obrigada!',
  'Dziękuję bardzo',
  'Спасибо большое!',
  'ありがとうございました',
  'Vielen Dank, es funktioniert jetzt wieder. Danke!',
];

const not = [
  'Merci, mais ça ne marche toujours pas',
  'Merci de rouvrir',
  'Merci d’avance',
  'Merci de votre réponse',
  'Merci de me rappeler au plus vite',
  'Ça ne marche pas',
  'Thanks, but it still fails',
  'Thanks! One more question: how do I renew',
  'Merci ! Et pour le domaine ?',
  'Merci, vous pouvez supprimer l’ancien compte',
  'Bonjour',
  'Merci !\nSupprimez l’ancien compte',
  'Merci.\nCordialement,\nNadia\n\nPS : le site est encore en panne',
  'Merci.\nCordialement,\nNadia\nPouvez-vous rappeler ?',
  'Merci.\n\nBonne journée, mais ça ne marche pas',
  'Ok mais quand ?',
  'Ok, faites-le',
  'Merci 06 12 34 56 78',
  '',
  `Merci ${'beaucoup '.repeat(50)}`,
];

describe('a mere thank you', () => {
  for (const text of thanks) it(`is ${JSON.stringify(text)}`, () => assert.equal(isMereThanks(text, names), true));
  for (const text of not) it(`is not ${JSON.stringify(text.slice(0, 60))}`, () => assert.equal(isMereThanks(text, names), false));
});
