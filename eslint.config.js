import js from '@eslint/js';
import { importX } from 'eslint-plugin-import-x';
import lit from 'eslint-plugin-lit';
import ts from 'typescript-eslint';

/** Who may not import whom; each line is a wall of the house (docs/architecture.md). */
const walls = [
  ['server/ticket', ['server/!(ticket)/**', 'server/*.ts', 'widget/**', 'demo/**', 'test/**'], 'The law depends on nothing but valibot.'],
  [
    'server/wire',
    ['server/!(ticket|wire)/**', 'server/*.ts', 'widget/**', 'demo/**', 'test/**'],
    'What goes over the wire knows the law, nothing else.',
  ],
  ['server/text', ['server/!(text)/**', 'server/!(own).ts'], 'Texts are read without knowing what they are for.'],
  [
    'widget',
    ['server/!(ticket|wire)/**', 'server/*.ts', 'demo/**', 'test/**'],
    'The widget knows the law and what goes over the wire, nothing else of the server.',
  ],
  [
    'widget/customer',
    ['widget/desk/**', 'widget/support-*.ts'],
    'The customers’ element and the desk stand side by side on common ground.',
  ],
  [
    'widget/desk',
    ['widget/customer/**', 'widget/support-*.ts'],
    'The customers’ element and the desk stand side by side on common ground.',
  ],
  [
    'widget/{form,upload,capture,diagnostics}',
    ['widget/{customer,desk,page}/**', 'widget/support-*.ts'],
    'What both elements share knows neither.',
  ],
  ['widget/draw', ['widget/!(draw|client)/**', 'widget/*.ts'], 'What draws knows what it draws, not who shows it.'],
  ['widget/client', ['widget/!(client)/**', 'widget/*.ts'], 'What talks to the server draws nothing.'],
  ['widget/{coaching,recorder}', ['widget/!(coaching|recorder)/**', 'widget/*.ts'], 'Rules on texts, and the recorder, stand alone.'],
  [
    'widget/page',
    ['widget/!(page)/**', 'widget/*.ts', 'server/**'],
    'The hosted page knows the element by its tag only, as any site does.',
  ],
  ['widget/support-page.ts', ['widget/!(page)/**', 'server/**'], 'The hosted page knows the element by its tag only, as any site does.'],
  ['server/http', ['server/{routes,store,notify,cli}/**'], 'Gates and bodies know no route.'],
  ['server/routes', ['server/{store,notify,cli}/**'], 'Routes ask services; they never touch a store or send anything.'],
  [
    'server/services',
    ['server/store/!(store|attachments|archive-store).ts', 'server/store/*/**', 'server/{notify,routes,http,cli}/**'],
    'Services know store interfaces, not stores, and call no notifier.',
  ],
  [
    'server/articles',
    ['server/{routes,http,services,identity,notify,cli}/**', 'server/store/!(fold.ts)'],
    'Help articles know nobody: they are read, ranked and handed out.',
  ],
  [
    'server/inbound',
    ['server/{routes,http,services,notify,store,config,cli}/**'],
    'Reading a mail decides nothing: it says what stands in it.',
  ],
  ['server/store', ['server/{routes,http,services,identity,notify,cli}/**'], 'Stores keep rows; they know nobody.'],
  [
    'server/archive',
    ['server/{routes,http,services,identity,notify,cli}/**'],
    'What is archived is read and kept without anybody being told.',
  ],
  ['server/identity', ['server/{routes,http,services,cli}/**', 'server/store/!(store.ts)'], 'Identity knows store interfaces only.'],
  ['server/notify', ['server/{routes,http,cli}/**'], 'What is told to people and machines follows from what is stored.'],
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
const paths = ['name', 'property.name', 'expression.property.name'];
const isHolder = ['left', 'right'].flatMap((side) => paths.map((path) => `[${side}.${path}="customerId"]`)).join(',');
const noOwnReaders = [
  // A comparison with `undefined` asks whether a customer is named, not who may read.
  `BinaryExpression[operator=/^[!=]==?$/]:not([right.type="Identifier"][right.name="undefined"]):matches(${isHolder})`,
  'CallExpression[callee.property.name=/^(includes|has|indexOf)$/] > MemberExpression.arguments[property.name="customerId"]',
].map((selector) => ({ selector, message: 'Who may read a ticket is decided in server/ticket/readers.ts.' }));
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
  { files: ['server/**/*.ts'], rules: { 'no-restricted-syntax': ['error', ...noEnums, ...noOwnReaders] } },
  {
    files: ['server/{ticket,wire,http,routes,services,identity}/**/*.ts', 'server/app.ts'],
    // What keeps the sockets of a real server.
    ignores: ['server/http/{socket/listen,limits/slow-senders}.ts'],
    rules: {
      'no-restricted-syntax': ['error', ...noEnums, ...noOwnReaders, ...noClocks],
      'no-restricted-globals': ['error', 'process', 'setTimeout', 'setInterval', 'fetch'],
    },
  },
  {
    files: ['server/ticket/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: [{ regex: '^(?!\\.|valibot$)', message: 'The law depends on nothing but valibot.' }] },
      ],
    },
  },
  {
    files: ['server/routes/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: '^(hono(?!/cookie$|/html$|/utils/)|@hono/)',
              message: 'A route is a row (http/route/row.ts): nothing else mounts one.',
            },
          ],
        },
      ],
    },
  },
  {
    files: ['server/services/**/*.ts', 'server/identity/**/*.ts', 'server/store/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: [{ regex: '^(hono|@hono/)', message: 'HTTP stays in the rooms of http and routes.' }] },
      ],
    },
  },
  {
    files: ['widget/**/*.ts'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          patterns: [
            { regex: '^(?!\\.|lit$|lit/|@lit/|nanoid)', message: 'The widget imports lit, nanoid and the law only.' },
            { regex: '/wire/(?!paths\\.ts$)', allowTypeImports: true, message: 'Schemas stay out of the bundle: import their types only.' },
          ],
        },
      ],
    },
  },
  {
    files: ['widget/{form,draw}/**/*.ts', 'widget/customer/{home,compose,thread,list,archive,advice}/**/*.ts'],
    rules: { 'no-restricted-globals': ['error', 'fetch', 'localStorage', 'sessionStorage'] },
  },
  {
    files: ['**/*.js', '**/*.mjs', 'vite.config.ts'],
    rules: { 'import-x/no-default-export': 'off' },
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        URL: 'readonly',
        Buffer: 'readonly',
        setTimeout: 'readonly',
        setInterval: 'readonly',
        clearInterval: 'readonly',
        clearTimeout: 'readonly',
        fetch: 'readonly',
        document: 'readonly',
        window: 'readonly',
      },
    },
  },
  { files: ['test/**/*.ts'], rules: { '@typescript-eslint/no-non-null-assertion': 'off' } },
);
