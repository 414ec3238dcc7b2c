import { execSync } from 'node:child_process';
import { existsSync, mkdirSync, statSync } from 'node:fs';
import { median, ratio, runInTurn } from './measure.mjs';
import { formats, writeFormat } from './write-formats.mjs';

const MEBIBYTE = 2 ** 20;

/** How each wrapping is made, and the tool that unpacks it to its output. */
const wrappings = {
  'kern.log.gz': { make: 'gzip -kc kern.log', unpack: 'gzip -dc' },
  'log.tar.gz': { make: 'tar cf - kern.log | gzip', unpack: 'gzip -dc' },
  'log.zip': { make: 'zip -q - kern.log', unpack: 'unzip -p' },
  'log.tar.zst': { make: 'tar cf - kern.log | zstd -q', unpack: 'zstd -dcq' },
  'log.tar.xz': { make: 'tar cf - kern.log | xz -T0', unpack: 'xz -dc' },
  'log.tar.bz2': { make: 'tar cf - kern.log | bzip2', unpack: 'bzip2 -dc' },
};

/**
 * The same log in each wrapping, beside the tool that unpacks it; then other tracers beside the kernel log, for each
 * mebibyte. `log`: a kernel log.
 */
export function benchFormats(folder, log, analyze, runs) {
  const place = `${folder}/formats-${statSync(log).size}`;
  mkdirSync(place, { recursive: true });
  if (!existsSync(`${place}/kern.log`)) execSync(`ln '${log}' '${place}/kern.log'`);
  benchWrappings(place, analyze, runs);
  benchTracers(place, analyze, runs);
}

function benchWrappings(place, analyze, runs) {
  const made = Object.entries(wrappings).filter(([name, { make }]) => {
    if (existsSync(`${place}/${name}`)) return true;
    console.log(`making ${name}`);
    try {
      execSync(`set -o pipefail; ${make} > 'part' && mv part '${name}'`, { cwd: place, shell: 'bash' });
    } catch {
      console.log(`left out: ${name} can't be made here`);
      return false;
    }
    return true;
  });
  const commands = { plain: `${analyze} '${place}/kern.log' >/dev/null` };
  for (const [name, { unpack }] of made) {
    commands[name] = `${analyze} '${place}/${name}' >/dev/null`;
    commands[unpack] = `${unpack} '${place}/${name}' >/dev/null`;
  }
  const results = runInTurn(commands, runs);
  const slower = (some, others) => (ratio(some, others) > 1 ? some : others);
  console.table(
    Object.fromEntries(
      made.map(([name, { unpack }]) => [
        name,
        {
          'wall, s': wall(results[name]),
          'the tool alone, s': wall(results[unpack]),
          'to the slower of tool and plain log': ratio(
            results[name],
            slower(results[unpack], results.plain),
          ).toFixed(2),
          'at most': name.endsWith('.xz') ? 2.5 : 1.25,
          'MiB above plain': (peak(results[name]) - peak(results.plain)).toFixed(0),
        },
      ]),
    ),
  );
  console.log(`plain: ${wall(results.plain)} s, ${peak(results.plain).toFixed(0)} MiB`);
}

function benchTracers(place, analyze, runs) {
  const commands = {};
  for (const [format, { name, ...file }] of Object.entries(formats)) {
    const path = `${place}/tracer-${name}`;
    if (!existsSync(path)) writeFormat(path, file, 100 * MEBIBYTE);
    // A capture alone has no packet to follow: status 3.
    commands[format] = `${analyze} '${path}' >/dev/null || [ $? = 3 ]`;
  }
  const results = runInTurn(commands, runs);
  const ofMebibyte = (format) =>
    (median(results[format].map(({ cpu }) => cpu)) * MEBIBYTE) /
    statSync(`${place}/tracer-${formats[format].name}`).size;
  console.table(
    Object.fromEntries(
      Object.keys(formats).map((format) => [
        format,
        {
          'processor, ms for a MiB': (1000 * ofMebibyte(format)).toFixed(2),
          'to the kernel log': (ofMebibyte(format) / ofMebibyte('kernel log')).toFixed(2),
          'at most': 3,
          'peak, MiB': peak(results[format]).toFixed(0),
        },
      ]),
    ),
  );
}

function wall(results) {
  return median(results.map((result) => result.wall)).toFixed(2);
}

function peak(results) {
  return median(results.map(({ mebibytes }) => mebibytes));
}
