/**
 * Runs a script of the build, `(function (exports, require, module) {...})`, and gives what it exports. V8's code of it
 * stands beside it (build/code-cache.mjs), so that a short run need not wait for the compiler. What another version of V8
 * wrote, or one with other flags, V8 refuses, and none is no fault: then the script is compiled as ever. Nothing is
 * written where it runs.
 */
export function runCompiled(path: string): unknown {
  // Cheaper than imports, which make a module of each with all its exports.
  const { readFileSync } = process.getBuiltinModule('fs');
  const { createRequire } = process.getBuiltinModule('module');
  const { Script } = process.getBuiltinModule('vm');
  let code = {};
  try {
    code = { cachedData: readFileSync(`${path}.cache`) };
  } catch {
    // It may be missing.
  }
  const script = new Script(readFileSync(path, 'utf8'), { filename: path, ...code });
  const module = { exports: {} };
  const load = script.runInThisContext() as (exports: object, require: NodeJS.Require, own: object) => void;
  load(module.exports, createRequire(path), module);
  return module.exports;
}
