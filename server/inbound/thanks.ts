/**
 * Whether a mail says thank you and nothing else. It is asked for closed tickets only, where any other mail reopens: every word
 * must be a word of thanks or of courtesy, a name or part of a signature. An unknown word reopens, so that no request is missed.
 */

/** Words of thanks; a mail needs at least one. */
const thanksWords = wordSet(
  'merci mercii remerciements remercie remercions thanks thank thx ty cheers parfait parfaite nickel impeccable top perfect great genial super perfekt ok okay noted understood received recu note compris entendu cool klar perfetto dzieki',
  'danke dank vielen gracias grazie obrigado obrigada bedankt dankjewel dankuwel tack takk tak kiitos takk dekuji dekujeme diky dakujem dziekuje dziekujemy multumesc mersi koszonom koszonjuk hvala aitah aciu paldies ευχαριστω ευχαριστουμε спасибо благодарю дякую благодаря tesekkurler tesekkur sagolun תודה شكرا ありがとう ありがとうございます ありがとうございました 有難うございます 有難うございました 助かりました 了解です 了解しました 承知しました わかりました 分かりました 好的 收到 明白了 알겠습니다 谢谢 謝謝 感谢 感謝 감사합니다 고맙습니다 moltes gracies terima kasih',
);

/** Words of courtesy around the thanks. */
const courtesyWords = wordSet(
  'bonjour bonsoir salut hello hi hey dear hallo cher chere monsieur madame a tous toute l equipe votre vos ton',
  'beaucoup bien infiniment mille fois encore tres vraiment sincerement grand un une et c est s tout toute tous cela ca fonctionne marche fonctionnent marchent',
  'pour votre aide reponse rapide rapidite reactivite efficacite soutien intervention support travail retour precisions explications le la les de maintenant a present nouveau resolu regle bon d accord j ai vous je te nous remercie remercions remerciant',
  'cordialement bien bonne belle bonnes excellente journee soiree fin semaine apres midi week end weekend cdt cdlt cdl amicalement salutations meilleures respectueusement sinceres sentiments',
  'you so much very a lot many all the for your help quick fast reply answer response support and it is s works working worked now again fine solved resolved fixed that this everything team have nice good day evening weekend got',
  'best kind regards sincerely yours appreciate appreciated awesome excellent excellente brilliant yes oui ja sehr gut schnelle hilfe antwort es geht funktioniert jetzt wieder mit freundlichen grussen fur ihre die mfg liebe grusse schonen tag',
  'bcp moi avoir pris temps coeur cœur explication info infos fete fetes noel joyeux joyeuses nouvel nouvelle annee vacances avec mes',
  'happy merry new year christmas holidays weekend reactie snelle u schon schone alles avusta lot',
  'どうも 本当に 誠に ご対応 ご回答 ご連絡 迅速な いただき 非常 十分 很 您 你 您的 你的 帮助 幫助 回复 回覆 支持 정말 대단히 답변 도움 잘',
  'wel muchas muchisimas por su ayuda respuesta saludos un cordial saludo buenas buenos dias tardes hola mille molte per il vostro aiuto cordiali saluti buona giornata muito muita pela sua ajuda resposta atenciosamente bom dia voor uw hulp snelle met vriendelijke groet groeten hartelijk heel erg alvast goed goede sa mycket for hjalpen med vanlig halsning hei hej mvh tusen mange hjelpen hjaelpen venlig hilsen paljon moc vam s pozdravem bardzo pozdrawiam za pomoc frumos cu stima szepen большое вам за помощь',
);

/** Scripts without spaces between words, and their known words, longest first. */
const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;
const unspacedWords = [...thanksWords, ...courtesyWords].filter((word) => unspaced.test(word)).sort((a, b) => b.length - a.length);

/** French phrases that ask for something: "merci de votre réponse" expects an answer. */
const requests = /\bmerci (?:d avance|de (?!m avoir|tout|votre (?:aide|reactivite|efficacite|rapidite|soutien))|par avance)/;

/** Words of requests. A signature has none, except in contact details. */
const requestWords = wordSet(
  'rappelez rappeler appelez appeler remboursez rembourser remboursement annulez annuler resiliez resilier resiliation rouvrez repondez reparez corrigez verifiez regardez envoyez contactez changez attendez supprimez debloquez site tombe hs moi nous',
  'me us call refund cancel stop fix reply back down site server website offline delete remove send check bitte ruckruf kundigen erstatten llamar reembolso rimborso',
);

/** Words of complaints, which no signature has. */
const complaintWords = wordSet(
  'ps ne pas plus toujours mais encore erreur probleme souci panne bloque urgent aide help but still not again error problem issue broken fails failed cannot please reopen question aber nicht noch fehler problem leider pero no error todavia ma non ancora errore maar niet nog probleem men inte ikke ikkje ale nie necesito svp rouvrir',
);

/** Phrases that mean no more than thanks, though their words alone may mean something else. */
const solvedPhrases =
  /\b(?:got it(?! again)|(?:le )?probleme (?:est )?(?:resolu|regle)|(?:the )?(?:problem|issue) (?:is )?(?:solved|fixed|resolved))\b/g;

/** A line that begins with a closing ends the text; the lines below it are the signature. */
const closings =
  /^(?:(?:bien )?cordialement|cdlt?|cdt|amicalement|salutations|sincèrement|respectueusement|bonne? (?:journée|soirée|fin|après|semaine|continuation)|belle (?:journée|soirée)|(?:best|kind|warm)(?: regards)?|regards|sincerely|cheers|(?:mit )?(?:freundlichen?|besten?|vielen?) grüße?n?|mfg|saludos|(?:un )?cordial|atentamente|cordiali saluti|distinti saluti|atenciosamente|met vriendelijke|groet|med (?:vänlig|vennlig|venlig)|mvh|pozdrawiam|s pozdravem|cu stimă|üdvözlettel|с уважением)/iu;

const contact = /@|https?:|www\.|^(?:t[ée]l|tel|mob|port|fax|phone|fon|tlf|m|t|p)\b\s*[.:]|^\+?[\d\s().-]{6,}$|\b\d{4,5}\b/i;
const connectors = wordSet('de du des la le les von van der den di da do dos y and et und og och e');
/** Smileys and thumbs up, which count as thanks. */
const emoji =
  /^(?:[\s!.]|[\u{1f600}-\u{1f60d}]|\u{1f44d}|\u{1f64f}|\u{1f44c}|\u{1f642}|\u{2764}|\u{2705}|\u{1f389}|\u{1f44f}|\p{Emoji_Modifier}|\u{fe0f})*$/u;

const longest = 300;
const longestSignature = 600;
const mostSignatureLines = 12;
/** Most unknown words taken for a name beside the thanks. */
const mostNamed = 2;

/** @param names of people whom the mail may address or who may sign it */
export function isMereThanks(text: string, names: readonly (string | null)[]): boolean {
  if (text.length > longest + longestSignature) return false;
  if (text.trim() !== '' && emoji.test(text) && /\p{Extended_Pictographic}/u.test(text)) return true;
  const { said, below } = withoutSignature(text);
  if (said.length > longest || /[?\d]/.test(said) || !isSignature(below)) return false;
  const words = wordsOf(said).join(' ').replace(solvedPhrases, 'merci').split(' ');
  if (requests.test(words.join(' '))) return false;
  const people = new Set([...names.flatMap((name) => wordsOf(name ?? '')), ...addressedNames(said)]);
  return (
    words.some((word) => thanksWords.has(word)) &&
    words.every((word) => thanksWords.has(word) || courtesyWords.has(word) || people.has(word))
  );
}

/** "Merci Agnès": capitalised words at the end of a clause, right after a word of thanks. */
function addressedNames(said: string): string[] {
  const found = [...said.matchAll(/(\p{L}+)[ \u00a0]+(\p{Lu}[\p{Ll}-]+)(?:[ \u00a0]+(\p{Lu}[\p{Ll}-]+))?(?=\s*(?:[,.!\n]|$))/gu)];
  const named = found.flatMap(([, before = '', ...name]) =>
    wordsOf(before).every((word) => thanksWords.has(word) || courtesyWords.has(word)) ? name.flatMap((one) => wordsOf(one ?? '')) : [],
  );
  return named.filter((word) => !complaintWords.has(word) && !requestWords.has(word)).slice(0, mostNamed);
}

function withoutSignature(text: string): { readonly said: string; readonly below: readonly string[] } {
  // A closing in the middle of a line ("… rapide. Cordialement, NM, Atelier, Tél. …") ends the text as on a line of its own.
  const lines = text
    .replace(/(?<=[.!,]\s)(?=(?:bien )?cordialement\b|best regards\b|kind regards\b)/giu, '\n')
    .split('\n')
    .map((line) => line.trim());
  const closing = lines.findIndex((line, i) => i > 0 && closings.test(line));
  const names = lines.findIndex(
    (line, i) =>
      i > 0 &&
      line !== '' &&
      wordsOf(lines.slice(0, i).join(' ')).some((word) => thanksWords.has(word)) &&
      lines.slice(i).every((one) => one === '' || isNameLike(one) || contact.test(one)),
  );
  const at = [closing, names].filter((one) => one > 0).reduce((least, one) => Math.min(least, one), lines.length);
  return { said: lines.slice(0, at).join('\n'), below: lines.slice(at).filter((line) => line !== '') };
}

const isNameLike = (line: string): boolean =>
  line.length <= 60 &&
  !/[.?!:;]$/.test(line) &&
  line.split(/\s+/).every((word) => /^[\p{Lu}&|,/-]/u.test(word) || connectors.has(word.toLowerCase()));

function isSignature(lines: readonly string[]): boolean {
  if (lines.length > mostSignatureLines || lines.join(' ').length > longestSignature) return false;
  return lines.every((line) => {
    const words = wordsOf(line);
    const isContact = contact.test(line);
    const isShort = words.length <= 8 || isContact;
    return isShort && !line.includes('?') && !words.some((word) => complaintWords.has(word) || (!isContact && requestWords.has(word)));
  });
}

function wordSet(...lists: readonly string[]): ReadonlySet<string> {
  return new Set(lists.flatMap((list) => lettersOf(list)));
}

const wordsOf = (text: string): string[] =>
  lettersOf(text).flatMap((word) => (unspaced.test(word) ? piecesOf(word) : [word.replace(/(\p{L})\1{2,}/gu, '$1')]));

/** Runs of letters, without accents. */
function lettersOf(text: string): string[] {
  return text
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .split(/[^\p{L}]+/u)
    .filter((word) => word !== '');
}

/** Splits a run of letters into known words, longest first; a run with any unknown piece stays whole. */
function piecesOf(run: string): string[] {
  const found: string[] = [];
  for (let at = 0; at < run.length; ) {
    const word = unspacedWords.find((one) => run.startsWith(one, at));
    if (word === undefined) return [run];
    found.push(word);
    at += word.length;
  }
  return found;
}
