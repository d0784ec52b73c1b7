/** Titles as people write them. The `unseen` halves were written before the rules were tried, and are never tuned on. */

const lines = (text: string): readonly string[] => text.trim().split('\n');

export const vague = lines(`
Ça marche pas
sa marche pas
Problème
pb
Ca ne fonctionne plus !!!
help
Bug
bug technique
Urgent svp
Question
petite question
Aide
Besoin d'aide
Demande
demande d'information
Bonjour
Erreur
rien ne marche
plus rien ne marche
j'ai un problème
it doesn't work
not working
nothing works
broken
issue
please help me
need help asap
something is wrong
can you help me
test
azerty
aaaa
12345
???
Bonjour, j'ai un souci
Au secours
probleme urgent
problèmme
C'est en panne
Rien ne va plus
Help needed
I have a question
I need your help please
It is broken again
Why is this not working
URGENT!!!
Mon site
Mail
mes e-mails svp
`);

export const unseenVague = lines(`
Ca bug
ça bugue encore
Gros problème
gros soucis urgent
J'ai besoin de vous
SVP aidez moi
J'y arrive pas
je n'arrive à rien
Probleme depuis hier
c koi ce bug
Bonjour j'ai besoin d'aide
Demande de renseignements
une question svp
problme technique
Erreur !!
message d'erreur
dysfonctionnement
sa fonctione pas
ca foncttionne plus
Toujours le même problème
encore un bug
Support
Contact
Ticket
Nouvelle demande
urgence
impossible
ça plante
tout est cassé
rien
Hello
Hi there
hi, quick question
general question
Does not work
doesnt work anymore
it stopped working
Not workng
problm
I have an issue
there is a problem
Something went wrong
everything is broken
still broken
error message
HELP ME PLEASE
urgent help needed
support needed
could you please assist
wtf
qsdfqsdf
asdfgh
xxxx
test 123
...
`);

export const specific = lines(`
Impossible de créer des articles dans mon blog
Erreur 500 lors de la création d’article
Erreur 500 lors de la création d'article
Erreur lors du paiement
La page de blog ne charge pas
Pouvez-vous ajouter l'export PDF ?
Pouvez-vous ajouter l’export PDF?
Pouvez-vous ajouter une couleur de bouton?
Le logo pourrait être plus grand?
Je ne peux pas modifier certains articles
Les emails ne sont pas envoyés parfois
Impossible de créer de nouveaux projets
Tous les articles ont disparu
Support de plusieurs langues ?
Support de plusieurs langues?
Quelle est mon IP ?
Quelle est mon IP?
Comment déboguer ?
Comment déboguer?
Données client perdues
Faille de sécurité
Le site est down
Le site est en panne
Facture de mars introuvable
Résiliation
Auth code
Problème avec mon compte
Erreur 404
Error 502
Ticket 4521
Theme broken
Argent débité deux fois
Marché public
Marque déposée
Facture
DNS
SSL expired
VPS injoignable
Bug panier
Problème mail
Aide SMTP
Help with billing
Question about invoices
Password reset
WordPress white screen
http://example.com is down
Не работает почта
网站打不开
Login
FTP
Cannot connect to database
The shop is slow
Phishing
Site lent
Compte bloqué
Paiement refusé
Hacked
Commande 10452
Backup
Sauvegarde
Cron
`);

export const unseenSpecific = lines(`
Certificat SSL expiré sur ma boutique
Renouvellement du domaine exemple.fr
Transfert de domaine bloqué
Je ne reçois plus mes e-mails
Boîte mail pleine
Connexion FTP refusée
Mot de passe oublié
Accès au tableau de bord impossible
Page blanche après la mise à jour
Le panier se vide tout seul
Changer l'adresse de facturation
Remboursement de la commande 4521
Double prélèvement en mars
Mon IBAN a changé
Passer à PHP 8.3
Base de données inaccessible
Restaurer une sauvegarde
Espace disque saturé
Site piraté
Spam dans le formulaire de contact
Redirection HTTPS
Configurer un sous-domaine
Propagation DNS trop longue
Emails en spam chez Gmail
Mon site est lent
Le bouton Enregistrer ne répond pas
Images floues sur mobile
Le menu ne s'ouvre pas sur iPhone
Traduction manquante en allemand
Inviter un collègue
Ajouter un utilisateur
Supprimer mon compte
Export des clients en CSV
Devis pour un serveur dédié
Changement d'offre
Augmenter la mémoire
Erreur SQL
Erreur 403 sur wp-admin
Timeout à l'import
Connexion impossible
Webmail inaccessible
Problème de connexion
Souci de facturation
Bug d'affichage
Question sur ma facture
Aide pour la migration
Urgent : site hors ligne
Demande de remboursement
Problème d'impression
Code de transfert
Mise en page cassée
Les photos ne s'affichent pas
Le chat ne répond pas
La recherche ne trouve rien
Vidéo sans son
Tarif étudiant
TVA incorrecte
Résilier mon abonnement
Changer de carte bancaire
Synchronisation du calendrier
Invoice for March is missing
Cannot log in
Login loop on Safari
Payment declined
Refund for order 8841
Blog page does not load
Database connection refused
Certificate expired
Domain transfer stuck
Emails go to spam
Upgrade to PHP 8.3
Restore yesterday's backup
Disk full
Site hacked
Slow checkout
Broken images on the home page
Search returns nothing
Export fails
Upload crashes
Export to PDF
Dark mode
Two-factor authentication
Delete my account
Add a team member
Change billing address
Cancel subscription
API returns 401
Webhooks arrive twice
Cron jobs do not run
Wrong VAT on invoice
Nameservers not updating
FTP access
IP blocked
Question about pricing
Help with DNS
Problem with my account
Bug in the calendar
Issue with billing
Support for Markdown
Is the API rate limited?
Server down
Mailbox quota
Missing translations
Password expired
SMTP error
Security hole
Data loss
Feature request: tags
Where is my invoice?
How do I change my e-mail?
Typo on the pricing page
Translation to Spanish
Comments disappeared
Analytics empty
Logo too small
Redirect loop
Menu overlaps on mobile
CSV import timeout
Printer offline
GDPR export
New SSH key
`);
