import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';
import { assembly } from './build/assembly.mjs';

/** Unit tests stand beside their files; Playwright has the `*.spec.ts`. */
export default defineConfig({
  plugins: [svelte({ configFile: false }), assembly()],
  test: {
    include: ['{core,electron,renderer,e2e,build}/**/*.test.ts'],
    testTimeout: 20_000,
  },
});
