import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { notePackage } from './licences.mjs';
import { fromRoot } from './paths.mjs';
import { runTool } from './run.mjs';

const PREFIX = '\0assembly:';
const OPTIONS = ['-O3', '--runtime', 'stub', '--enable', 'simd', '--noAssert'];

/**
 * A Vite plugin: `import bytes from './assembly/index.wasm'` is the AssemblyScript of that folder, compiled. The bytes
 * stand in the script that imports them, so that neither the page nor the command line has to fetch anything.
 */
export function assembly() {
  return {
    name: 'assembly',
    enforce: 'pre',
    resolveId(source, importer) {
      if (!source.endsWith('/assembly/index.wasm') || importer === undefined) return null;
      return PREFIX + resolve(dirname(importer), dirname(source));
    },
    async load(id) {
      if (!id.startsWith(PREFIX)) return null;
      const folder = id.slice(PREFIX.length);
      // Its standard library is compiled in.
      notePackage(fromRoot('node_modules/assemblyscript/std/assembly'));
      for (const source of sourcesIn(folder)) this.addWatchFile(source);
      const text = readFileSync(await compiled(folder)).toString('base64');
      const code = `export default function () {
        const letters = atob('${text}');
        const bytes = new Uint8Array(letters.length);
        for (let i = 0; i < bytes.length; i++) bytes[i] = letters.charCodeAt(i);
        return bytes;
      }`;
      return { code, moduleSideEffects: false };
    },
  };
}

function sourcesIn(folder) {
  return readdirSync(folder)
    .sort()
    .map((name) => join(folder, name));
}

/** The compiled file, which is kept for as long as its sources stay what they are. */
async function compiled(folder) {
  const hash = createHash('sha256');
  for (const source of sourcesIn(folder)) hash.update(source).update(readFileSync(source));
  hash.update(readFileSync(fromRoot('node_modules/assemblyscript/package.json')));
  const file = fromRoot('dist/assembly', `${hash.digest('hex').slice(0, 16)}.wasm`);
  if (existsSync(file)) return file;
  mkdirSync(dirname(file), { recursive: true });
  // Several builds may do the same at the same time.
  const own = `${file}.${process.pid}`;
  const status = await runTool('asc', [join(folder, 'index.ts'), ...OPTIONS, '--outFile', own]);
  if (status !== 0) throw new Error(`${folder} can't be compiled`);
  renameSync(own, file);
  return file;
}
