// Written by .ci/texts.mjs from the catalogue: not to be changed by hand.
import { str } from '@lit/localize';

export const templates = {
  's00d5a5fc84557029': `Joindre la capture`,
  's04fb47e02fb33002': `L’image n’a pas pu être enregistrée : elle est peut-être trop grande pour ce navigateur. Recadrez-la, puis réessayez.`,
  's155932e8438d5967': `Abandonner vos annotations ?`,
  's1b57ecf7b9ed84a4': `Votre image`,
  's2ceb11be2290bb1b': `Annuler`,
  's2e2a5948a729459d': `Enregistrer l’image`,
  's399d689c8b389917': `Recadrer`,
  's45ab4973b66e01a9': `Un instant…`,
  's6b2fedc1891a9da6': `Flèche`,
  's6de4742cd2aabf9a': `Votre capture`,
  's717bcaee38d11e9b': `Continuer à annoter`,
  's7417792bbe720149': `Rétablir`,
  's8f4be9f086eb530f': `Annuler la dernière action`,
  'sb85123820d182ef6': `Au clavier : Entrée sur un outil place une marque, les flèches la déplacent, Maj et les flèches changent sa taille, Suppr la retire.`,
  'sc00a88b90cd60661': `Abandonner`,
  'sc26501e3ade7da3c': `Outils`,
  'sca7613c499958560': `Rétabli`,
  'sd4d555feed612c42': `Annulé`,
  'se122b981b34cf58c': str`${0} : à ${1} % de la gauche, à ${2} % du haut, ${3} % de large, ${4} % de haut`,
  'secf3bca7c1691718': `Flouter`,
  'sf3112a5ea97ff235': str`Retiré : ${0}`,
  'sf63110627f726cb4': `Dessinez sur l’image avec l’outil choisi.`,
  'sfc07124945aa2549': `Retirer la marque choisie`,
};
