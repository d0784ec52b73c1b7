import { describe, it } from 'node:test';
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isSecretName } from '../../widget/coaching/secret-names.ts';
import { findSecrets } from '../../widget/coaching/secrets.ts';
import { mayHoldSecret } from '../../widget/coaching/suspicion.ts';

/** Each secret as `kind:text`. */
const found = (text: string): readonly string[] => findSecrets(text).map(({ kind, start, end }) => `${kind}:${text.slice(start, end)}`);

const jwt = `eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.${'c2lnbmF0dXJl'}`;
const stripe = ['sk', 'live', '4eC39HqLyjWDarjtT1'].join('_');
const pem = '-----BEGIN RSA PRIVATE KEY-----\nMIIB\n-----END RSA PRIVATE KEY-----';

const secrets: readonly (readonly [string, string])[] = [
  ['mot de passe : hunter2', 'password:hunter2'],
  ['Mon mot de passe\u00a0: hunter2, merci', 'password:hunter2'],
  ['mdp=azerty99', 'password:azerty99'],
  ['mdp: soleil', 'password:soleil'],
  ['my password is Tr0ub4dor&3.', 'password:Tr0ub4dor&3'],
  ['password is swordfish', 'password:swordfish'],
  ['Le mot de passe est « soleil »', 'password:soleil'],
  ['Password: "abc def"', 'password:abc'],
  ['Mot de passe FTP : x9!kk2', 'password:x9!kk2'],
  ['pwd=abc123', 'password:abc123'],
  ['Ma carte 4242 4242 4242 4242 est refusée', 'card:4242 4242 4242 4242'],
  ['5555-5555-5555-4444', 'card:5555-5555-5555-4444'],
  ['378282246310005', 'card:378282246310005'],
  [`voici ${pem} fin`, `key:${pem}`],
  ['AKIAIOSFODNN7EXAMPLE', 'key:AKIAIOSFODNN7EXAMPLE'],
  [`clé ${stripe}`, `key:${stripe}`],
  [`ghp_${'a1B2'.repeat(9)}`, `key:ghp_${'a1B2'.repeat(9)}`],
  ['xoxb-123456789012-abcdef', 'key:xoxb-123456789012-abcdef'],
  [`Bearer ${jwt}`, `key:${jwt}`],
  ['api_key=0123456789abcdef0123456789abcdef', 'key:0123456789abcdef0123456789abcdef'],
  ['clé API : 0123456789abcdef0123456789abcdef', 'key:0123456789abcdef0123456789abcdef'],
  ['code auth : A1b2-C3d4', 'code:A1b2-C3d4'],
  ['The AUTH code is x7#Kp2!q', 'code:x7#Kp2!q'],
  ['Code EPP : 9fK2mQ7z', 'code:9fK2mQ7z'],
  ["code d'autorisation du domaine exemple.fr : 9fK2mQ7z", 'code:9fK2mQ7z'],
];

const harmless = [
  "j'ai oublié mon mot de passe",
  'mot de passe incorrect',
  'Mot de passe : incorrect',
  'réinitialiser le mot de passe',
  'le mot de passe est refusé',
  'Le mot de passe est trop court',
  'my password is not accepted',
  'password is wrong',
  'Password: ********',
  'Mot de passe oublié : je ne reçois rien',
  'Le message dit : mot de passe expiré',
  '06 12 34 56 78',
  '+33 6 12 34 56 78',
  'FR76 3000 6000 0112 3456 7890 189',
  'Commande 4242424242424242',
  '1234567890123456',
  'Le 2026-11-24 11:14:11',
  'key features of the product are missing',
  'Le jeton a expiré',
  'token expired yesterday evening',
  'The auth code is missing',
  'Où trouver le code auth ?',
  'monkey 0123456789abcdef0123456789abcdef',
  '-----BEGIN PUBLIC KEY-----',
];

describe('A secret in a text', () => {
  it('is found, to the letter', () => {
    assert.deepEqual(
      secrets.map(([text]) => found(text)),
      secrets.map(([, secret]) => [secret]),
    );
  });

  it('is suspected wherever it is found: what finds it loads only then', () => {
    assert.deepEqual(
      secrets.filter(([text]) => !mayHoldSecret(text)),
      [],
    );
  });

  it('is not suspected in an ordinary request', () => {
    const ordinary = [
      'Erreur 500 quand j’enregistre un article',
      'J’ai le devis 4521 et la commande CMD-2026-118',
      'The site shows a blank page since Monday 23 November',
      'Appelez-moi au 06 12 34 56 78',
    ];
    assert.deepEqual(ordinary.filter(mayHoldSecret), []);
  });

  it('is not seen where people speak of one', () => {
    assert.deepEqual(harmless.flatMap(found), []);
  });

  it('is told in order, and once', () => {
    assert.deepEqual(
      found(`mdp: ${stripe} puis 4242424242424242`),
      [`key:${stripe}`, 'card:4242424242424242'].map((text) => text.replace('key', findSecrets(`mdp: ${stripe}`)[0]?.kind ?? '')),
    );
  });

  it('lies within the text, sorted and without overlaps, whatever the text', () => {
    const part = fc.oneof(
      fc.constantFrom(...secrets.map(([text]) => text), ...harmless, 'mdp: ', 'key=', ' '),
      fc.string({ unit: 'binary' }),
    );
    fc.assert(
      fc.property(fc.array(part), (parts) => {
        const text = parts.join('');
        let end = 0;
        for (const secret of findSecrets(text)) {
          assert.ok(mayHoldSecret(text));
          assert.ok(secret.start >= end && secret.end > secret.start && secret.end <= text.length);
          end = secret.end;
        }
      }),
    );
  });
});

describe('A name of a file', () => {
  it('promises a secret', () => {
    for (const name of [
      'mot-de-passe.png',
      'Mots de passe.xlsx',
      'passwords.txt',
      'id_rsa',
      'id_ed25519',
      '.env',
      'prod.env',
      'cle-privee.pem',
      'Clé privée.pem',
      'carte-bancaire.jpg',
      'code-auth.png',
      'a.kdbx',
      'a.pfx',
      'a.p12',
      'server.key',
      'MDP.docx',
      'passwords.xlsx',
      'mot-de-passe.txt',
      'auth-code.png',
      'fullchain.pem',
      'wallet.dat',
      'My Wallet backup.zip',
      'code_epp_exemple.fr.png',
      'Carte bleue recto.JPG',
      'credit card.jpeg',
      'ssh-key',
      'api_key.txt',
      'codes de secours.pdf',
      'recovery-codes.txt',
      'seed phrase.png',
      'identifiants FTP.docx',
      'credentials.json',
      '.htpasswd',
      '.env.production',
      'pwd.txt',
      'code d’autorisation.png',
      'Capture mots de passe.webp',
      'passwd',
    ]) {
      assert.ok(isSecretName(name), name);
    }
  });

  it('promises none', () => {
    for (const name of [
      'capture.png',
      'facture-mars.pdf',
      'id_rsa.pub',
      'passeport.jpg',
      'erreur-mot-de-passe.png',
      'keyboard.png',
      'environment.txt',
      'carte-du-site.png',
      '',
      'page-mot-de-passe-incorrect.png',
      'password reset mail.eml',
      'keynote.pdf',
      'monkey.png',
      'keys-layout.png',
      'wallets-page.png',
      'code-postal.txt',
      'codepen.html',
      'qr-code.png',
      'error-password.log',
      'authors.csv',
      'Formulaire carte bancaire.png',
      'pinout.png',
      'walleta.png',
      'environment.log',
      'turkey.jpg',
    ]) {
      assert.ok(!isSecretName(name), name);
    }
  });
});
