import { defineConfig, normalizePath } from 'vite';
import { assembly } from './assembly.mjs';
import { noteLicences } from './licences.mjs';
import { fromRoot } from './paths.mjs';

const core = `${normalizePath(fromRoot('core'))}/`;

/** What runs in Node: the main process, the local server and the command line, with everything but electron in them. */
export const nodeSide = defineConfig({
  configFile: false,
  root: fromRoot('electron'),
  plugins: [assembly(), noteLicences()],
  ssr: { noExternal: true, external: ['electron'] },
  build: {
    ssr: true,
    target: 'node20',
    outDir: fromRoot('dist/electron'),
    emptyOutDir: true,
    minify: false,
    rolldownOptions: {
      input: {
        main: fromRoot('electron/main.ts'),
        serve: fromRoot('electron/serve.ts'),
        cli: fromRoot('electron/cli.ts'),
        'part-worker': fromRoot('electron/part-worker.ts'),
        'unpack-worker': fromRoot('electron/unpack-worker.ts'),
        'triage-worker': fromRoot('electron/triage-worker.ts'),
      },
      // core's modules do nothing when they are loaded: each program loads only those that it calls.
      treeshake: { moduleSideEffects: (id) => !id.startsWith(core) },
      output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
    },
  },
});

/** A sandboxed preload script cannot import: it is one CommonJS file. */
export const preload = defineConfig({
  configFile: false,
  root: fromRoot('electron'),
  plugins: [noteLicences()],
  ssr: { noExternal: true, external: ['electron'] },
  build: {
    ssr: true,
    target: 'chrome140',
    outDir: fromRoot('dist/electron'),
    emptyOutDir: false,
    minify: false,
    rolldownOptions: {
      input: { preload: fromRoot('electron/preload.ts') },
      output: { format: 'cjs', entryFileNames: '[name].cjs', codeSplitting: false },
    },
  },
});

/** The command line as one script: V8 can keep its code (code-cache.mjs), and blanks need not be read each time. */
export const commandLine = defineConfig({
  configFile: false,
  root: fromRoot('electron'),
  plugins: [assembly(), noteLicences()],
  ssr: { noExternal: true },
  build: {
    ssr: true,
    target: 'node20',
    outDir: fromRoot('dist/electron'),
    emptyOutDir: false,
    rolldownOptions: {
      input: { 'command-line': fromRoot('electron/command-line.ts') },
      treeshake: { moduleSideEffects: (id) => !id.startsWith(core) },
      output: {
        format: 'cjs',
        entryFileNames: '[name].cjs',
        codeSplitting: false,
        // Names stay: a message about a fault tells where it was.
        minify: { compress: false, mangle: false, codegen: { removeWhitespace: true } },
      },
    },
    minify: false,
  },
});
