-- MySQL dump 10.13  Distrib 5.7.33
-- Nuxit, WHMCS 7.10: fictional

/*!40101 SET NAMES utf8 */;

CREATE TABLE `tblclients` (`id` int(10) NOT NULL, `firstname` text, `lastname` text, `email` text);
INSERT INTO `tblclients` VALUES (44,'Nadia','Moreau','nadia@atelier-moreau.example');
CREATE TABLE `tblticketdepartments` (`id` int(10) NOT NULL, `name` text);
INSERT INTO `tblticketdepartments` VALUES (1,'Support technique'),(2,'Facturation');
CREATE TABLE `tbltickets` (`id` int(11) NOT NULL, `tid` varchar(128), `did` int(10), `userid` int(10), `contactid` int(11), `name` text, `email` text, `c` text, `ipaddress` varchar(64), `date` datetime, `title` text, `message` text, `status` varchar(64), `urgency` text, `admin` text, `attachment` text, `lastreply` datetime, `merged_ticket_id` int(11), `editor` varchar(10));
INSERT INTO `tbltickets` VALUES (20881,'NX-20881',1,44,0,'Nadia Moreau','nadia@atelier-moreau.example','aZ3kQ9','203.0.113.7','2019-03-14 08:51:00','Boîte contact@ : messages en double','Bonjour,\r\ndepuis hier chaque message arrive deux fois dans la boîte contact@. Merci de regarder.\r\nNadia Moreau','Closed','Medium','','','2019-03-14 14:02:00',0,'plain');
INSERT INTO `tbltickets` VALUES (19402,'NX-19402',1,44,0,'Nadia Moreau','nadia@atelier-moreau.example','aZ3kQ9','203.0.113.7','2018-10-02 09:20:00','Passage à PHP 7.2','Bonjour, ma boutique tourne en PHP 5.6. Puis-je passer en 7.2 sans casser le paiement ?','Closed','Medium','','','2018-10-03 08:10:00',0,'plain');
INSERT INTO `tbltickets` VALUES (18077,'NX-18077',2,44,0,'Nadia Moreau','nadia@atelier-moreau.example','aZ3kQ9','203.0.113.7','2017-12-11 17:45:00','Facture au nom de l’association','Bonjour, pouvez-vous refaire la facture de novembre au nom de l’association « Les Ateliers du Canal » ?','Closed','Medium','','','2017-12-12 09:02:00',0,'plain');
INSERT INTO `tbltickets` VALUES (16512,'NX-16512',1,44,0,'Nadia Moreau','nadia@atelier-moreau.example','aZ3kQ9','203.0.113.7','2016-06-30 22:31:00','Site piraté, page en russe','Au secours, ma page d’accueil est en russe !','Closed','Medium','','','2016-06-30 23:20:00',0,'plain');
CREATE TABLE `tblticketreplies` (`id` int(10) NOT NULL, `tid` int(10), `userid` int(10), `contactid` int(10), `name` text, `email` text, `date` datetime, `message` text, `admin` text, `attachment` text, `rating` int(5), `editor` varchar(10));
INSERT INTO `tblticketreplies` VALUES (1,20881,0,0,'','','2019-03-14 11:19:00','Bonjour Madame Moreau,\r\nune redirection en boucle était en place sur votre domaine. Elle a été supprimée.\r\nCordialement,\r\nJulien, support Nuxit','Julien','',0,'plain'),
(2,20881,44,0,'Nadia Moreau','','2019-03-14 14:02:00','Je viens de vérifier : un seul exemplaire de chaque. Merci beaucoup !','','',0,'plain'),
(3,19402,0,0,'','','2018-10-02 10:05:00','Bonjour,\r\nvotre module de paiement demande au moins la version 2.4 : je l’ai mise à jour sur une copie, tout passe. Voulez-vous que je bascule ce soir à 22 h ?','Claire','',0,'plain'),
(4,19402,44,0,'Nadia Moreau','','2018-10-02 10:30:00','Oui, ce soir c’est parfait.','','',0,'plain'),
(5,19402,0,0,'','','2018-10-03 08:10:00','C’est fait, une commande test est passée à 22 h 14. Bonne journée !','Claire','',0,'plain'),
(6,18077,0,0,'','','2017-12-12 09:02:00','Bonjour,\r\nvoici la facture corrigée.','Julien','483920_facture_2017-11.txt|483921_justificatif.pdf',0,'plain'),
(7,16512,0,0,'','','2016-06-30 22:58:00','Bonsoir,\r\nj’ai isolé le site et remis la sauvegarde de la nuit dernière. L’intrusion venait d’une extension de galerie abandonnée, je l’ai retirée. Changez le mot de passe de l’administration.','Claire','',0,'plain'),
(8,16512,44,0,'Nadia Moreau','','2016-06-30 23:20:00','À cette heure-ci… Vous êtes formidables.','','',0,'plain');
CREATE TABLE `tblticketnotes` (`id` int(10) NOT NULL, `ticketid` int(10), `date` datetime, `admin` text, `message` text, `attachments` text);
INSERT INTO `tblticketnotes` VALUES (1,20881,'2019-03-14 08:51:00','Julien','Cliente ATELIER MOREAU : facture 2019-02 encore impayée, rester courtois.',''),
(2,18077,'2017-12-11 17:45:00','Julien','Vérifié avec la compta : OK exceptionnellement.',''),
(3,16512,'2016-06-30 22:31:00','Julien','Même faille que 16498 et 16505, prévenir les autres clients.','');
-- Dump completed on 2020-02-03  4:12:07
