/** `node measure-functions.js rules|routes FILE`: for one run of its own; what it says of routes, in seconds a lookup. */
import { readFileSync } from 'node:fs';
import { readRoutes, readRules } from './functions.mjs';
import { median } from './measure.mjs';
import { randomNumbers } from './random.mjs';

const [what, file] = process.argv.slice(2);
const bytes = readFileSync(file);
if (what === 'rules') await readRules(bytes);
else {
  const { find, scan } = await readRoutes(bytes);
  const random = randomNumbers(5);
  const addresses = Array.from({ length: 1000 }, () =>
    [random.between(1, 223), random.below(256), random.below(256), random.below(256)].join('.'),
  );
  const secondsOf = (lookUp, asked) => {
    const start = process.hrtime.bigint();
    for (const address of asked) lookUp(address);
    return Number(process.hrtime.bigint() - start) / 1e9 / asked.length;
  };
  const passes = (lookUp, asked) => median(Array.from({ length: 101 }, () => secondsOf(lookUp, asked)));
  console.log(JSON.stringify({ find: passes(find, addresses), scan: passes(scan, addresses.slice(0, 10)) }));
}
