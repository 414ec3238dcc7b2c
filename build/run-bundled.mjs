import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installDependencies } from './install.mjs';
import { fromRoot } from './paths.mjs';
import { run } from './run.mjs';

/**
 * Bundles `main.ts` of a folder with all that it imports, runs it with the command line's arguments, and resolves to its
 * exit status. `env`: further variables of its environment.
 */
export async function runBundled(folder, env) {
  const installed = await installDependencies();
  if (installed !== 0) return installed;
  // After the installation: on a fresh checkout there is no vite before it.
  const { build } = await import('vite');
  const { assembly } = await import('./assembly.mjs');
  // An interrupt goes to the script too, which cleans up; this waits for it.
  process.on('SIGINT', () => {});
  const bundled = mkdtempSync(join(tmpdir(), 'netopsy-bundled-'));
  try {
    await build({
      configFile: false,
      root: fromRoot(folder),
      logLevel: 'error',
      plugins: [assembly()],
      ssr: { noExternal: true },
      build: {
        ssr: fromRoot(`${folder}/main.ts`),
        target: 'node20',
        outDir: bundled,
        emptyOutDir: true,
        minify: false,
        rolldownOptions: { output: { format: 'es', entryFileNames: 'main.mjs' } },
      },
    });
    return await run(process.execPath, [join(bundled, 'main.mjs'), ...process.argv.slice(2)], { env });
  } finally {
    rmSync(bundled, { recursive: true, force: true });
  }
}
