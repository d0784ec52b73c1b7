/** What npm would publish, as those who install it will find it: publint and are-the-types-wrong look at the tarball. Needs a build. */
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';

/** This is a package of modules only, which `require` takes as well from Node 20.19 on. */
const known = ['CJSResolvesToESM'];

const folder = mkdtempSync(join(tmpdir(), 'support-ticket-package-'));
try {
  const [{ filename }] = JSON.parse(
    execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }),
  );
  const bytes = readFileSync(join(folder, filename));
  const manifest = JSON.parse(readFileSync('package.json', 'utf8'));
  const { messages } = await publint({ pack: { tarball: new Uint8Array(bytes).buffer }, strict: true });
  const faults = messages.map((message) => `publint: ${formatMessage(message, manifest)}`);
  const { problems } = await checkPackage(createPackageFromTarballData(new Uint8Array(bytes)), {
    excludeEntrypoints: [/\.json$/, /\/\*$/],
  });
  faults.push(...problems.filter(({ kind }) => !known.includes(kind)).map((problem) => `are-the-types-wrong: ${JSON.stringify(problem)}`));
  for (const fault of faults) console.error(fault);
  if (faults.length) process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
