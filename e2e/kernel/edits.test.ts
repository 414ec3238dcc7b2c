import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import type { Configuration } from '../../core/edit/configuration.ts';
import { ruleWordsOf } from '../../core/dialects/iptables/changed-rule.ts';
import { iptablesTokens } from '../../core/dialects/iptables/tokens.ts';
import { ruleContent } from '../../core/dialects/rule-content.ts';
import type { NetworkRecords, Route } from '../../core/model/network.ts';
import type { Table } from '../../core/model/ruleset.ts';
import { formats } from '../../core/parse/formats.ts';
import { iptablesSave } from '../../core/parse/rules/iptables/iptables-save.ts';
import { loadRuleset } from './load-ruleset.ts';
import { makeNamespace, type Namespace } from './namespace.ts';
import type { Random } from './random.ts';
import { comparedEdits, inside } from './compare-edits.ts';
import { recordsOfDumps } from './records-of-dumps.ts';
import { addRoutes, makeRouter } from './random-router.ts';
import { randomRuleset } from './random-ruleset.ts';

const reason = whyImpossible();
if (reason) console.log(`comparison of edits with the kernel skipped: ${reason}`);

describe.skipIf(reason)('random commands leave what this machine’s kernel has after them', () => {
  it('of iptables', { timeout: 600_000 }, () => {
    const program = 'iptables-legacy';
    expect(
      comparedEdits({ tool: 'iptables', program, prepare, randomWords: randomIptables, ofKernel: savedTables, ofState: tablesOf }), // prettier-ignore
    ).toEqual([]);
  });

  it('of ip route, ip rule and ip addr', { timeout: 600_000 }, () => {
    expect(
      comparedEdits({
        tool: 'ip',
        prepare,
        randomWords: randomIp,
        ofKernel: shownNetwork,
        ofState: networkOf,
      }),
    ).toEqual([]);
  });
});

function prepare(made: Namespace, name: string, outside: string, random: Random): Configuration {
  makeRouter(made, outside);
  addRoutes(made);
  const tables = loadRuleset(name, randomRuleset(random, 'used'));
  return { tables: loaded(tables), network: readNetwork(name), ipsets: [], conntrack: [] };
}

function loaded(tables: readonly Table[]): Configuration['tables'] {
  return tables.map((table) => ({
    source: 'iptables-save',
    backend: 'legacy',
    covers: 'every-table',
    table,
  }));
}

function savedTables(name: string): string {
  const { records } = iptablesSave.parse(
    inside(name, ['iptables-legacy-save']).stdout.split('\n'),
    'iptables-save.txt',
  );
  return tableText(records?.kind === 'rulesets' ? (records.items[0]?.tables ?? []) : []);
}

function tablesOf({ tables }: Configuration): string {
  return tableText(tables.map(({ table }) => table));
}

function tableText(tables: readonly Table[]): string {
  return tables
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap(({ name, chains }) =>
      chains
        .toSorted((a, b) => (a.name < b.name ? -1 : 1))
        .flatMap((chain) => [
          `${name} ${chain.name} ${chain.policy}`,
          ...chain.rules.map((rule) => `${name} ${chain.name} ${rule.number} ${ruleContent(rule)}`),
        ]),
    )
    .join('\n');
}

/** Mostly commands that can be carried out, with chains and rules that are there. */
function randomIptables(random: Random, { tables }: Configuration): readonly string[] {
  const { table } = random.pick(tables);
  const chain = random.pick([...table.chains.map(({ name }) => name), 'NOSUCH', 'FORWARD']);
  const rules = table.chains.find(({ name }) => name === chain)?.rules ?? [];
  const number = String(random.below(rules.length + 3));
  const from = random.pick(random.below(4) === 0 ? tables.map((each) => each.table) : [table]);
  const known = from.chains.flatMap((each) => each.rules);
  const rule = known.length === 0 ? '-j ACCEPT' : ruleWordsOf(random.pick(known).text);
  const words = [...(iptablesTokens(rule)?.words ?? [])];
  const own =
    rules.length === 0 ? words : [...(iptablesTokens(ruleWordsOf(random.pick(rules).text))?.words ?? [])];
  const fresh = `NEW${random.below(4)}`;
  return [
    '-t',
    table.name,
    ...random.pick<readonly string[]>([
      ['-A', chain, ...words],
      ['-I', chain, ...words],
      ['-I', chain, number, ...words],
      ['-R', chain, number, ...words],
      ['-D', chain, number],
      ['-D', chain, ...own],
      ['-D', chain, ...words],
      ['-P', chain, random.pick(['ACCEPT', 'DROP', 'REJECT'])],
      ['-N', random.pick([fresh, chain])],
      ['-X', random.pick([fresh, chain])],
      ['-A', chain, '-j', fresh],
      ['-A', fresh, '-j', chain],
      ['-E', random.pick([fresh, chain]), `OTHER${random.below(3)}`],
      ['-F', chain],
    ]),
  ];
}

function readNetwork(name: string): NetworkRecords {
  const read = (kind: string, words: readonly string[], file: string) => formats.find((each) => each.kind === kind)?.parse(inside(name, words).stdout.split('\n'), file).records; // prettier-ignore
  const dumps = [
    read('ip-rule', ['ip', '-4', 'rule'], 'ip-4-rule.txt'),
    read('ip-route', ['ip', '-4', 'route', 'show', 'table', 'all'], 'ip-4-route.txt'),
    read('ip-addr', ['ip', 'addr'], 'ip-addr.txt'),
  ];
  return recordsOfDumps(dumps.flatMap((dump) => dump ?? []));
}

function shownNetwork(name: string): string {
  return networkText(readNetwork(name));
}

function networkOf({ network }: Configuration): string {
  return network === null ? '' : networkText(network);
}

function networkText({ routes, fibRules, addresses }: NetworkRecords): string {
  const route = ({ type, prefix, table, nextHops, metric, tos }: Route): string => `${table} ${type} ${prefix} ${metric} ${tos} ${nextHops.map(({ dev, via }) => `${via} ${dev}`).join()}`; // prettier-ignore
  return [
    ...routes.filter(({ family }) => family === 'ipv4').map(route),
    ...fibRules.map(
      ({ priority, from, to, iif, fwmark, action }) =>
        `rule ${priority} ${from} ${to} ${iif} ${fwmark?.value} ${JSON.stringify(action)}`,
    ),
    ...addresses
      .filter(({ family }) => family === 'ipv4')
      .map(({ dev, address, prefixLength }) => `addr ${dev} ${address}/${prefixLength}`),
  ]
    .toSorted()
    .join('\n');
}

function randomIp(random: Random, { network }: Configuration): readonly string[] {
  const devices = (network?.links ?? []).filter(({ flags }) => flags.includes('UP')).map(({ name }) => name);
  const dev = random.pick([...devices, 'eth9']);
  const net = random.pick([
    '10.50.0.0/16',
    '10.50.1.0/24',
    '10.51.0.0/24',
    '198.51.100.0/24',
    '198.51.100.7',
  ]);
  const known = (network?.routes ?? []).filter(
    ({ family, type, table }) => family === 'ipv4' && type === 'unicast' && table === 'main',
  );
  const there = known.length === 0 ? net : random.pick(known).prefix.replace('0.0.0.0/0', 'default');
  const gateway = random.pick((network?.addresses ?? []).filter(({ family, dev: of }) => family === 'ipv4' && of !== 'lo').map(({ address }) => address.replace(/\d+$/, '77')).concat('192.0.2.200')); // prettier-ignore
  const metric = random.pick<readonly string[]>([[], [], ['metric', '100']]);
  const table = random.pick<readonly string[]>([[], [], ['table', '100']]);
  const verb = random.pick(['add', 'replace', 'append', 'add', 'del', 'change']);
  return random.pick<readonly string[]>([
    ['route', verb, net, 'dev', dev, ...metric, ...table],
    ['route', verb, net, 'via', gateway, ...metric, ...table],
    [
      'route',
      random.pick(['add', 'replace', 'del']),
      random.pick(['blackhole', 'unreachable', 'prohibit']),
      net,
      ...table,
    ],
    ['route', 'del', there],
    [
      'rule',
      'add',
      'from',
      net,
      'lookup',
      '100',
      ...random.pick<readonly string[]>([[], ['pref', String(1000 + random.below(5))]]),
    ],
    ['rule', 'add', 'fwmark', '0x1', 'lookup', '100', 'pref', '1100'],
    ['rule', 'del', 'pref', String(1000 + random.below(5))],
    ['rule', 'del', 'from', net, 'lookup', '100'],
    ['addr', random.pick(['add', 'del']), `10.60.${random.below(2)}.1/24`, 'dev', dev === 'lo' ? 'r0' : dev],
  ]);
}

function whyImpossible(): string | null {
  for (const tool of ['iptables-legacy-restore', 'ip']) {
    const found = spawnSync(tool, [tool === 'ip' ? '-V' : '--version'], { encoding: 'utf8' });
    if (found.error || found.status !== 0) return `no ${tool}`;
  }
  const trial = makeNamespace(`netopsy-trial-edit-${process.pid}`);
  if ('impossible' in trial) return trial.impossible;
  const listed = inside(`netopsy-trial-edit-${process.pid}`, ['iptables-legacy', '-t', 'nat', '-S']);
  trial.remove();
  return listed.status === 0 ? null : listed.stderr.trim();
}
