import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';
import { assembly } from './assembly.mjs';
import { noteLicences } from './licences.mjs';
import { fromRoot } from './paths.mjs';

/**
 * The page and its worker. Everything is a file of its own origin (no inline script, style or data: URL), because the
 * page's Content-Security-Policy allows nothing else; addresses are relative, because app:// and the local server
 * serve it under different roots.
 */
export default defineConfig({
  configFile: false,
  root: fromRoot('renderer'),
  base: './',
  plugins: [svelte({ configFile: false }), assembly(), noteLicences()],
  worker: { format: 'es', plugins: () => [assembly(), noteLicences()] },
  build: {
    outDir: fromRoot('dist/renderer'),
    emptyOutDir: true,
    target: 'chrome140',
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 2000,
  },
});
