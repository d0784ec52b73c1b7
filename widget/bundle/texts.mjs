/**
 * Takes the texts out of the code when the widget is bundled: every `msg(…)` becomes a number, and each language,
 * English included, a catalogue that is loaded by itself. The sources stay as lit-localize wants them. A call that
 * cannot be understood, and a text without translation, stop the build. What few people come to load carries its own
 * texts, in every language, so that nobody else does.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { generateMsgId } from '@lit/localize/internal/id-generation.js';
import ts from 'typescript';

const folder = fileURLToPath(new URL('..', import.meta.url));
const runtime = fileURLToPath(new URL('localize.ts', import.meta.url));
/** In this order texts are numbered: the desk's own come after the customers'. */
const catalogues = [`${folder}locales/`, `${folder}desk/locales/`];

/** Code that is loaded only when somebody asks for what it does. */
const apart = /^(attachments|capture|diagnostics|guest)\/|^(launcher|controllers\/answers|live\/notices|screens\/(list|archive)|parts\/(rare|coach-example|signed-out|closed-notice|secret-warning|similar-ticket|archived-ticket|actions-menu|answers|incidents|own-fields|searchable))\.ts$/;
const isApart = (file) => file.startsWith(folder) && apart.test(file.slice(folder.length));

const isOfDesk = (file) => /^(desk\/|support-desk)/.test(file.slice(folder.length));

const parse = (code, file) => ts.createSourceFile(file, code, ts.ScriptTarget.Latest, true);

/** The parts of a text between its values, and the values. */
function partsOf(node) {
  if (ts.isStringLiteralLike(node)) return { strings: [node.text], values: [], html: false };
  if (!ts.isTaggedTemplateExpression(node)) return null;
  const { tag, template } = node;
  const html = tag.getText() === 'html';
  if (ts.isNoSubstitutionTemplateLiteral(template)) return { strings: [template.text], values: [], html };
  const spans = template.templateSpans;
  return { strings: [template.head.text, ...spans.map((span) => span.literal.text)], values: spans.map((span) => span.expression), html };
}

/** The translations of one catalogue, by id. */
function translations(file) {
  const texts = new Map();
  const visit = (node) => {
    if (ts.isPropertyAssignment(node)) {
      const parts = partsOf(node.initializer);
      if (parts) texts.set(node.name.text, { html: parts.html, strings: parts.strings, values: parts.values.map((value) => Number(value.getText())) });
    }
    ts.forEachChild(node, visit);
  };
  visit(parse(readFileSync(file, 'utf8'), file));
  return texts;
}

function* calls(node) {
  if (ts.isCallExpression(node) && node.expression.getText() === 'msg') yield node;
  const inner = [];
  ts.forEachChild(node, (child) => void inner.push(child));
  for (const child of inner) yield* calls(child);
}

function messageOf(call) {
  const [text, options] = call.arguments;
  const parts = text && partsOf(text);
  if (!parts) throw new Error(`A text that cannot be read: ${call.getText()}`);
  const id = options && /id: '([^']+)'/.exec(options.getText())?.[1];
  return { id: id ?? generateMsgId(parts.strings, parts.html), ...parts };
}

const literal = ({ strings, values, html }) => {
  if (!html) return JSON.stringify(strings.reduce((whole, part, i) => `${whole}{${values[i - 1]}}${part}`));
  return `html\`${strings.reduce((whole, part, i) => `${whole}\${${values[i - 1]}}${part}`)}\``;
};

/** @returns {import('vite').Plugin} */
export function textsApart() {
  let french;
  let numbers;
  const english = new Map();
  /** The texts that stand in each catalogue; the others only in what is loaded apart. */
  const common = catalogues.map(() => new Set());

  /** Every message that was met must have its translation in the catalogue of its element. */
  const catalogue = (place, language) => {
    const own = french[place];
    const entries = [...numbers].map(([id, number]) => [number, own.has(id) && common[place].has(id) ? (language === 'fr' ? own.get(id) : english.get(id)) : null]);
    const list = entries.sort(([a], [b]) => a - b).map(([, text]) => (text ? literal(text) : ''));
    while (list.at(-1) === '') list.pop();
    return `import { html } from 'lit';\nexport const templates = [${list.join(',')}];`;
  };

  /** In the order of `languages` in `localize.ts`. */
  const inEachLanguage = (id) => `[${[english, ...french].flatMap((texts) => texts.get(id) ?? []).slice(0, 2).map(literal).join(',')}]`;

  const rewrite = (code, file) => {
    const root = parse(code, file);
    const text = (node) => {
      let out = '';
      let at = node.getFullStart();
      for (const call of outermost(node)) {
        const { id, values } = messageOf(call);
        const number = numbers.get(id);
        if (!french.some((own) => own.has(id))) throw new Error(`${file}: no translation of ${call.getText()}`);
        out += `${code.slice(at, call.getStart())}msg(${[isApart(file) && !common[0].has(id) ? inEachLanguage(id) : number, ...values.map(text)].join(', ')})`;
        at = call.getEnd();
      }
      return out + code.slice(at, node.getEnd());
    };
    return text(root) + code.slice(root.getEnd());
  };

  return {
    name: 'texts-apart',
    enforce: 'pre',
    buildStart() {
      french = catalogues.map((place) => translations(`${place}fr.ts`));
      for (const file of ts.sys.readDirectory(folder, ['.ts'], ['**/*.d.ts'])) {
        const code = readFileSync(file, 'utf8');
        if (!code.includes('msg(')) continue;
        for (const call of calls(parse(code, file))) {
          const message = messageOf(call);
          rememberEnglish(english, message);
          const place = isOfDesk(file) ? 1 : 0;
          if (!isApart(file)) common[place].add(message.id);
        }
      }
      for (const id of common[0]) common[1].add(id);
      // Those of every customer first and without a gap.
      numbers = new Map([...common[0], ...common[1]].map((id) => [id, 0]));
      [...numbers.keys()].forEach((id, number) => numbers.set(id, number));
    },
    resolveId(id, importer) {
      if (id === '@lit/localize') return runtime;
      return id === './locales/en.ts' && importer ? importer.replace(/locales\.ts$/, 'locales/en.ts') : null;
    },
    load(id) {
      const place = catalogues.findIndex((candidate) => id.startsWith(candidate));
      const language = /\/(en|fr)\.ts$/.exec(id)?.[1];
      return place < 0 || !language ? null : catalogue(place, language);
    },
    transform: {
      filter: { id: /widget\/.*\.ts$/ },
      handler(code, id) {
        if (/\/locales\.ts$/.test(id)) return { code: code.replace('{ fr:', "{ en: () => import('./locales/en.ts'), fr:"), map: null };
        return code.includes('msg(') && id !== runtime ? { code: rewrite(code, id).replace(/, str(?= \} from '@lit\/localize')/, ''), map: null } : null;
      },
    },
  };
}

function rememberEnglish(english, { id, strings, values, html }) {
  english.set(id, { strings, values: values.map((_, index) => index), html });
}

/** The calls in a node that stand in no other call of the kind. */
function outermost(node) {
  const found = [];
  const visit = (child) => {
    if (ts.isCallExpression(child) && child.expression.getText() === 'msg') found.push(child);
    else ts.forEachChild(child, visit);
  };
  visit(node);
  return found;
}
