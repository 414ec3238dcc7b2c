/** `npm run lab -- SCENARIO`: makes captures of this machine's kernel (e2e/lab). All but its result goes to standard error. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installDependencies } from './install.mjs';
import { fromRoot } from './paths.mjs';
import { run } from './run.mjs';

if ((await installDependencies()) !== 0) process.exit(1);
// Behind the installation: on a fresh checkout there is no vite before it.
const { build } = await import('vite');
// An interrupt goes to the lab too, which cleans up; this waits for it.
process.on('SIGINT', () => {});
const bundled = mkdtempSync(join(tmpdir(), 'netopsy-lab-build-'));
try {
  await build({
    configFile: false,
    root: fromRoot('e2e/lab'),
    logLevel: 'error',
    ssr: { noExternal: true },
    build: {
      ssr: fromRoot('e2e/lab/main.ts'),
      target: 'node20',
      outDir: bundled,
      emptyOutDir: true,
      minify: false,
      rolldownOptions: { output: { format: 'es', entryFileNames: 'main.mjs' } },
    },
  });
  process.exitCode = await run(process.execPath, [join(bundled, 'main.mjs'), ...process.argv.slice(2)], {
    env: { NETOPSY_LAB_SOURCES: fromRoot('e2e/lab') },
  });
} finally {
  rmSync(bundled, { recursive: true, force: true });
}
