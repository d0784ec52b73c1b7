/**
 * The texts are whole: every message of the sources has a French translation, what the two catalogues share reads the
 * same, and the generated files are those of the catalogues. Fails and says what to do; changes nothing.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const catalogues = [
  { config: 'lit-localize.json', folder: 'widget/locales' },
  { config: 'lit-localize.desk.json', folder: 'widget/desk/locales' },
];
const faults = [];

const units = (xliff) =>
  new Map([...xliff.matchAll(/<trans-unit id="([^"]+)">([^]*?)<\/trans-unit>/g)].map(([, id, body]) => [id, /<target>([^]*?)<\/target>/.exec(body)?.[1] ?? null]));

/** What the sources would give today, made in a folder of its own. */
function regenerate({ config, folder }) {
  const to = mkdtempSync(join(tmpdir(), 'texts-'));
  cpSync(folder, to, { recursive: true });
  const settings = JSON.parse(readFileSync(config, 'utf8'));
  settings.output = { ...settings.output, outputDir: to, localeCodesModule: join(to, 'codes.ts') };
  settings.interchange = { ...settings.interchange, xliffDir: to };
  const own = `.${config}.check.json`;
  writeFileSync(own, JSON.stringify(settings));
  try {
    for (const step of ['extract', 'build']) execFileSync(process.execPath, ['node_modules/@lit/localize-tools/bin/lit-localize.js', step, '--config', own], { stdio: 'pipe' });
    return { xliff: readFileSync(join(to, 'fr.xlf'), 'utf8'), generated: readFileSync(join(to, 'fr.ts'), 'utf8') };
  } finally {
    rmSync(own, { force: true });
    rmSync(to, { recursive: true, force: true });
  }
}

const seen = new Map();
for (const catalogue of catalogues) {
  const { folder } = catalogue;
  const { xliff, generated } = regenerate(catalogue);
  for (const [id, translation] of units(xliff)) {
    // What fills a placeholder is written differently in different places; which one stands where is what counts.
    const target = translation?.replace(/<x id="(\d+)"[^>]*>/g, '{$1}') ?? null;
    if (target === null) faults.push(`${folder}/fr.xlf: ${id} has no translation.`);
    if (seen.has(id) && seen.get(id) !== target) faults.push(`${id} is translated in two ways.`);
    seen.set(id, target);
  }
  if (generated !== readFileSync(`${folder}/fr.ts`, 'utf8')) faults.push(`${folder}/fr.ts is not what fr.xlf and the sources give.`);
}
for (const fault of faults) console.error(fault);
if (faults.length) {
  console.error('Run `npm run texts`, translate what has no <target> in the fr.xlf files, and run it again.');
  process.exitCode = 1;
}
