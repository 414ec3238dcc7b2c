/** `npm run lab -- SCENARIO`: makes captures of this machine's kernel (e2e/lab). All but its result goes to standard error. */
import { fromRoot } from './paths.mjs';
import { runBundled } from './run-bundled.mjs';

process.exitCode = await runBundled('e2e/lab', { NETOPSY_LAB_SOURCES: fromRoot('e2e/lab') });
