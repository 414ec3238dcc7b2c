import { readdirSync, readFileSync } from 'node:fs';
import { basename, join, sep } from 'node:path';
import { fromRoot } from './paths.mjs';

/** The folders of the packages that went into this build. */
const packages = new Set();

/** A Vite plugin that notes whose code comes into a bundle, so that `licences` can say it. */
export function noteLicences() {
  return {
    name: 'licences',
    generateBundle(_options, bundle) {
      for (const chunk of Object.values(bundle))
        for (const id of chunk.type === 'chunk' ? Object.keys(chunk.modules) : []) notePackage(id);
    },
  };
}

/** Notes the package that a module (`.../node_modules/fflate/esm/browser.js`) belongs to; own modules have none. */
export function notePackage(id) {
  const path = id.replaceAll('/', sep);
  const modules = `${sep}node_modules${sep}`;
  const start = path.lastIndexOf(modules);
  if (start < 0) return;
  const [first, second] = path.slice(start + modules.length).split(sep);
  const name = first.startsWith('@') ? join(first, second) : first;
  packages.add(path.slice(0, start) + modules + name);
}

/** Every package in the build with its licence, as text; throws when one has none. */
export function licences() {
  const own = readFileSync(fromRoot('LICENSE'), 'utf8');
  const others = [...packages].sort((a, b) => (basename(a) < basename(b) ? -1 : 1)).map(licenceOf);
  return [`Netopsy\n\n${own}`, ...others].join(`\n${'-'.repeat(78)}\n\n`);
}

function licenceOf(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const files = readdirSync(folder).filter((file) => /^(licen[cs]e|notice)/i.test(file));
  const texts = files.map((file) => readFileSync(join(folder, file), 'utf8').trim());
  if (texts.length === 0) throw new Error(`${name} has no file that says its licence`);
  return `${name} ${version} (${license})\n\n${texts.join('\n\n')}\n`;
}
