/**
 * A Chromium for the browser tests: the one that is installed, or else one that the npm registry carries.
 *
 * Fetched only where no browser is found, so that nobody who has one pays for 69 MB. It lies in the user's cache
 * (as the browsers of Puppeteer and Playwright do): `npm ci` does not throw it away and all checkouts share it.
 */
import { execFile } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { constants, createReadStream, createWriteStream } from 'node:fs';
import { access, chmod, mkdir, readFile, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createBrotliDecompress, createGunzip } from 'node:zlib';
import puppeteer from 'puppeteer-core';
import tar from 'tar-fs';

const run = promisify(execFile);

const PACKAGE = '@sparticuz/chromium@141.0.0';
const INTEGRITY = 'sha512-JsTp4AqgStkqKki4dUpEM0GoisAjQhsqZ1lQTNMSKK5A9pw6BbIuIvv2HVYMYzSZGyDdQNJYBPPDg2eggCkezA==';

/** The first version that knows everything the styles use (`light-dark()`). */
const OLDEST = 123;

const NAMES = ['google-chrome-stable', 'google-chrome', 'chromium', 'chromium-browser', 'chrome'];
const PLACES = {
  darwin: ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome', '/Applications/Chromium.app/Contents/MacOS/Chromium'],
  win32: ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA']
    .map((name) => process.env[name])
    .filter((folder) => folder !== undefined)
    .map((folder) => path.join(folder, 'Google/Chrome/Application/chrome.exe')),
};

const ADVICE = `Do one of these, then run the tests again:
  - install Chrome or Chromium ${OLDEST} or newer;
  - set CHROME_PATH to the executable of one;
  - on Linux x64, let npm reach its registry (${PACKAGE}, 69 MB, once).`;

/**
 * @typedef {object} Chromium
 * @property {string} executablePath
 * @property {Record<string, string | undefined>} env the whole environment to start it with
 * @property {string[]} args the switches it needs on this machine
 */

/** @returns {Promise<Chromium>} */
export async function findChromium() {
  const installed = await findInstalled();
  const found = installed === undefined ? await bringOne() : { executablePath: installed, env: process.env };
  // In a container's POSIX locale `navigator.language` would be "en-US@posix", which `Intl` refuses.
  const env = { ...found.env, LC_ALL: 'en_US.UTF-8' };
  return { ...found, env, args: await sandboxArgs(found) };
}

/**
 * For scripts: a browser under Puppeteer's hand. Close it when done.
 * @param {import('puppeteer-core').LaunchOptions} [options]
 */
export async function launch(options = {}) {
  const { executablePath, env, args } = await findChromium();
  return puppeteer.launch({
    executablePath,
    ...options,
    env: { ...env, ...options.env },
    args: [...args, ...(options.args ?? [])],
  });
}

// ── Installed ────────────────────────────────────────────────────────────────────────────────────────────────────

async function findInstalled() {
  const asked = process.env.CHROME_PATH;
  if (asked) {
    if (await isExecutable(asked)) return asked;
    throw new Error(`CHROME_PATH is ${asked}, which is not an executable file.\n${ADVICE}`);
  }
  for (const candidate of installedCandidates()) {
    if ((await isExecutable(candidate)) && (await isRecent(candidate))) return candidate;
  }
  return undefined;
}

function installedCandidates() {
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter(Boolean);
  const onPath = NAMES.flatMap((name) => folders.map((folder) => path.join(folder, name)));
  return [...onPath, ...(PLACES[process.platform] ?? [])];
}

/** Asks it: Ubuntu's `chromium-browser` may be a script that only says "install the snap", and a distribution's may be old. */
async function isRecent(candidate) {
  // On Windows `chrome.exe --version` opens a window instead of answering.
  if (process.platform === 'win32') return true;
  try {
    const { stdout } = await run(candidate, ['--version'], { timeout: 10_000 });
    return Number(/(\d+)\.\d+\.\d+/.exec(stdout)?.[1]) >= OLDEST;
  } catch {
    return false;
  }
}

async function isExecutable(file) {
  try {
    await access(file, constants.X_OK);
    return (await stat(file)).isFile();
  } catch {
    return false;
  }
}

// ── From the registry ────────────────────────────────────────────────────────────────────────────────────────────

async function bringOne() {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(`No Chrome or Chromium was found on this machine (${process.platform} ${process.arch}).\n${ADVICE}`);
  }
  const cache = await cacheFolder();
  const home = path.join(cache, `chromium-${PACKAGE.split('@').at(-1)}`);
  if (!(await isExecutable(path.join(home, 'chromium')))) await install(cache, home);
  await writeFontsConf(home);
  return { executablePath: path.join(home, 'chromium'), env: environment(home) };
}

async function cacheFolder() {
  const user = path.join(process.env.XDG_CACHE_HOME || path.join(homedir(), '.cache'), 'support-ticket');
  try {
    await mkdir(user, { recursive: true });
    await access(user, constants.W_OK);
    return user;
  } catch {
    // Build machines may have no writable home. Never the shared temporary folder: another user could put a program there.
    const local = fileURLToPath(new URL('../../node_modules/.cache/support-ticket', import.meta.url));
    await mkdir(local, { recursive: true }).catch((error) => {
      throw new Error(`Neither ${user} nor ${local} can be written to; set XDG_CACHE_HOME to a folder that can.`, { cause: error });
    });
    return local;
  }
}

/** Unpacked aside and renamed: what stands at `home` is whole, whoever was interrupted and however many run at once. */
async function install(cache, home) {
  await sweep(cache);
  const aside = path.join(cache, `unpacking-${randomUUID()}`);
  await mkdir(aside);
  try {
    const archive = await fetchPackage(aside);
    await verify(archive);
    await unpack(archive, aside);
    await rename(path.join(aside, 'ready'), home).catch(async (error) => {
      // Another run was quicker: its folder is as good as ours.
      if (!(await isExecutable(path.join(home, 'chromium')))) throw error;
    });
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
}

/** What interrupted runs left; a living one is never an hour old. */
async function sweep(cache) {
  const anHourAgo = Date.now() - 3_600_000;
  for (const name of await readdir(cache)) {
    const folder = path.join(cache, name);
    if (!name.startsWith('unpacking-')) continue;
    const age = await stat(folder).catch(() => undefined);
    if (age && age.mtimeMs < anHourAgo) await rm(folder, { recursive: true, force: true });
  }
}

/** Through npm, so that its cache, its proxy and its registry settings apply. */
async function fetchPackage(folder) {
  console.error(`No Chrome or Chromium on this machine: fetching ${PACKAGE} (69 MB, once)…`);
  const switches = ['--ignore-scripts', '--prefer-offline', '--fetch-retries=1', '--fetch-retry-mintimeout=2000'];
  await run('npm', ['pack', PACKAGE, '--loglevel=error', ...switches], { cwd: folder }).catch((error) => {
    // Without its cause: forty lines of npm's stack say no more than these.
    throw new Error(`No Chrome or Chromium was found on this machine, and npm could not fetch one:\n${whatNpmSaid(error)}\n${ADVICE}`);
  });
  const name = (await readdir(folder)).find((entry) => entry.endsWith('.tgz'));
  if (name === undefined) throw new Error(`npm pack ${PACKAGE} left no archive in ${folder}.`);
  return path.join(folder, name);
}

function whatNpmSaid(error) {
  const said = error.stderr || String(error);
  const lines = said.split('\n').filter((line) => /^npm error (code|\S*Error:|\d{3} |network )/.test(line));
  return (lines.join('\n') || said).trim();
}

async function verify(archive) {
  const hash = createHash('sha512');
  await pipeline(createReadStream(archive), hash);
  const got = `sha512-${hash.digest('base64')}`;
  if (got !== INTEGRITY) {
    throw new Error(`${PACKAGE} is not the package we know: its integrity is ${got}, expected ${INTEGRITY}.`);
  }
}

/** The archive holds a Brotli-compressed binary and Brotli-compressed tars (libraries, fonts). */
async function unpack(archive, aside) {
  const parts = path.join(aside, 'parts');
  const ready = path.join(aside, 'ready');
  // `chown: false`: as root, files would otherwise belong to whoever packed them.
  await pipeline(createReadStream(archive), createGunzip(), tar.extract(parts, { chown: false, strip: 1 }));
  const from = (name) => pipeFrom(path.join(parts, 'bin', name));
  await mkdir(ready);
  // SwiftShader, a software graphics card, stays packed: pages without WebGL are drawn without it.
  await Promise.all([
    from('chromium.br')(createWriteStream(path.join(ready, 'chromium'))),
    from('al2023.tar.br')(tar.extract(ready, { chown: false })),
    from('fonts.tar.br')(tar.extract(ready, { chown: false })),
  ]);
  await chmod(path.join(ready, 'chromium'), 0o755);
}

function pipeFrom(file) {
  return (target) => pipeline(createReadStream(file), createBrotliDecompress(), target);
}

/**
 * The libraries it brings (NSS, expat) come first; a bare machine has no fonts or font settings either, so it brings
 * Open Sans, and installed fonts fill in what that lacks.
 */
function environment(home) {
  const libraries = [path.join(home, 'lib'), process.env.LD_LIBRARY_PATH].filter(Boolean).join(':');
  return { ...process.env, LD_LIBRARY_PATH: libraries, FONTCONFIG_FILE: path.join(home, 'support-fonts.conf') };
}

async function writeFontsConf(home) {
  const file = path.join(home, 'support-fonts.conf');
  const openSans = (family) => `<alias binding="same"><family>${family}</family><prefer><family>Open Sans</family></prefer></alias>`;
  const text = `<?xml version="1.0"?>
<fontconfig>
  <dir>${home}/fonts</dir>
  <dir>/usr/share/fonts</dir>
  <dir>/usr/local/share/fonts</dir>
  <dir prefix="xdg">fonts</dir>
  <cachedir>${home}/fontconfig</cachedir>
  ${['sans-serif', 'system-ui', 'Arial', 'Helvetica', 'Verdana'].map(openSans).join('\n  ')}
  <alias><family>serif</family><prefer><family>DejaVu Serif</family><family>Open Sans</family></prefer></alias>
  <alias><family>monospace</family><prefer><family>DejaVu Sans Mono</family><family>Open Sans</family></prefer></alias>
</fontconfig>
`;
  if ((await readFile(file, 'utf8').catch(() => '')) === text) return;
  const aside = `${file}.${randomUUID()}`;
  await writeFile(aside, text);
  await rename(aside, file);
}

// ── Sandbox ──────────────────────────────────────────────────────────────────────────────────────────────────────

/** Chromium refuses its sandbox to root, and containers often refuse it the namespaces it needs: only then it goes without. */
async function sandboxArgs({ executablePath, env }) {
  if (process.platform !== 'linux') return [];
  if (process.getuid?.() === 0) return ['--no-sandbox'];
  const first = await tryBrowser(executablePath, env, []);
  if (first === undefined) return [];
  const second = await tryBrowser(executablePath, env, ['--no-sandbox']);
  if (second === undefined) return ['--no-sandbox'];
  throw new Error(`${executablePath} does not start on this machine:\n${second}\n${ADVICE}`);
}

/**
 * Shows a page: a sandbox that cannot be had stops the browser itself or only its pages.
 * @returns {Promise<string | undefined>} why it did not work
 */
async function tryBrowser(executablePath, env, args) {
  let browser;
  try {
    browser = await puppeteer.launch({ executablePath, env, args, timeout: 20_000, protocolTimeout: 20_000 });
    await (await browser.newPage()).evaluate('1');
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    await browser?.close();
  }
}
