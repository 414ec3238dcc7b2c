import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';
import { assembly } from './build/assembly.mjs';

/**
 * Unit tests stand beside their files; Playwright has the `*.spec.ts`. What takes long (`*.long.test.ts`: every file of
 * every capture left out in turn, and the like) runs with `--mode long` alone.
 */
export default defineConfig(({ mode }) => ({
  plugins: [svelte({ configFile: false }), assembly()],
  test: {
    include: [`{core,electron,renderer,e2e,build}/**/*${mode === 'long' ? '.long' : ''}.test.ts`],
    exclude: mode === 'long' ? [] : ['**/*.long.test.ts'],
    // No unit test promises how fast something is: these only end what hangs, on a busy machine too.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    setupFiles: ['build/seed-properties.mjs'],
    // Files share their modules: loading them anew for each took two thirds of the processor time.
    pool: 'threads',
    isolate: false,
  },
}));
