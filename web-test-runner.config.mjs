/**
 * Elements and journeys in a real Chromium, on what `tsc -b` wrote to `dist/`.
 * One group alone: `npx wtr --group elements`. One file alone: `npx wtr --files dist/test/widget/x.test.js`.
 */
import { availableParallelism } from 'node:os';
import { defaultReporter } from '@web/test-runner';
import { chromeLauncher } from '@web/test-runner-chrome';
import { findChromium } from './test/helpers/chromium.mjs';
import { supportServer } from './test/helpers/support-plugin.mjs';

const chromium = await findChromium();
const support = supportServer();
const oneFile = process.argv.includes('--files');

export default {
  rootDir: import.meta.dirname,
  // As a bundler for browsers resolves: nanoid has another file for Node.
  nodeResolve: { browser: true, exportConditions: ['browser', 'default'] },
  ...(oneFile
    ? {}
    : {
        groups: [
          { name: 'elements', files: 'dist/test/widget/**/*.test.js' },
          { name: 'journeys', files: 'dist/test/journeys/**/*.test.js' },
        ],
      }),
  concurrency: Math.min(4, availableParallelism()),
  browserStartTimeout: 60_000,
  testsStartTimeout: 30_000,
  testsFinishTimeout: 600_000,
  // Nothing waits that long: it only keeps a test that would never end from holding the rest, on however slow a machine.
  testFramework: { config: { ui: 'bdd', timeout: '120000' } },
  testRunnerHtml,
  browsers: [
    withoutReuse(
      chromeLauncher({
        launchOptions: {
          executablePath: chromium.executablePath,
          args: [...chromium.args, '--force-color-profile=srgb', '--font-render-hinting=none'],
          // One time zone everywhere; a test that needs another says so in what it hands to the code.
          env: { ...chromium.env, TZ: 'Europe/Paris' },
        },
        createPage: freshPage,
      }),
    ),
  ],
  plugins: [support.plugin, afterthoughts()],
  middleware: [support.middleware],
  filterBrowserLogs: ({ args }) => !String(args[0]).startsWith('Lit is in dev mode'),
  reporters: [quietReporter()],
};

/** Contexts of the browser whose file has ended: what they have cached serves the next file. */
const contexts = [];

/** Files run side by side: each gets its own cookies, and believes that its window has the focus. */
async function freshPage({ browser }) {
  const context = contexts.pop() ?? (await browser.createBrowserContext());
  const page = await context.newPage();
  page.once('close', () => contexts.push(context));
  await page.emulateFocusedPage(true);
  return page;
}

/**
 * The launcher keeps the page of a file that has ended and gives it to the next file, with the history of all files before: a
 * journey that goes back could leave its file. Here the page ends with its file.
 */
function withoutReuse(launcher) {
  const stopSession = launcher.stopSession.bind(launcher);
  launcher.stopSession = async (session) => {
    const result = await stopSession(session);
    await Promise.all(launcher.inactivePages.splice(0).map(({ puppeteerPage }) => puppeteerPage.close()));
    return result;
  };
  return launcher;
}

/**
 * A page with a language and a title, as accessibility checks ask.
 * Mocha fails the test on an uncaught error, but not on a rejection nobody handled: that is made the former.
 */
function testRunnerHtml(testFramework) {
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>support-ticket tests</title>
    <script>
      addEventListener('unhandledrejection', (event) => reportError(event.reason));
    </script>
  </head>
  <body>
    <script type="module" src="${testFramework}"></script>
  </body>
</html>`;
}

/** Mocha does not look back: a turn after each test lets what it left behind fail that test, the file's last one too. */
function afterthoughts() {
  return {
    name: 'afterthoughts',
    transform({ path, body }) {
      if (!path.endsWith('.test.js')) return undefined;
      return { body: `afterEach(() => new Promise((resolve) => setTimeout(resolve)));${body}` };
    },
  };
}

/** What the browser logged is shown for files that failed only. */
function quietReporter() {
  const reporter = defaultReporter();
  return {
    ...reporter,
    reportTestFileResults({ sessionsForTestFile, ...rest }) {
      const sessions = sessionsForTestFile.map((session) => (session.passed ? { ...session, logs: [] } : session));
      return reporter.reportTestFileResults({ ...rest, sessionsForTestFile: sessions });
    },
  };
}
