import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { defineConfig } from 'vite';
import type { BuildEnvironmentOptions, Plugin, Rolldown } from 'vite';

/** The surface with all that it imports at once is one file, so that one round trip brings it. */
const surface = { name: 'surface', test: /[\\/]widget[\\/]customer[\\/]surface\.ts$/ };

/** Compressed once here rather than at every request. */
function compressed(): Plugin {
  return {
    name: 'compressed',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        if (this.meta.watchMode) return;
        for (const file of Object.values(bundle)) {
          if (!file.fileName.endsWith('.js')) continue;
          const source = Buffer.from(file.type === 'chunk' ? file.code : file.source);
          this.emitFile({
            type: 'asset',
            fileName: `${file.fileName}.br`,
            source: brotliCompressSync(source, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }),
          });
          this.emitFile({ type: 'asset', fileName: `${file.fileName}.gz`, source: gzipSync(source, { level: 9 }) });
        }
      },
    },
  };
}

/** Texts are named after the room that says them: `widget/customer/compose/locales/fr.ts` gives `compose-fr`. */
function nameChunk({ facadeModuleId }: Rolldown.PreRenderedChunk): string {
  const [, room, language] = /([\w-]+)[\\/]locales[\\/](\w+)\.ts$/.exec(facadeModuleId ?? '') ?? [];
  return `chunks/${room ? `${room}-${language}` : '[name]'}-[hash].js`;
}

function modules(entry: Record<string, string>, groups: Rolldown.CodeSplittingGroup[] = []): BuildEnvironmentOptions {
  return {
    lib: { entry, formats: ['es'] },
    rolldownOptions: {
      // How long a plugin took is nothing that those who start the server need to read.
      checks: { pluginTimings: false },
      // What pages name keeps its name; everything else may be kept by browsers for ever.
      output: {
        minify: true,
        entryFileNames: ({ name }) => (name.startsWith('support-') ? '[name].js' : 'chunks/[name]-[hash].js'),
        chunkFileNames: nameChunk,
        codeSplitting: { groups },
      },
      // Chunks may take what they need from the surface, which is an entry like the tag, though no page names it.
      preserveEntrySignatures: groups.length ? 'allow-extension' : 'strict',
    },
  };
}

export default defineConfig({
  logLevel: 'warn',
  publicDir: 'widget/page/public',
  build: { target: 'es2022', outDir: 'dist/public', emptyOutDir: false, reportCompressedSize: false, sourcemap: true },
  environments: {
    client: {
      build: {
        ...modules(
          { 'support-ticket': 'widget/support-ticket.ts', 'support-page': 'widget/support-page.ts', surface: 'widget/customer/surface.ts' },
          [surface],
        ),
        emptyOutDir: true,
      },
    },
    desk: { consumer: 'client', build: modules({ 'support-desk': 'widget/support-desk.ts' }) },
    // A plain script, which a page loads before its own: it has to run before anything else does.
    recorder: {
      consumer: 'client',
      build: {
        lib: {
          entry: 'widget/support-ticket-recorder.ts',
          name: 'recorder',
          formats: ['iife'],
          fileName: () => 'support-ticket-recorder.js',
        },
      },
    },
  },
  builder: {
    async buildApp({ build, environments }) {
      for (const name of ['client', 'desk', 'recorder']) if (environments[name]) await build(environments[name]);
    },
  },
  plugins: [compressed()],
});
