/** Detects file names that suggest a secret. Pure. */
import { fold } from './words.ts';

/** Words of names that mention a secret without containing one, such as public keys and screenshots of sign-in errors. */
const talk = /erreur|error|oubli|forg|reset|reinit|incorrect|refus|invalid|expir|page|ecran|screen|formulaire|policy|politique|\.pub$/;
const names =
  /mots?[-_. ]?de[-_. ]?passe|(?<![a-z])(?:mdp|pwd|pw|passwd|passwords?|passphrase)(?![a-z])|(?:cle|key)s?[-_. ]?(?:privee?s?|secrete?s?|api|ssh)|(?:private|secret|api|ssh|ppk)[-_. ]?keys?(?![a-z])|cartes?[-_. ]?(?:bancaires?|bleue|visa|de[-_. ]?(?:credit|paiement))|(?:credit|bank|debit|payment)[-_. ]?cards?|(?:auth(?:info)?|epp|transfer)[-_. ]?codes?(?![a-z])|codes?[-_. ]?(?:d(?:e|')?[-_. ]?)?(?:auth|autoris|epp|transfert|secret|secours|pin(?![a-z])|recup)|(?:recovery|backup)[-_. ]?(?:codes?|phrase|key)|(?:seed|mnemonic)[-_. ]?(?:phrase|words)|(?<![a-z])wallet(?![a-z])|(?:^|[-_. ])(?:credentials?|identifiants|cvv|2fa|totp)(?![a-z])|^id_(?:rsa|dsa|ecdsa|ed25519)|^\.(?:env|htpasswd|pgpass|netrc|npmrc)|\.(?:env|pem|kdbx?|pfx|p12|key|ppk|jks|keystore|ovpn|gpg)$/;

/** Whether a file's name promises a secret: "mot-de-passe.png", "id_rsa". */
export function isSecretName(fileName: string): boolean {
  const name = fold(fileName.slice(-255)).trim();
  return names.test(name) && !talk.test(name);
}
