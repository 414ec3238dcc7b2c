import { describe, expect, test } from 'vitest';
import { recognise } from '../../parse/formats.ts';
import type { Ruleset } from '../../model/ruleset.ts';
import { withWholeTables } from './whole-tables.ts';

const rulesetsOf = (file: string, lines: readonly string[]): readonly Ruleset[] => {
  const records = recognise({ path: file, lines })?.parse(lines, file).records;
  return records?.kind === 'rulesets' ? records.items : [];
};
const chainsOf = (...dumps: readonly (readonly string[])[]) =>
  withWholeTables(
    dumps.flatMap((lines, file) =>
      rulesetsOf(`f${file}.txt`, lines).map((ruleset) => ({ host: '', ruleset })),
    ),
  ).flatMap(({ ruleset }) =>
    ruleset.tables.flatMap(({ name, covers, chains, sets }) => [
      `${name} ${covers} ${chains.map((chain) => `${chain.name}:${chain.rules.length}`).join(' ')}${sets.map((set) => ` @${set.name}`).join('')}`,
    ]),
  );

const save = [
  '# iptables-save',
  '*filter',
  ':INPUT DROP [0:0]',
  ':FORWARD ACCEPT [0:0]',
  ':OUTPUT ACCEPT [0:0]',
  ':DOCKER-USER - [0:0]',
  '-A FORWARD -j DOCKER-USER',
  'COMMIT',
];
const columns = ' pkts bytes target     prot opt in     out     source               destination         ';
const listed = (chain: string, target: string) => [
  `# iptables -nvL ${chain}`,
  `Chain ${chain} (1 references)`,
  columns,
  `    5   300 ${target}          all  --  *      *       0.0.0.0/0            0.0.0.0/0           `,
];
const whole = 'filter every-chain INPUT:0 FORWARD:1 OUTPUT:0 DOCKER-USER:0';

describe('what shows a part of a table beside all of it counts for nothing, in any order', () => {
  test.each([
    ['iptables -S CHAIN', ['# iptables -S DOCKER-USER', '-N DOCKER-USER', '-A DOCKER-USER -j DROP']],
    ['iptables -S CHAIN without its command', ['-N DOCKER-USER', '-A DOCKER-USER -j DROP']],
    ['iptables -L CHAIN', listed('FORWARD', 'DROP')],
    ['picked lines', ['# iptables-save | grep DOCKER', '-A FORWARD -j DOCKER-USER']],
    ['picked lines with a heading', ['# iptables-save | grep -A1 filter', '*filter', ':INPUT DROP [0:0]']],
  ])('%s', (_, part) => {
    expect(chainsOf(save, part)).toEqual([whole]);
    expect(chainsOf(part, save)).toEqual([whole]);
  });

  test('nft list set, nft list chain', () => {
    const all = [
      'table inet fw {',
      ' set s {',
      '  type ipv4_addr',
      ' }',
      ' chain c {',
      '  tcp dport 22 accept',
      ' }',
      '}',
    ];
    const set = ['table inet fw {', ' set s {', '  type ipv4_addr', ' }', '}'];
    const chain = ['# nft list chain inet fw c', 'table inet fw {', ' chain c {', '  drop', ' }', '}'];
    for (const part of [set, chain])
      for (const order of [
        [all, part],
        [part, all],
      ])
        expect(chainsOf(...order)).toEqual(['fw every-chain c:1 @s']);
  });
});

test('listings of single chains add up, in any order', () => {
  const [a, b] = [listed('A', 'B'), listed('B', 'DROP')];
  expect(chainsOf(a, b)).toEqual(['filter its-chains A:1 B:1']);
  expect(chainsOf(b, a)).toEqual(['filter its-chains B:1 A:1']);
});

test('two dumps of all of a table stay two', () => {
  expect(chainsOf(save, save)).toEqual([whole, whole]);
});

test.each([
  ['a dump', save, 'every-chain'],
  ['a dump without its comments', ["# iptables-save | grep -v '^#'", ...save.slice(1)], 'every-chain'],
  ['a dump of one table', ['# iptables-save -t filter', ...save.slice(1)], 'every-chain'],
  [
    'iptables -S',
    ['-P INPUT ACCEPT', '-P FORWARD ACCEPT', '-P OUTPUT ACCEPT', '-A INPUT -j DROP'],
    'every-chain',
  ],
  ['iptables -S of one chain', ['-P FORWARD ACCEPT', '-A FORWARD -j DROP'], 'its-chains'],
  ['rules alone', ['-A FORWARD -j DROP', '-A FORWARD -j X'], 'its-chains'],
])('%s covers %s', (_, lines, covers) => {
  expect(rulesetsOf('f', lines)[0]?.tables[0]?.covers).toBe(covers);
});

test('rules that nothing declares a chain for have no numbers', () => {
  const [table] = rulesetsOf('f', ['-A FORWARD -j DROP', '-A FORWARD -i a -j X'])[0]?.tables ?? [];
  expect(table?.chains[0]?.rules.map(({ number }) => number)).toEqual([null, null]);
  expect(table?.chains[0]?.cuts).toHaveLength(1);
});

test('only a dump of everything says which tables there are', () => {
  expect(rulesetsOf('f', save)[0]?.covers).toBe('every-table');
  expect(rulesetsOf('f', ['# iptables-save -t filter', ...save.slice(1)])[0]?.covers).toBe('its-tables');
  expect(rulesetsOf('f', listed('A', 'DROP'))[0]?.covers).toBe('its-tables');
});
