import asc from 'assemblyscript/asc';
import { readdirSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fromRoot } from './paths.mjs';

const PREFIX = '\0assembly:';
/** What this process compiled, by folder. */
const compiled = new Map();

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
      for (const name of readdirSync(folder)) this.addWatchFile(join(folder, name));
      if (!compiled.has(folder)) compiled.set(folder, compile(folder));
      const text = Buffer.from(await compiled.get(folder)).toString('base64');
      return `export default Uint8Array.from(atob('${text}'), (letter) => letter.charCodeAt(0));`;
    },
  };
}

async function compile(folder) {
  const source = relative(fromRoot('.'), join(folder, 'index.ts'));
  const options = ['-O3', '--runtime', 'stub', '--enable', 'simd', '--noAssert'];
  let bytes = null;
  const { error, stderr } = await asc.main([source, ...options, '--outFile', 'index.wasm'], {
    baseDir: fromRoot('.'),
    writeFile(_name, contents) {
      bytes = contents;
    },
  });
  if (error !== null || bytes === null) throw new Error(`${source} can't be compiled:\n${stderr.toString()}`);
  return bytes;
}
