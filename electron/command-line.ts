/** The command line as one script, which cli.ts compiles with the code that the build kept of it. */
export { runCli } from './cli/main.ts';
export { terminal } from './cli/output.ts';
