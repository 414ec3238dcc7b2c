/** `npm run readings -- --runs N`: captures with a part of their evidence taken away, read again and again (e2e/readings). */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assembly } from './assembly.mjs';
import { installDependencies } from './install.mjs';
import { fromRoot } from './paths.mjs';
import { run } from './run.mjs';

if ((await installDependencies()) !== 0) process.exit(1);
const { build } = await import('vite');
// An interrupt goes to the readings too; this waits for them.
process.on('SIGINT', () => {});
const bundled = mkdtempSync(join(tmpdir(), 'netopsy-readings-'));
try {
  await build({
    configFile: false,
    root: fromRoot('e2e/readings'),
    plugins: [assembly()],
    logLevel: 'error',
    ssr: { noExternal: true },
    build: {
      ssr: fromRoot('e2e/readings/main.ts'),
      target: 'node20',
      outDir: bundled,
      emptyOutDir: true,
      minify: false,
      rolldownOptions: { output: { format: 'es', entryFileNames: 'main.mjs' } },
    },
  });
  const env = { NETOPSY_CAPTURES: process.env['NETOPSY_CAPTURES'] ?? fromRoot('e2e/captures') };
  process.exitCode = await run(process.execPath, [join(bundled, 'main.mjs'), ...process.argv.slice(2)], {
    env,
  });
} finally {
  if (existsSync(bundled)) rmSync(bundled, { recursive: true, force: true });
}
