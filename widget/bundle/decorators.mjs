/**
 * Writes Lit's decorators out when the widget is bundled: `@property` and `@state` become `static properties`, `@query` a
 * getter, what decorates a class a call after it. It is what they do anyway, without the code that does it in every
 * browser. A decorator that is not known here stops the build.
 */
import ts from 'typescript';

const parse = (code, file) => ts.createSourceFile(file, code, ts.ScriptTarget.Latest, true);
const decoratorsOf = (node) => (ts.canHaveDecorators(node) ? (ts.getDecorators(node) ?? []) : []);

/** `@query('.a')` as its name and what it was given, as written. */
function callOf(decorator, file) {
  const { expression } = decorator;
  if (!ts.isCallExpression(expression)) throw new Error(`${file}: ${decorator.getText()} is no decorator that the bundle knows.`);
  return { name: expression.expression.getText(), given: expression.arguments.map((argument) => argument.getText()).join(', ') };
}

/** Pieces of the source to put something else in place of, and the properties they declared. */
function writeMember(member, file) {
  const [decorator] = decoratorsOf(member);
  const { name, given } = callOf(decorator, file);
  const key = member.name.getText();
  if (name === 'query') return { from: member.getStart(), to: member.getEnd(), text: `get ${key}() { return this.renderRoot?.querySelector(${given}) ?? null; }` };
  const options = { property: given || '{}', state: '{ state: true }' }[name];
  if (!options) throw new Error(`${file}: @${name} is no decorator that the bundle knows.`);
  return { from: decorator.getStart(), to: decorator.getEnd(), text: '', property: `${key}: ${options}` };
}

function writeClass(node, file) {
  const members = node.members.filter((member) => decoratorsOf(member).length > 0).map((member) => writeMember(member, file));
  const properties = members.flatMap(({ property }) => property ?? []);
  const name = node.name.getText();
  const calls = decoratorsOf(node).map((decorator) => {
    const { name: called, given } = callOf(decorator, file);
    return called === 'customElement' ? `customElements.define(${given}, ${name});` : `${called}(${given})(${name});`;
  });
  const start = node.members.pos;
  return [
    ...decoratorsOf(node).map((decorator) => ({ from: decorator.getStart(), to: decorator.getEnd(), text: '' })),
    ...(properties.length ? [{ from: start, to: start, text: ` static properties = { ${properties.join(', ')} };` }] : []),
    ...members,
    // The one nearest to the class first, as decorators are applied.
    { from: node.getEnd(), to: node.getEnd(), text: `\n${calls.reverse().join('\n')}` },
  ];
}

function rewrite(code, file) {
  const changes = [];
  const visit = (node) => {
    if (ts.isClassDeclaration(node)) changes.push(...writeClass(node, file));
    ts.forEachChild(node, visit);
  };
  visit(parse(code, file));
  return changes.sort((a, b) => b.from - a.from || b.to - a.to).reduce((text, { from, to, text: put }) => text.slice(0, from) + put + text.slice(to), code);
}

/** @returns {import('vite').Plugin} */
export function decoratorsWrittenOut() {
  return {
    name: 'decorators-written-out',
    enforce: 'pre',
    transform: {
      filter: { id: /widget\/.*\.ts$/, code: /lit\/decorators\.js/ },
      handler: (code, id) => ({ code: rewrite(code, id), map: null }),
    },
  };
}
