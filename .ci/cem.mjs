/**
 * How the manifest is made (`npm run manifest`). What the analyzer cannot see is put right here: events that are made
 * elsewhere and handed on, attributes that are narrower than their properties, and the files that are in the package.
 */
const types = {
  'ticket-created': 'TicketEvent',
  'ticket-replied': 'TicketEvent',
  'ticket-closed': 'TicketEvent',
  'ticket-reopened': 'TicketEvent',
  'ticket-error': 'TicketErrorEvent',
  'support-signed-out': 'SignedOutEvent',
  'support-token': 'TokenRequestEvent',
  'support-navigated': 'NavigatedEvent',
};

/** Of each module, its file in the package. */
const packed = { 'widget/support-ticket.ts': 'dist/public/support-ticket.js', 'widget/support-desk.ts': 'dist/public/support-desk.js' };

/** What the class comment says of an attribute, such as `{'inline'|'launcher'}`. */
const attributeTypes = (node, ts) =>
  new Map(
    ts.getJSDocTags(node).flatMap((tag) => {
      const [, type, name] = /^@attr\s+\{([^}]+)\}\s+([a-z-]+)/.exec(tag.getText()) ?? [];
      return name === undefined ? [] : [[name, type.split('|').join(' | ')]];
    }),
  );

const isPublic = (member) =>
  member.privacy === undefined && !member.static && !member.name.startsWith('#') && member.name !== 'addEventListener';

function asPublished(declaration) {
  declaration.members = (declaration.members ?? []).filter(isPublic);
  declaration.events = (declaration.events ?? [])
    .filter((event) => event.name in types)
    .map((event) => ({ ...event, type: { text: types[event.name] } }));
}

const asPacked = () => {
  const narrow = new Map();
  return {
    name: 'as-packed',
    analyzePhase({ ts, node }) {
      if (ts.isClassDeclaration(node) && node.name) narrow.set(node.name.text, attributeTypes(node, ts));
    },
    packageLinkPhase({ customElementsManifest: manifest }) {
      for (const module of manifest.modules) {
        module.path = packed[module.path] ?? module.path;
        module.declarations = module.declarations.filter((declaration) => declaration.tagName);
        for (const declaration of module.declarations) {
          asPublished(declaration);
          for (const { name, ...attribute } of declaration.attributes ?? []) {
            const text = narrow.get(declaration.name)?.get(name);
            const given = declaration.attributes.find((one) => one.name === name);
            if (text !== undefined) given.type = { text };
            if (attribute.default === 'null' || attribute.default === "''") delete given.default;
          }
        }
        module.exports = module.declarations.map(({ tagName, name }) => ({
          kind: 'custom-element-definition',
          name: tagName,
          declaration: { name, module: module.path },
        }));
      }
    },
  };
};

// The analyzer takes its configuration from the default export.
export default { globs: ['widget/support-ticket.ts', 'widget/support-desk.ts'], outdir: 'dist', litelement: true, plugins: [asPacked()] };
