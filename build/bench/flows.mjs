import { existsSync } from 'node:fs';
import { median, ratio, runInTurn } from './measure.mjs';
import { flood, writeFormat } from './write-formats.mjs';

const MEBIBYTE = 2 ** 20;
const small = 300 * MEBIBYTE;

/** Floods: one line of each of one and four million flows, and what else is made of the smaller one. */
export function benchFlows(folder, netopsy, runs) {
  const made = [1, 2, 4].map((times) => {
    const path = `${folder}/flood-${times}.log`;
    // The second is another flood of the same size.
    const size = times === 2 ? small : times * small;
    if (!existsSync(path)) writeFormat(path, flood, size, times);
    return path;
  });
  const [log, other, large] = made;
  const commands = {
    analyze: `${netopsy} analyze --json '${log}' >/dev/null`,
    'analyze, four times the flows': `${netopsy} analyze --json '${large}' >/dev/null`,
    diff: `${netopsy} diff --json '${log}' '${other}' >/dev/null || [ $? = 1 ]`,
    report: `${netopsy} analyze '${log}' --html '${folder}/flood.html' >/dev/null`,
  };
  const results = runInTurn(commands, runs);
  console.table(
    Object.fromEntries(
      Object.entries(results).map(([name, each]) => [
        name,
        {
          'wall, s': median(each.map(({ wall }) => wall)).toFixed(2),
          'wall, to analyze': ratio(each, results.analyze).toFixed(2),
          'peak, MiB': median(each.map(({ mebibytes }) => mebibytes)).toFixed(0),
        },
      ]),
    ),
  );
}
