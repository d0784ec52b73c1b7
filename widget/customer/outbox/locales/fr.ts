// Written by .ci/texts.mjs from the catalogue: not to be changed by hand.
import { str } from '@lit/localize';

export const templates = {
  'sd90ed3b945bdafb0': str`Votre message sur le ticket #${0} est bien parti.`,
  'se9de92b146680111': str`Votre demande est bien partie : c’est le ticket #${0}.`,
};
