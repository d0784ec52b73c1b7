import type { HelpPage } from '../../server/articles/page.ts';

/** The help site of a hosting company, as its feed would tell it. */
const french: readonly (readonly [title: string, excerpt: string, keywords?: string])[] = [
  [
    'Que faire devant une erreur 500 ?',
    'Le journal d’erreurs de votre hébergement dit quelle ligne du site échoue. Voici où le lire et comment revenir en arrière.',
    'internal server error',
  ],
  ['Erreur 404 : la page est introuvable', 'Vérifiez la casse des noms de fichiers et les règles de réécriture du fichier .htaccess.'],
  ['Erreur 403 : accès refusé', 'Les droits des dossiers et des fichiers sont en cause le plus souvent.', 'forbidden'],
  [
    'Pourquoi mon site est-il lent ?',
    'Images trop lourdes, extensions trop nombreuses, cache absent : mesurer puis alléger.',
    'lenteur vitesse performance',
  ],
  ['Installer WordPress en un clic', 'Depuis l’espace client, choisissez l’hébergement puis l’application à installer.'],
  ['Mettre à jour WordPress sans risque', 'Une sauvegarde, puis le cœur, puis les extensions, une par une.', 'mise à jour'],
  ['Changer la version de PHP', 'La version se choisit par hébergement, dans l’espace client ; le changement prend une minute.', 'php 8.3'],
  [
    'Restaurer une sauvegarde de votre site',
    'Les fichiers sont sauvegardés chaque nuit et gardés trente jours.',
    'backup récupérer fichiers perdus',
  ],
  ['Restaurer une base de données MySQL', 'Une copie de chaque base est gardée trente jours ; elle se restaure depuis l’espace client.'],
  ['Créer une base de données', 'Le nom, l’utilisateur et le mot de passe de la base se créent ensemble.', 'mysql mariadb'],
  [
    'Se connecter en FTP ou en SFTP',
    'Le serveur, le nom d’utilisateur et le port à mettre dans FileZilla.',
    'filezilla transfert de fichiers',
  ],
  [
    'Renouveler un certificat SSL',
    'Les certificats Let’s Encrypt se renouvellent seuls ; que faire quand ce n’est pas le cas.',
    'https cadenas',
  ],
  ['Activer HTTPS sur votre domaine', 'Le certificat est gratuit et s’installe depuis l’espace client.', 'ssl tls'],
  [
    'Transférer un nom de domaine vers Hébergia',
    'Débloquez le domaine, demandez le code AUTH à votre bureau d’enregistrement, puis commandez le transfert.',
    'code epp auth',
  ],
  ['Obtenir le code AUTH d’un domaine', 'Il se demande depuis l’espace client et arrive à l’adresse du titulaire.', 'transfert epp'],
  ['Renouveler un nom de domaine', 'Un domaine expiré se renouvelle encore pendant trente jours.', 'expiration'],
  [
    'Changer le titulaire d’un domaine (Whois)',
    'Les données Whois se modifient en ligne ; certaines extensions demandent un justificatif.',
  ],
  [
    'Modifier la zone DNS',
    'Ajouter un enregistrement A, CNAME, MX ou TXT, et combien de temps attendre la propagation.',
    'dns enregistrement',
  ],
  ['Créer une adresse e-mail', 'Une adresse par personne, un mot de passe et un quota.', 'boîte mail messagerie'],
  ['Configurer Outlook', 'Serveurs IMAP et SMTP, ports et chiffrement à renseigner.', 'mail messagerie imap smtp'],
  ['Configurer la messagerie sur un iPhone', 'Réglages, comptes, ajouter un compte : les valeurs à saisir.', 'mail ios apple'],
  ['Mes e-mails arrivent dans les indésirables', 'SPF, DKIM et DMARC disent que vos messages viennent bien de vous.', 'spam'],
  [
    'Je ne reçois plus d’e-mails',
    'Quota atteint, redirection, enregistrement MX : les trois causes à vérifier.',
    'réception mail boîte pleine',
  ],
  ['Mettre en place un répondeur d’absence', 'Un message automatique pendant vos congés.', 'absence vacances'],
  ['Lire et télécharger vos factures', 'Toutes les factures sont dans l’espace client, au format PDF.', 'facture comptabilité'],
  ['Payer par virement', 'Les coordonnées bancaires et la référence à rappeler.', 'paiement iban rib'],
  ['Changer de carte bancaire', 'La nouvelle carte remplace l’ancienne pour tous les abonnements.', 'paiement prélèvement'],
  ['Résilier un abonnement', 'La résiliation prend effet à l’échéance ; vos données restent trente jours.', 'annuler arrêter fermer'],
  ['Changer d’offre d’hébergement', 'Passer à une offre plus grande sans interruption de service.', 'upgrade migration'],
  ['Où en est ma commande ?', 'Les étapes d’une commande, du paiement à la livraison.', 'suivi livraison'],
  ['Délais de livraison d’un serveur dédié', 'Un serveur en stock est livré en une heure, les autres en trois jours.'],
  ['Redémarrer un serveur dédié', 'Redémarrage logiciel ou électrique, depuis l’espace client.', 'reboot'],
  ['Se connecter en SSH', 'Créer une clé, la déposer, se connecter.', 'clé terminal'],
  ['Mot de passe de l’espace client oublié', 'Un lien pour en choisir un nouveau est envoyé à votre adresse.', 'mdp connexion identifiant'],
  ['Activer la double authentification', 'Un code à usage unique protège votre espace client.', '2fa sécurité'],
  ['Mon site a été piraté', 'Isoler, nettoyer, restaurer, changer tous les mots de passe.', 'virus malware hack'],
  ['Planifier une tâche (cron)', 'Lancer un script à heure fixe.', 'crontab tâche planifiée'],
  ['Augmenter la taille des fichiers envoyés', 'Les réglages upload_max_filesize et post_max_size de PHP.', 'limite téléversement'],
  ['Rediriger un domaine vers un autre', 'Une redirection 301 depuis l’espace client ou par .htaccess.', 'redirection'],
  ['Voir les statistiques de visite', 'Visiteurs, pages vues et provenance, sans cookie.', 'trafic audience'],
  ['Créer un sous-domaine', 'Un sous-domaine pointe vers un dossier ou un autre hébergement.'],
  ['Horaires et moyens de nous joindre', 'L’équipe répond du lundi au vendredi de 9 h à 18 h.', 'téléphone contact'],
];

const english: readonly (readonly [title: string, excerpt: string, keywords?: string])[] = [
  ['Fixing error 500', 'The error log of your hosting tells which line of the site fails.', 'internal server error'],
  ['Renewing an SSL certificate', 'Certificates renew by themselves; what to do when they do not.', 'https padlock'],
  ['Setting up Outlook', 'IMAP and SMTP servers, ports and encryption.', 'email mail'],
  ['Downloading your invoices', 'All invoices are in your account, as PDF.', 'billing'],
  ['Transferring a domain name to us', 'Unlock the domain, ask for the AUTH code, order the transfer.', 'epp'],
  ['Restoring a backup of your site', 'Files are saved each night and kept for thirty days.', 'recover lost files'],
  ['Cancelling a subscription', 'It ends at its term; your data stays for thirty days.', 'terminate'],
  ['Changing the PHP version', 'Chosen per hosting, in your account.'],
  ['Forgotten password', 'A link to choose a new one is sent to your address.', 'login sign in'],
];

const asPages = (list: typeof french, path: string): HelpPage[] =>
  list.map(([title, excerpt, keywords = ''], i) => ({ title, excerpt, keywords, url: `https://aide.example.com/${path}/${i}` }));

export const frenchPages = asPages(french, 'fr');
export const englishPages = asPages(english, 'en');
