/** What the class comments promise is what the sources have, and docs/element.md tells of it. Fails otherwise. */
import { readFileSync, readdirSync } from 'node:fs';

const { modules } = JSON.parse(readFileSync('dist/custom-elements.json', 'utf8'));
const element = modules.flatMap((module) => module.declarations).find((declaration) => declaration.tagName === 'support-ticket');
const files = readdirSync('widget', { recursive: true }).filter(
  (file) => file.endsWith('.ts') && !file.startsWith('desk') && !file.startsWith('support-desk'),
);
const sources = files.map((file) => readFileSync(`widget/${file}`, 'utf8')).join('\n');
const page = readFileSync('docs/element.md', 'utf8');
const names = (list) => new Set((list ?? []).map((item) => item.name).filter((name) => name));
const found = (pattern) => new Set([...sources.matchAll(pattern)].map(([, one, other]) => one ?? other));

const promised = {
  part: names(element.cssParts),
  property: names(element.cssProperties),
  event: names(element.events.filter((event) => event.name?.includes('-'))),
};
const real = {
  part: found(/ part="([a-z-]+)"|part\.add\('([a-z-]+)'\)/g),
  property: found(/(--support-ticket-[a-z-]+)/g),
  event: found(/'((?:ticket|support)-(?:created|replied|closed|reopened|error|signed-out|navigated|token))'/g),
};

const faults = [];
for (const kind of Object.keys(promised)) {
  for (const name of promised[kind]) {
    if (!real[kind].has(name)) faults.push(`The class comment promises the ${kind} ${name}, which no source has.`);
    if (!page.includes(name)) faults.push(`docs/element.md does not tell of the ${kind} ${name}.`);
  }
  for (const name of real[kind]) if (!promised[kind].has(name)) faults.push(`The ${kind} ${name} is missing in the class comment.`);
}
for (const attribute of names(element.attributes))
  if (!page.includes(`\`${attribute}`)) faults.push(`docs/element.md does not tell of the attribute ${attribute}.`);
for (const fault of faults) console.error(fault);
if (faults.length) process.exitCode = 1;
