/** `npm run checksums`: dist/packages/SHA256SUMS-linux (-darwin, -win32), to be compared with `sha256sum -c`. */
import { createHash } from 'node:crypto';
import { createReadStream, readdirSync, writeFileSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { fromRoot } from './paths.mjs';

const folder = fromRoot('dist/packages');
const names = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.startsWith('netopsy'))
  .map(({ name }) => name)
  .sort();
const lines = [];
for (const name of names) {
  const hash = createHash('sha256');
  await pipeline(createReadStream(`${folder}/${name}`), hash);
  lines.push(`${hash.digest('hex')}  ${name}\n`);
}
writeFileSync(`${folder}/SHA256SUMS-${process.platform}`, lines.join(''));
process.stdout.write(lines.join(''));
