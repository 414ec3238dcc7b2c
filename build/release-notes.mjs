/** `node build/release-notes.mjs v0.2.0`: what CHANGELOG.md says of that version; fails when it or package.json doesn't know it. */
import { readFileSync } from 'node:fs';
import { fromRoot } from './paths.mjs';

const version = (process.argv[2] ?? '').replace(/^v/, '');
const own = JSON.parse(readFileSync(fromRoot('package.json'), 'utf8')).version;
const sections = readFileSync(fromRoot('CHANGELOG.md'), 'utf8').split(/^## /m);
const section = sections.find((text) => text.startsWith(`[${version}]`));
if (version !== own || section === undefined) {
  console.error(`package.json has version ${own}; CHANGELOG.md needs a heading "## [${version}] - DATE".`);
  process.exit(1);
}
console.log(section.slice(section.indexOf('\n')).trim());
