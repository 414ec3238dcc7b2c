import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import vm from 'node:vm';
import { fromRoot } from './paths.mjs';
import { run } from './run.mjs';

/** What the command line does while its code is compiled: what people do most, with what is in most bundles. */
const SAMPLES = [
  ['analyze', '--json', fromRoot('e2e/captures/forward-policy-drop/bundle')],
  ['analyze', fromRoot('e2e/captures/forward-policy-drop/bundle')],
];

/** Makes the built script a function of CommonJS, and keeps the code that V8 compiles of it beside it (electron/compiled-script.ts). */
export async function keepCode(script) {
  const path = fromRoot('dist/electron', script);
  writeFileSync(path, `(function (exports, require, module) {${readFileSync(path, 'utf8')}\n})`);
  const status = await run(process.execPath, [fileURLToPath(import.meta.url), path]);
  if (status !== 0) throw new Error(`The code of ${script} can't be kept`);
}

/** In a process of its own, which has the flags of a usual run. */
async function writeCache(path) {
  const script = new vm.Script(readFileSync(path, 'utf8'), { filename: path });
  const module = { exports: {} };
  script.runInThisContext()(module.exports, createRequire(path), module);
  const nowhere = { out: async () => {}, err: () => {} };
  for (const words of SAMPLES) await module.exports.runCli(words, nowhere, null);
  writeFileSync(`${path}.cache`, script.createCachedData());
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await writeCache(process.argv[2]);
