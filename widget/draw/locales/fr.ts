// Written by .ci/texts.mjs from the catalogue: not to be changed by hand.
import { str } from '@lit/localize';

export const templates = {
  's33a62599050c144a': str`L’équipe a déjà votre message. Vous pourrez la relancer à partir de ${0}.`,
  's38bc4e7a0bb9b3cd': `Ce fichier ne peut pas être ouvert pour le moment. Le reste du ticket n’a pas changé.`,
  's3ac9096d6b8eb70d': `Votre demande est déjà en route. Réessayez dans un instant pour la voir.`,
  's588ad1640198f0a9': str`Le ticket #${0} a été clos avant l’arrivée de votre message. Votre texte y est gardé, comme motif de réouverture.`,
  's5a91985c04330bd9': str`Votre demande n’a pas pu partir. ${0} Votre texte est gardé dans votre brouillon.`,
  's5b6775bee31f85a1': `Le lien d’un e-mail permet seulement de lire. Pour écrire, demandez un code ci-dessous.`,
  's682711688a68775f': `Ce ticket est déjà clos.`,
  's749ea2751acb9311': `L’un de ses fichiers n’a pas pu être accepté : retirez-le, ou joignez-le de nouveau.`,
  's7737eb2f0a8b24b7': `Une première version de ce texte était déjà arrivée, elle figure plus haut. Envoyez aussi celle-ci si elle apporte quelque chose.`,
  's8e1871e1e31247d5': `Ce texte est trop long pour partir en une fois. Raccourcissez-le, s’il vous plaît.`,
  's9276c9fa1b86915f': str`Votre demande était déjà arrivée : c’est le ticket #${0}. Ce que vous avez changé depuis est prêt à partir en message.`,
  's94508d969df2d540': `Vos remerciements sont déjà arrivés.`,
  'sa7d90fe8a6d87862': `Ce ticket ne peut plus être rouvert. Ouvrez-en un nouveau en citant ce numéro.`,
  'sb854cf91f8639c2a': `Vous avez déjà donné votre avis sur ce ticket.`,
  'sb99f82d8a7818d61': `Une première version était déjà partie, peut-être d’une autre fenêtre : voyez vos tickets ouverts. Envoyez aussi celle-ci si elle apporte quelque chose.`,
  'sbcebe371bb5c8638': `Le serveur d’assistance est en maintenance. Rien n’est perdu : réessayez dans un moment.`,
  'sbf397a41a05e3cf5': `Nous ne trouvons pas ce ticket. Il appartient peut-être à un autre compte.`,
  'sc4f61d2adf6c068b': `Cela fait beaucoup de demandes d’un coup. Patientez un instant, puis réessayez : rien n’est perdu.`,
  'sceac4e56d2503d7c': `Ce ticket a été clos entre-temps. Vous pouvez le rouvrir.`,
  'sdb9da4bad6e14f77': `Ce ticket est déjà rouvert.`,
  'sebb089d59483a8a2': str`Votre message au sujet du #${0} n’a pas pu partir. ${1} Votre texte est gardé sous ce ticket.`,
  'sf6474cb5f7e93f98': str`Un message n’a pas pu partir. ${0} Votre texte est gardé sous ce ticket.`,
  'sfe562e63576b4643': `Une partie du formulaire a changé entre-temps : choisissez de nouveau, s’il vous plaît. Votre texte est gardé.`,
};
