import js from '@eslint/js';
import { importX } from 'eslint-plugin-import-x';
import lit from 'eslint-plugin-lit';
import ts from 'typescript-eslint';

/** Who may not import whom; each line is a wall of the house (docs/architecture.md). */
const walls = [
  ['server/ticket', ['server/!(ticket)/**', 'server/*.ts', 'widget/**', 'demo/**', 'test/**'], 'The law depends on nothing but valibot.'],
  ['widget', ['server/!(ticket)/**', 'server/*.ts', 'demo/**', 'test/**'], 'The widget knows the law, nothing else of the server.'],
  ['widget/page', ['widget/!(page)/**', 'widget/*.ts', 'server/**'], 'The hosted page knows the element by its tag only, as any site does.'],
  ['server/routes', ['server/store/**', 'server/notify/**'], 'Routes ask services; they never touch a store or send anything.'],
  ['server/services', ['server/store/!(store|attachments|archive-store).ts', 'server/store/*/**', 'server/notify/**', 'server/routes/**'], 'Services know store interfaces, not stores, and call no notifier.'],
  ['server/articles', ['server/routes/**', 'server/services/**', 'server/identity/**', 'server/notify/**', 'server/store/!(fold.ts)'], 'Help articles know nobody: they are read, ranked and handed out.'],
  ['server/inbound', ['server/routes/**', 'server/services/**', 'server/notify/**', 'server/store/**', 'server/config/**'], 'Reading a mail decides nothing: it says what stands in it.'],
  ['server/store', ['server/routes/**', 'server/services/**', 'server/identity/**', 'server/notify/**'], 'Stores keep rows; they know nobody.'],
  ['server/archive', ['server/routes/**', 'server/services/**', 'server/identity/**', 'server/notify/**', 'server/cli/**'], 'What is archived is read and kept without anybody being told.'],
  ['server/identity', ['server/routes/**', 'server/services/**', 'server/store/!(store.ts)'], 'Identity knows store interfaces only.'],
  ['server', ['demo/**', 'widget/**', 'test/**'], 'The server runs without the demo, the widget sources and the tests.'],
  ['demo/site', ['server/**', 'widget/**'], 'The host page knows the widget by its tag only.'],
  ['demo/!(seed).ts', ['server/**', 'widget/**'], 'The demo uses the public contract, as any site would; its seeds alone know more.'],
  ['demo/pages', ['server/**', 'widget/**'], 'The demo uses the public contract, as any site would.'],
];

const clocks = ['Date.now', 'new Date without arguments'];
const noClocks = [
  { selector: "MemberExpression[object.name='Date'][property.name='now']", message: `The clock is handed in (${clocks[0]}).` },
  { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: `The clock is handed in (${clocks[1]}).` },
];
const noEnums = [{ selector: 'TSEnumDeclaration', message: 'Use an `as const` object and a type of the same name.' }];

export default ts.config(
  { ignores: ['dist/', 'node_modules/', 'widget/**/locales/*.ts', '**/*.d.ts'] },
  js.configs.recommended,
  ...ts.configs.strict,
  { ...lit.configs['flat/recommended'], files: ['widget/**/*.ts'] },
  {
    plugins: { 'import-x': importX },
    settings: { 'import-x/extensions': ['.ts'], 'import-x/parsers': { '@typescript-eslint/parser': ['.ts'] } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports', disallowTypeAnnotations: false }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/no-non-null-assertion': 'error',
      'import-x/no-cycle': 'error',
      'import-x/no-default-export': 'error',
      'no-restricted-syntax': ['error', ...noEnums],
      'import-x/no-restricted-paths': [
        'error',
        { zones: walls.map(([target, from, message]) => ({ target: `./${target}`, from: from.map((place) => `./${place}`), message })) },
      ],
    },
  },
  {
    files: ['server/ticket/**/*.ts', 'server/routes/**/*.ts', 'server/services/**/*.ts', 'server/identity/**/*.ts', 'server/app.ts'],
    rules: {
      'no-restricted-syntax': ['error', ...noEnums, ...noClocks],
      'no-restricted-globals': ['error', 'process', 'setTimeout', 'setInterval', 'fetch'],
    },
  },
  {
    files: ['server/ticket/**/*.ts'],
    rules: { 'no-restricted-imports': ['error', { patterns: [{ regex: '^(?!\\.|valibot$)', message: 'The law depends on nothing but valibot.' }] }] },
  },
  {
    files: ['server/services/**/*.ts', 'server/identity/**/*.ts', 'server/store/**/*.ts'],
    rules: { 'no-restricted-imports': ['error', { patterns: [{ regex: '^(hono|@hono/)', message: 'HTTP stays in the routes.' }] }] },
  },
  {
    files: ['widget/**/*.ts'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          patterns: [
            { regex: '^(?!\\.|lit$|lit/|@lit/|nanoid)', message: 'The widget imports lit, nanoid and the law only.' },
            { regex: '/schema\\.ts$', message: 'Schemas stay out of the bundle: import types from wire.ts.' },
          ],
        },
      ],
    },
  },
  {
    files: ['widget/screens/**/*.ts', 'widget/parts/**/*.ts'],
    rules: { 'no-restricted-globals': ['error', 'fetch', 'localStorage', 'sessionStorage'] },
  },
  {
    files: ['**/*.js', '**/*.mjs', 'vite.config.ts'],
    rules: { 'import-x/no-default-export': 'off' },
    languageOptions: { globals: { process: 'readonly', console: 'readonly', URL: 'readonly', Buffer: 'readonly', setTimeout: 'readonly', setInterval: 'readonly', clearInterval: 'readonly', clearTimeout: 'readonly', fetch: 'readonly', document: 'readonly', window: 'readonly' } },
  },
  { files: ['test/**/*.ts'], rules: { '@typescript-eslint/no-non-null-assertion': 'off' } },
);
