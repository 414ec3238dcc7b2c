/** `npm run fuzz -- --runs N [--seed S] [--only RUN]`: see e2e/fuzz/main.ts. */
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { installDependencies } from './install.mjs';
import { fromRoot } from './paths.mjs';
import { run } from './run.mjs';

if ((await installDependencies()) !== 0) process.exit(1);
// After the installation: on a fresh checkout there is no vite before it.
const { build } = await import('vite');
const { assembly } = await import('./assembly.mjs');
const bundled = mkdtempSync(fromRoot('.cache/fuzz-build-'));
try {
  await build({
    configFile: false,
    root: fromRoot('e2e/fuzz'),
    logLevel: 'error',
    plugins: [assembly()],
    build: {
      ssr: fromRoot('e2e/fuzz/main.ts'),
      target: 'node20',
      outDir: bundled,
      emptyOutDir: true,
      minify: false,
      rolldownOptions: { output: { format: 'es', entryFileNames: 'main.mjs' } },
    },
  });
  process.exitCode = await run(process.execPath, [join(bundled, 'main.mjs'), ...process.argv.slice(2)], {
    env: { NETOPSY_FUZZ_PROJECT: fromRoot() },
  });
} finally {
  rmSync(bundled, { recursive: true, force: true });
}
