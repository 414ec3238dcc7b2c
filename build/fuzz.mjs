/** `npm run fuzz -- --runs N [--seed S] [--from RUN] [--only RUN]`: see e2e/fuzz/main.ts. */
import { fromRoot } from './paths.mjs';
import { runBundled } from './run-bundled.mjs';

process.exitCode = await runBundled('e2e/fuzz', { NETOPSY_FUZZ_PROJECT: fromRoot() });
