import { describe, expect, it } from 'vitest';
import { spawnSync } from 'node:child_process';
import process from 'node:process';
import type { Configuration } from '../../core/edit/configuration.ts';
import { ruleContent } from '../../core/dialects/rule-content.ts';
import type { Table } from '../../core/model/ruleset.ts';
import { formats } from '../../core/parse/formats.ts';
import { nftRuleset } from '../../core/parse/rules/nft/nft-ruleset.ts';
import { comparedEdits, inside } from './compare-edits.ts';
import { makeNamespace, type Namespace } from './namespace.ts';
import { pool } from './random-pool.ts';
import type { Random } from './random.ts';
import { makeRouter } from './random-router.ts';
import { randomNftRuleset } from './random-nft-ruleset.ts';

/** Random commands of nft and ipset on this many hosts, 60 on each. */
export function describeSetEdits(hosts: number | undefined): void {
  const reason = whyImpossible();
  if (reason) console.log(`comparison of edits of nft and ipset with the kernel skipped: ${reason}`);

  describe.skipIf(reason)('random commands leave what this machine’s kernel has after them', () => {
    it('of nft', { timeout: 3_600_000 }, () => {
      const ofKernel = (name: string): string => tableText(listed(name));
      const ofState = ({ tables }: Configuration): string => tableText(tables.map(({ table }) => table));
      expect(
        comparedEdits({ tool: 'nft', prepare, randomWords: randomNft, ofKernel, ofState }, hosts),
      ).toEqual([]);
    });

    it('of ipset', { timeout: 3_600_000 }, () => {
      const ofState = ({ ipsets }: Configuration): string => setText(ipsets);
      const ofKernel = (name: string): string => setText(saved(name));
      expect(
        comparedEdits(
          { tool: 'ipset', prepare: withIpsets, randomWords: randomIpset, ofKernel, ofState },
          hosts,
        ),
      ).toEqual([]);
    });
  });
}

function prepare(made: Namespace, name: string, outside: string, random: Random): Configuration {
  makeRouter(made, outside);
  const { status, stderr } = inside(name, ['nft', '-f', '-'], randomNftRuleset(random, 'arriving'));
  if (status !== 0) throw new Error(stderr);
  return {
    tables: listed(name).map((table) => ({ source: 'nft', backend: 'nft', covers: 'every-table', table })),
    network: null,
    ipsets: [],
    conntrack: [],
  };
}

function listed(name: string): readonly Table[] {
  const text = inside(name, ['nft', '-a', 'list', 'ruleset']).stdout;
  const { records } = nftRuleset.parse(text.split('\n'), 'nft-ruleset.txt');
  return records?.kind === 'rulesets' ? (records.items[0]?.tables ?? []) : [];
}

function tableText(tables: readonly Table[]): string {
  return tables
    .flatMap(({ family, name, chains, sets }) => [
      `${family} ${name}`,
      ...chains.flatMap((chain) => [
        `${family} ${name} ${chain.name} ${chain.policy} ${JSON.stringify(chain.base)}`,
        ...chain.rules.map((rule) => `${family} ${name} ${chain.name} ${rule.number} ${ruleContent(rule)}`),
      ]),
      ...sets.flatMap((set) => [
        `${family} ${name} ${set.kind} ${set.name} ${set.keyTypes.join('.')}`,
        ...set.elements.map(({ key, value }) => `${family} ${name} ${set.name} ${key.join(' . ')} ${value}`),
      ]),
    ])
    .toSorted()
    .join('\n');
}

/** Mostly commands that can be carried out, with tables, chains, rules and elements that are there. */
function randomNft(random: Random, { tables }: Configuration): readonly string[] {
  const { pick, below } = random;
  const tablesThere = tables.map(({ table }) => table);
  if (tablesThere.length === 0) return ['add', 'table', 'inet', 'fresh'];
  const table = pick(tablesThere);
  const where = [table.family, below(20) === 0 ? 'nosuch' : table.name];
  const chain = pick([...table.chains.map(({ name }) => name), 'fresh0', 'nosuch']);
  const rules = table.chains.find(({ name }) => name === chain)?.rules ?? [];
  const handles = rules.flatMap(({ handle }) => handle ?? []);
  const handle = String(handles.length === 0 || below(8) === 0 ? 999 : pick(handles));
  const index = String(below(rules.length + 2));
  const rule = pick([
    `ip saddr ${pick(pool.sources)} counter drop`,
    `tcp dport ${pick(pool.ports)} accept`,
    `udp dport { 5353, ${pick(pool.ports)} } counter accept`,
    `meta l4proto tcp ip daddr ${pick(pool.destinations)} counter return`,
    `jump ${pick(['u2', 'u3', 'fresh0', 'nosuch'])}`,
    'ct state established,related accept',
    'iifname "r0" counter',
  ]);
  const port = String(pick([...pool.ports, 22, 2222]));
  const source = pick([...pool.sources, '10.7.7.7']);
  const commands: readonly (readonly string[])[] = [
    ['add', 'rule', ...where, chain, rule],
    ['insert', 'rule', ...where, chain, rule],
    ['add', 'rule', ...where, chain, pick(['handle', 'position']), handle, rule],
    ['insert', 'rule', ...where, chain, pick(['handle', 'position']), handle, rule],
    ['add', 'rule', ...where, chain, 'index', index, rule],
    ['insert', 'rule', ...where, chain, 'index', index, rule],
    ['replace', 'rule', ...where, chain, 'handle', handle, rule],
    ['delete', 'rule', ...where, chain, 'handle', handle],
    ['flush', 'chain', ...where, chain],
    [pick(['add', 'create']), 'chain', ...where, pick(['fresh0', chain])],
    ['add', 'chain', ...where, `base${below(3)}`, `{ type filter hook ${pick(['input', 'forward'])} priority ${pick([-5, 0, 7])}; policy ${pick(['accept', 'drop'])}; }`], // prettier-ignore
    ['delete', 'chain', ...where, pick(['fresh0', chain])],
    ['add', 'chain', ...where, chain, `{ policy ${pick(['accept', 'drop'])}; }`],
    [pick(['add', 'create', 'delete']), 'element', ...where, 'sources', `{ ${source} }`],
    ['add', 'element', ...where, 'services', `{ ${pick(pool.destinations)} . ${port} }`],
    [pick(['add', 'delete']), 'element', ...where, 'nics', `{ "${pick(['r0', 'r1', 'x0', 'x9'])}" }`],
    ['delete', 'element', ...where, 'verdicts', `{ ${port} }`],
    ['add', 'element', ...where, 'verdicts', `{ ${port} : ${pick(['accept', 'drop', 'jump u3'])} }`],
    ['flush', 'set', ...where, pick(['sources', 'services', 'nics', 'nosuch'])],
    ['add', 'set', ...where, `s${below(3)}`, '{ type ipv4_addr; }'],
    ['delete', 'set', ...where, pick(['s0', 's1', 'sources'])],
    ...(below(6) === 0
      ? [
          [pick(['add', 'create', 'delete', 'flush']), 'table', 'inet', 'fresh'],
          ['flush', 'table', ...where],
        ]
      : []),
  ];
  return pick(commands);
}

function withIpsets(_made: Namespace, name: string): Configuration {
  const sets = [
    'create hosts hash:ip family inet',
    'add hosts 10.0.0.1',
    'create nets hash:net family inet',
    'add nets 10.1.0.0/16',
    'add nets 10.2.3.0/24 nomatch',
    'create services hash:ip,port family inet',
    'add services 10.0.0.1,tcp:80',
    'create other hash:ip family inet',
  ];
  const { status, stderr } = inside(name, ['ipset', 'restore'], `${sets.join('\n')}\n`);
  if (status !== 0) throw new Error(stderr);
  return { tables: [], network: null, ipsets: saved(name), conntrack: [] };
}

function saved(name: string): Configuration['ipsets'] {
  const format = formats.find(({ kind }) => kind === 'ipset');
  const records = format?.parse(inside(name, ['ipset', 'save']).stdout.split('\n'), 'ipset.txt').records;
  return records?.kind === 'ipsets' ? records.items : [];
}

function setText(sets: Configuration['ipsets']): string {
  return sets
    .flatMap(({ name, type, entries }) => [
      `${name} ${type}`,
      ...entries.map(({ element, nomatch }) => `${name} ${element} ${nomatch}`),
    ])
    .toSorted()
    .join('\n');
}

function randomIpset(random: Random): readonly string[] {
  const { pick, below } = random;
  const host = `10.0.0.${below(5)}`;
  const net = pick(['10.1.0.0/16', '10.2.3.0/24', '10.2.3.4', '10.9.0.0/24', '10.9.0.77/24']);
  const service = `${host},${pick(['tcp:80', 'udp:53', 'tcp:443', '8080'])}`;
  const exist = pick<readonly string[]>([[], [], ['-exist']]);
  const name = pick(['hosts', 'nets', 'services', 'other', 'fresh', 'nosuch']);
  const verb = pick(['add', 'add', 'del', '-A', '-D']);
  const commands: readonly (readonly string[])[] = [
    [...exist, verb, pick(['hosts', 'other', 'fresh']), host],
    [...exist, verb, 'nets', net],
    [...exist, 'add', 'nets', net, 'nomatch'],
    [...exist, verb, 'services', service],
    ['flush', name],
    ['destroy', pick(['fresh', 'nosuch', 'other'])],
    ['create', pick(['fresh', 'hosts']), 'hash:ip'],
    ['swap', pick(['hosts', 'other']), pick(['other', 'hosts', 'nets', 'nosuch'])],
    ['rename', pick(['other', 'fresh']), pick(['fresh', 'other', 'hosts'])],
  ];
  return pick(commands);
}

function whyImpossible(): string | null {
  for (const tool of ['nft', 'ipset']) {
    const found = spawnSync(tool, ['--version'], { encoding: 'utf8' });
    if (found.error || found.status !== 0) return `no ${tool}`;
  }
  const name = `netopsy-trial-sets-${process.pid}`;
  const trial = makeNamespace(name);
  if ('impossible' in trial) return trial.impossible;
  const runs = [inside(name, ['nft', 'add table inet t']), inside(name, ['ipset', 'create', 'x', 'hash:ip'])];
  trial.remove();
  return runs.find(({ status }) => status !== 0)?.stderr.trim() ?? null;
}
