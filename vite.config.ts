import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { minify } from 'terser';
import { build, defineConfig } from 'vite';
import type { BuildEnvironmentOptions, Plugin, Rolldown } from 'vite';
import { decoratorsWrittenOut } from './widget/bundle/decorators.mjs';
import { textsApart } from './widget/bundle/texts.mjs';

/** The modules that pages name; everything else is a chunk with a hash in its name. */
const entries = { 'support-ticket': 'widget/entry-ticket.ts', 'support-page': 'widget/page/page.ts' };

/** Lit's styles for browsers of today (`widget/bundle/css-tag.ts`). */
function plainStyles(): Plugin {
  const own = fileURLToPath(new URL('widget/bundle/css-tag.ts', import.meta.url));
  return {
    name: 'plain-styles',
    enforce: 'pre',
    resolveId: (id, importer) => (id.endsWith('/css-tag.js') && /[\\/]@lit[\\/]reactive-element[\\/]/.test(importer ?? '') ? own : null),
  };
}

/** A chunk that imports an entry would load it twice, under two addresses: two elements, two copies of Lit. */
function noChunkImportsAnEntry(): Plugin {
  return {
    name: 'no-chunk-imports-an-entry',
    generateBundle(_options, bundle) {
      for (const chunk of Object.values(bundle)) {
        if (chunk.type !== 'chunk') continue;
        const wrong = [...chunk.imports, ...chunk.dynamicImports].find((file) => `${file}` in bundle && isEntry(bundle[file]));
        if (wrong) this.error(`${chunk.fileName} imports the entry ${wrong}.`);
      }
    },
  };
}

const isEntry = (output: Rolldown.OutputChunk | Rolldown.OutputAsset | undefined): boolean => output?.type === 'chunk' && output.isEntry;

/** The indentation of templates is for those who read the source: a browser takes any run of it as one space. */
function tightTemplates(): Plugin {
  return {
    name: 'tight-templates',
    generateBundle(_options, bundle) {
      for (const chunk of Object.values(bundle)) {
        if (chunk.type === 'chunk') chunk.code = chunk.code.replace(/\n {2,}/g, ' ').replace(/(>|\}) <\/(ul|ol|dl|div|section|header|nav|p|label|li|fieldset|dialog|form|aside|button|details|summary)>/g, '$1</$2>');
      }
    },
  };
}

/** A plain script beside the modules: whoever includes it wants it to run before anything else of the page. */
function plainScript(name: string, entry: string): Plugin {
  return {
    name: 'plain-script',
    async generateBundle() {
      const built = await build({
        configFile: false,
        logLevel: 'warn',
        publicDir: false,
        build: { write: false, target: 'es2022', minify: true, lib: { entry, formats: ['iife'], name: 'script' } },
      });
      const [bundle] = (Array.isArray(built) ? built : [built]) as Rolldown.RolldownOutput[];
      for (const file of bundle?.output[0].moduleIds ?? []) this.addWatchFile(file);
      this.emitFile({ type: 'asset', fileName: `${name}.js`, source: bundle?.output[0].code ?? '' });
    },
  };
}

/** What the bundler makes module objects with would cost everybody a request in a file of its own: it goes where it is used, without what nobody asks of such an object. */
function runtimeInline(): Plugin {
  return {
    name: 'runtime-inline',
    generateBundle(_options, bundle) {
      const chunks = Object.values(bundle).filter((output) => output.type === 'chunk');
      const runtime = chunks.find(({ name }) => name === 'rolldown-runtime');
      const helper = /^var \w+=Object\.defineProperty,(\w+)=\(\w+,\w+\)=>\{[^]*\};export\{\1\};?\s*$/.exec(runtime?.code ?? '')?.[1];
      if (!runtime) return;
      if (helper === undefined) return this.error('The bundler’s runtime is not the one that is known here.');
      const users = chunks.filter(({ imports }) => imports.includes(runtime.fileName));
      const own = new RegExp(`import\\{${helper} as (\\w+)\\}from["'\`]\\./(?:chunks/)?${runtime.name}-[^"'\`]+["'\`];`);
      if (!users.every(({ code }) => own.test(code))) return this.error('The bundler’s runtime is used in a way that is not known here.');
      for (const chunk of users) chunk.code = chunk.code.replace(own, (_, name: string) => `var ${name}=(all)=>{let module={};for(let key of Object.keys(all))Object.defineProperty(module,key,{get:all[key]});return module};`);
      Reflect.deleteProperty(bundle, runtime.fileName);
    },
  };
}

/** What customers load. */
const forCustomers = ['element', 'inside', 'secrets', 'similar-ticket', 'closed-notice', 'coach-example', 'signed-out', 'rare', 'list', 'extras', 'archive', 'launcher', 'live', 'notices'];

/** Folds what Vite's own minifier leaves: another look at the same code, worth 1.5 % of it when packed. */
function shortened(): Plugin {
  return {
    name: 'shortened',
    async generateBundle(_options, bundle) {
      if (this.meta.watchMode) return;
      for (const chunk of Object.values(bundle)) {
        if (chunk.type !== 'chunk' || !forCustomers.includes(chunk.name)) continue;
        const { code } = await minify(chunk.code, { module: true, ecma: 2020, compress: { passes: 2 } });
        chunk.code = code ?? chunk.code;
      }
    },
  };
}

/**
 * The desk by itself: what it takes of the customers' code is a copy. In one build the code of both would keep a handle for
 * everything that the desk uses, and customers would load them.
 */
function deskByItself(): Plugin {
  return {
    name: 'desk-by-itself',
    async generateBundle() {
      const built = await build({
        configFile: false,
        plugins: [plainStyles(), textsApart(), decoratorsWrittenOut(), tightStyles(), noChunkImportsAnEntry(), tightTemplates(), runtimeInline()],
        logLevel: 'warn',
        publicDir: false,
        build: { ...asModules({ 'support-desk': 'widget/entry-desk.ts' }), write: false },
      });
      for (const { output } of [built].flat() as Rolldown.RolldownOutput[]) {
        for (const file of output) {
          if (file.type !== 'chunk') continue;
          for (const module of file.moduleIds) this.addWatchFile(module);
          this.emitFile({ type: 'asset', fileName: file.fileName, source: file.code });
        }
      }
    },
  };
}

/** Styles side by side are packed smaller than styles between code. */
function stylesTogether(): Plugin {
  return {
    name: 'styles-together',
    generateBundle(_options, bundle) {
      for (const chunk of Object.values(bundle)) {
        if (chunk.type !== 'chunk' || chunk.name !== 'inside' || this.meta.watchMode) continue;
        if (chunk.code.includes('$$')) return this.error('The names for styles are taken.');
        const sheets: string[] = [];
        const code = chunk.code.replace(/[\w$]+`([^`$]*\{[^`$<]*\})`/g, (sheet) => `$$${sheets.push(sheet)}`);
        chunk.code = `var ${sheets.map((sheet, i) => `$$${i + 1}=${sheet}`).join()};${code}`;
      }
    },
  };
}

/** What the hosted page has beside its script. */
function pageFiles(): Plugin {
  const read = (name: string): string => readFileSync(new URL(`widget/page/${name}`, import.meta.url), 'utf8');
  return {
    name: 'page-files',
    generateBundle() {
      this.emitFile({ type: 'asset', fileName: 'support-page.css', source: tighten(read('page.css')) });
      this.emitFile({ type: 'asset', fileName: 'support-page.svg', source: read('icon.svg') });
    },
  };
}

/** Compressed once here rather than at every request. */
function compressed(): Plugin {
  return {
    name: 'compressed',
    generateBundle(_options, bundle) {
      for (const chunk of Object.values(bundle)) {
        if (!/\.(js|css)$/.test(chunk.fileName)) continue;
        const source = Buffer.from(chunk.type === 'chunk' ? chunk.code : chunk.source);
        const brotli = brotliCompressSync(source, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } });
        this.emitFile({ type: 'asset', fileName: `${chunk.fileName}.br`, source: brotli });
        this.emitFile({ type: 'asset', fileName: `${chunk.fileName}.gz`, source: gzipSync(source, { level: 9 }) });
      }
    },
  };
}

const tighten = (styles: string): string =>
  styles
    .replace(/\/\*[^]*?\*\//g, '')
    .replace(/\s+/g, ' ')
    .replace(/ ?([{};,>]) ?/g, '$1')
    .replace(/: /g, ':');

/** Styles stand in template literals, where no minifier looks: white space between rules is all that is taken out. */
function tightStyles(): Plugin {
  return {
    name: 'tight-styles',
    enforce: 'pre',
    transform: {
      filter: { id: /widget\/.*\.ts$/ },
      handler(code) {
        const tight = (_all: string, body: string) => `css\`${tighten(body)}\``;
        return code.includes('css`') ? { code: code.replace(/\bcss`([^`]*)`/g, tight), map: null } : null;
      },
    },
  };
}

const groups = [
  // Lit without directives, which only the desk uses, and the element: whoever loads one loads the other.
  { name: 'element', test: /node_modules[\\/](lit|lit-element|@lit)[\\/](?!directives)|node_modules[\\/]lit-html[\\/](?!directive)|widget[\\/](support-ticket|many|left|outdated|warn|keyboard|line|events|http|json|language|locales|guest[\\/]pass-key|bundle[\\/](localize|css-tag)|styles[\\/](tokens|controls)|controllers[\\/](session|clock|appearance))\.ts$|server[\\/]ticket[\\/](paths|ahead)\.ts$/ },
  { name: 'inside', test: /widget[\\/](stage|api|adopt|when|hours|promise-geometry|styles[\\/](base|dialog)|controllers[\\/](drafts|outbox|open-outbox|held-files|patience|secrets)|screens[\\/](screen|home|thread|compose)|coaching[\\/](?!secret|similar)|request|impact|parts(?![\\/](rare|coach-example|signed-out|closed-notice|secret-warning|similar-ticket|archived|answers|incidents|own-fields|pick-long|actions-menu|keyed-rows)))|server[\\/]ticket[\\/](?!paths|ahead|desk-|limits|code-limits)/ },
  { name: 'secrets', test: /widget[\\/](coaching[\\/]secrets|parts[\\/]secret-warning)\.ts$/ },
  // Lists by themselves: opening, following and closing a ticket needs none. Old tickets apart, as few people have any.
  { name: 'list', test: /widget[\\/](screens[\\/]list|styles[\\/](rows|menu)|parts[\\/](actions-menu|keyed-rows))\.ts$/ },
];

const asModules = (entry: Readonly<Record<string, string>>): BuildEnvironmentOptions => ({
  target: 'es2022',
  modulePreload: false,
  reportCompressedSize: false,
  lib: { entry, formats: ['es'] },
  rolldownOptions: {
    // How long plugins take is nothing that somebody who starts the demo has to read.
    checks: { pluginTimings: false },
    optimization: { inlineConst: { mode: 'all', pass: 2 } },
    output: { minify: true, entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js', codeSplitting: { groups } },
  },
});

export default defineConfig({
  plugins: [plainStyles(), textsApart(), decoratorsWrittenOut(), tightStyles(), noChunkImportsAnEntry(), tightTemplates(), runtimeInline(), shortened(), stylesTogether(), plainScript('support-ticket-recorder', 'widget/entry-recorder.ts'), deskByItself(), pageFiles(), compressed()],
  logLevel: 'warn',
  publicDir: false,
  build: { ...asModules(entries), outDir: 'dist/public', emptyOutDir: true },
});
