/** `npm run readings -- --runs N`: captures with a part of their evidence taken away, read again and again (e2e/readings). */
import { fromRoot } from './paths.mjs';
import { runBundled } from './run-bundled.mjs';

process.exitCode = await runBundled('e2e/readings', {
  NETOPSY_CAPTURES: process.env['NETOPSY_CAPTURES'] ?? fromRoot('e2e/captures'),
});
