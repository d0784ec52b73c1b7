/** A WHMCS dump of any size, the same at every call: many customers, threads across the dump, notes that nobody may see. */
import { closeSync, openSync, writeSync } from 'node:fs';

const words =
  "le site renvoie une erreur depuis ce matin après la mise à jour du module, l\\'équipe a vérifié « Déjà vu » et relancé le service n°12 ; voir la facture à 12,50 €\\r\\nMerci d\\'avance".split(
    ' ',
  );

function text(seed: number, length: number): string {
  let out = '';
  for (let i = seed; out.length < length; i = (i * 31 + 7) % 1_000_003) out += `${words[i % words.length] ?? ''} `;
  return out;
}

const moment = (i: number): string => new Date(1_300_000_000_000 + i * 600_000).toISOString().slice(0, 19).replace('T', ' ');

/** @returns how many tickets and replies are in it */
export function writeDump(path: string, bytes: number): { readonly tickets: number; readonly replies: number } {
  const file = openSync(path, 'w');
  let written = 0;
  const write = (part: string): void => void (written += writeSync(file, part));
  // A reply is some 700 bytes, a note 300; five replies and a note to a ticket of 800.
  const tickets = Math.max(10, Math.floor(bytes / 4_600));
  const insert = (table: string, rows: number, row: (i: number) => string): void => {
    const perStatement = 200;
    for (let i = 0; i < rows; i += perStatement) {
      const values = Array.from({ length: Math.min(perStatement, rows - i) }, (_, k) => row(i + k));
      write(`INSERT INTO \`${table}\` VALUES ${values.join(',')};\n`);
    }
  };
  write('-- MySQL dump 10.13\n/*!40101 SET NAMES utf8mb4 */;\n');
  write('CREATE TABLE `tblclients` (`id` int, `firstname` text, `lastname` text, `email` text, `notes` text);\n');
  insert(
    'tblclients',
    Math.ceil(tickets / 4),
    (i) => `(${String(i + 1)},'Prénom${String(i)}','Nom','client${String(i)}@example.fr','CANARY-${String(i)}')`,
  );
  write(
    "CREATE TABLE `tblticketdepartments` (`id` int, `name` text);\nINSERT INTO `tblticketdepartments` VALUES (1,'Technique'),(2,'Facturation');\n",
  );
  write('CREATE TABLE `tblticketnotes` (`id` int, `ticketid` int, `admin` text, `date` datetime, `message` text);\n');
  insert('tblticketnotes', tickets, (i) => `(${String(i + 1)},${String(i + 1)},'Zoé','${moment(i)}','CANARY ${text(i, 220)}')`);
  const replies = tickets * 5;
  write(
    'CREATE TABLE `tblticketreplies` (`id` int, `tid` int, `userid` int, `name` text, `email` text, `date` datetime, `message` text, `admin` text, `attachment` text);\n',
  );
  // Replies stand in the order in which they were written: those of a ticket are far from each other.
  insert(
    'tblticketreplies',
    replies,
    (i) =>
      `(${String(i + 1)},${String(1 + ((i * 7) % tickets))},0,'','','${moment(i / 5)}','${text(i, 560)}','${i % 2 ? 'Camille' : ''}','')`,
  );
  write(
    'CREATE TABLE `tbltickets` (`id` int, `tid` varchar(10), `did` int, `userid` int, `date` datetime, `title` text, `message` text, `status` text, `urgency` text, `admin` text, `attachment` text, `merged_ticket_id` int);\n',
  );
  insert(
    'tbltickets',
    tickets,
    (i) =>
      `(${String(i + 1)},'${String(100_000 + i)}',${String(1 + (i % 2))},${String(1 + (i % Math.ceil(tickets / 4)))},'${moment(i - 10)}','${text(i, 40)}','${text(i + 3, 500)}','Closed','Medium','','',0)`,
  );
  write('-- Dump completed\n');
  closeSync(file);
  return { tickets, replies };
}
