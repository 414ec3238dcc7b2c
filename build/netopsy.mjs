/** `npm run netopsy -- analyze BUNDLE...`: the command line. All that is not its result goes to standard error. */
import { buildIfStale } from './freshness.mjs';
import { installDependencies } from './install.mjs';
import { fromRoot } from './paths.mjs';
import { run } from './run.mjs';

if ((await installDependencies()) !== 0 || (await buildIfStale()) !== 0) process.exit(1);
// npm runs scripts in the project's folder; paths on the command line are meant from where the user is.
const cwd = process.env.INIT_CWD ?? process.cwd();
process.exitCode = await run(process.execPath, [fromRoot('dist/electron/cli.js'), ...process.argv.slice(2)], {
  cwd,
});
