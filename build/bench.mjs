/**
 * `npm run bench [-- --lines N --runs N]`: Netopsy beside grep and awk on a log made here, in turn and several times.
 * `npm run bench -- --window`: the window instead, with the same log, a million packets, and a graph of 300 chains.
 * `npm run bench -- --graphs`: the window's graph alone, of 300, 1,000 and 5,000 chains, while it is dragged.
 * `npm run bench -- --reach`: questions about all packets, on rulesets as people and programs write them.
 * `npm run bench -- --formats`: the same log in each wrapping, beside the tool that unpacks it, and other tracers' logs.
 * `npm run bench -- --flows`: floods of millions of flows, and their comparison and report.
 * Only ratios carry over to other machines, and only those of an idle one are worth noting down.
 */
import { execSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { build } from 'vite';
import { median, ratio, runInTurn } from './bench/measure.mjs';
import { benchFlows } from './bench/flows.mjs';
import { benchFormats } from './bench/formats.mjs';
import { benchReach } from './bench/reach.mjs';
import { benchGraphs, benchWindow } from './bench/window.mjs';
import { writeChains } from './bench/write-chains.mjs';
import { writeLog } from './bench/write-log.mjs';
import { writeNode } from './bench/write-node.mjs';
import { writeRoutes } from './bench/write-routes.mjs';
import { writePackets } from './bench/write-packets.mjs';
import { writeRules } from './bench/write-rules.mjs';
import { buildIfStale } from './freshness.mjs';
import { fromRoot } from './paths.mjs';

const { values } = parseArgs({
  options: {
    lines: { type: 'string', default: '4000000' },
    runs: { type: 'string', default: '5' },
    window: { type: 'boolean', default: false },
    reach: { type: 'boolean', default: false },
    formats: { type: 'boolean', default: false },
    flows: { type: 'boolean', default: false },
    graphs: { type: 'boolean', default: false },
  },
});
const lines = Number(values.lines);
const runs = Number(values.runs);
if ((await buildIfStale()) !== 0) process.exit(1);

const folder = fromRoot('dist/bench');
mkdirSync(folder, { recursive: true });
if (values.reach) {
  await benchReach(folder);
  process.exit(0);
}
const made = (name, make) => {
  const path = `${folder}/${name}`;
  if (!existsSync(path)) {
    console.log(`making ${name}`);
    make(path);
  }
  return path;
};
const command = `'${process.execPath}' '${fromRoot('dist/electron/cli.js')}'`;
const netopsy = `${command} analyze --json`;
if (values.flows) {
  benchFlows(folder, command, runs);
  process.exit(0);
}
if (values.formats) {
  const million = made('kern-1000000.log', (path) => writeLog(path, 1_000_000));
  benchFormats(folder, million, netopsy, runs);
  process.exit(0);
}
const chainsOf = (count) => {
  const bundle = made(`chains-${count}`, (path) => writeChains(path, count));
  return [`${bundle}/kern.log`, `${bundle}/iptables-save.txt`];
};
const graphs = Object.fromEntries([300, 1000, 5000].map((count) => [`${count} chains`, chainsOf(count)]));
if (values.graphs) {
  await benchGraphs(graphs);
  process.exit(0);
}
const log = made(`kern-${lines}.log`, (path) => writeLog(path, lines));
const quarter = made(`kern-${lines / 4}.log`, (path) => writeLog(path, lines / 4));
if (values.window) {
  const packets = made('packets-1000000.log', (path) => writePackets(path, 1_000_000));
  await benchWindow({
    opening: {
      [`${lines / 4} lines`]: [quarter],
      [`${lines} lines`]: [log],
      '300 chains': graphs['300 chains'],
    },
    moving: graphs,
    using: { [`${lines} lines`]: [log], '1000000 packets': [packets] },
  });
  process.exit(0);
}
const packed = made(`kern-${lines}.log.gz`, (path) => execSync(`gzip -1 -c '${log}' > '${path}'`));
const rules = made('rules-100000.txt', (path) => writeRules(path, 100_000));
const fewerRules = made('rules-10000.txt', (path) => writeRules(path, 10_000));
const services = { count: 10_000 };
const nodeLog = made(`node-${lines / 4}.log`, (path) => writeLog(path, lines / 4, services));
const node = made('node-rules.txt', (path) => writeNode(path, services));
const routes = made('routes-100000.txt', (path) => writeRoutes(path, 100_000));
const small = made('small.log', (path) => writeLog(path, 20));
const unzip = made('unzip.mjs', (path) =>
  writeFileSync(
    path,
    "import fs from 'node:fs';import zlib from 'node:zlib';fs.createReadStream(process.argv[2],{highWaterMark:1<<20}).pipe(zlib.createGunzip({chunkSize:1<<20})).resume();\n",
  ),
);

const has = (program) => {
  try {
    execSync(`command -v ${program}`, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};
const awk = has('mawk') ? 'mawk' : 'awk';
await build({
  configFile: false,
  logLevel: 'error',
  build: {
    ssr: fromRoot('build/bench/measure-functions.mjs'),
    target: 'node20',
    outDir: `${folder}/functions`,
    emptyOutDir: true,
  },
});
const functions = `'${process.execPath}' '${folder}/functions/measure-functions.js'`;
const noRestore = !has('iptables-legacy-restore')
  ? 'it is not installed'
  : process.getuid?.() === 0
    ? null
    : 'it wants to be run by root';
// GNU grep stops at the first line where its output is /dev/null.
const commands = {
  grep: `LC_ALL=C grep -c TRACE: '${log}' | cat`,
  netopsy: `${netopsy} '${log}' >/dev/null`,
  'netopsy, a quarter': `${netopsy} '${quarter}' >/dev/null`,
  'netopsy, with 100,000 rules': `${netopsy} '${log}' '${rules}' >/dev/null`,
  'netopsy, with 10,000 rules': `${netopsy} '${log}' '${fewerRules}' >/dev/null`,
  'a node of 10,000 services, its log': `${netopsy} '${nodeLog}' >/dev/null`,
  'a node of 10,000 services, all of it': `${netopsy} '${nodeLog}' '${node}' >/dev/null`,
  'iptables-save of 100,000 rules parsed': `${functions} rules '${rules}'`,
  ...(noRestore === null && {
    'iptables-legacy-restore --test': `iptables-legacy-restore --test <'${rules}'`,
  }),
  'netopsy, gzip': `${netopsy} '${packed}' >/dev/null`,
  'zlib alone': `'${process.execPath}' '${unzip}' '${packed}'`,
  'netopsy, 20 lines': `${netopsy} '${small}' >/dev/null`,
  'node -e 0': `'${process.execPath}' -e 0`,
};
const slow = {
  awk: `grep TRACE: '${log}' | LC_ALL=C ${awk} -f '${fromRoot('build/bench/edges.awk')}' >/dev/null`,
};

console.log(
  `${lines} lines, ${runs} runs each, ${cpus().length} processors (${cpus()[0]?.model ?? 'unknown'})`,
);
const results = { ...runInTurn(commands, runs), ...runInTurn(slow, 1) };
const routing = JSON.parse(execSync(`${functions} routes '${routes}'`).toString());
const of = (name, what = 'wall') => median(results[name].map((result) => result[what]));
const events = Number(execSync(`LC_ALL=C grep -c TRACE: '${log}'`).toString());

console.table(
  Object.fromEntries(
    Object.keys(results).map((name) => [
      name,
      {
        'wall, s': of(name).toFixed(2),
        'processor, s': of(name, 'cpu').toFixed(2),
        'peak, MiB': of(name, 'mebibytes').toFixed(0),
      },
    ]),
  ),
);

/** What is to be reached: `at most`, and what was measured. */
const goals = [
  ['wall time to grep -c', 4, ratio(results.netopsy, results.grep)],
  ['wall time to the awk pipeline', 0.2, of('netopsy') / of('awk')],
  ['four times the lines, wall time', 4, ratio(results.netopsy, results['netopsy, a quarter'])],
  ['100,000 rules more, wall time', 1.5, ratio(results['netopsy, with 100,000 rules'], results.netopsy)],
  [
    'ten times the rules, wall time',
    1.5,
    ratio(results['netopsy, with 100,000 rules'], results['netopsy, with 10,000 rules']),
  ],
  [
    'rules of a node of 10,000 services, wall time to its log alone',
    2,
    ratio(results['a node of 10,000 services, all of it'], results['a node of 10,000 services, its log']),
  ],
  ...(noRestore === null
    ? [
        [
          'iptables-save of 100,000 rules parsed, to iptables-legacy-restore --test',
          0.6,
          (of('iptables-save of 100,000 rules parsed') - of('node -e 0')) /
            of('iptables-legacy-restore --test'),
        ],
      ]
    : []),
  ['a lookup in 100,000 routes, to a look at each of them', 0.001, routing.find / routing.scan],
  ['gzip, wall time to zlib alone', 1.6, ratio(results['netopsy, gzip'], results['zlib alone'])],
  [
    'bytes of memory for each event more',
    32,
    ((of('netopsy', 'mebibytes') - of('netopsy, a quarter', 'mebibytes')) * 2 ** 20) / (events * 0.75),
  ],
  ['20 lines: MiB above node -e 0', 60, of('netopsy, 20 lines', 'mebibytes') - of('node -e 0', 'mebibytes')],
];
console.table(
  Object.fromEntries(
    goals.map(([name, most, measured]) => [
      name,
      { 'at most': most, measured: Number(measured.toPrecision(3)), reached: measured <= most },
    ]),
  ),
);
if (noRestore !== null) console.log(`Without iptables-legacy-restore: ${noRestore}.`);
