import { describe, expect, test } from 'vitest';
import { readSections } from '../../bundle/read-sections.ts';
import { nftRuleset } from './nft-ruleset.ts';
import { typedNft } from './typed-nft.ts';

const rulesetsOf = (text: string) => {
  const { records } = nftRuleset.parse(text.split('\n'), 'fw.nft');
  return records.kind === 'rulesets' ? records.items : [];
};
/** Each rule as `table chain number text`; `?` where its number is not known, `...` where its chain has a cut. */
const rulesOf = (text: string): string[] =>
  rulesetsOf(text).flatMap(({ tables }) =>
    tables.flatMap((table) =>
      table.chains.flatMap((chain) =>
        chain.rules.map(
          (rule) =>
            `${table.family} ${table.name} ${chain.name} ${rule.number ?? '?'} ${rule.text}${chain.cuts.length > 0 ? ' ...' : ''}`,
        ),
      ),
    ),
  );
const base = 'add chain ip fw in { type filter hook input priority 0; policy drop; }';

describe('a rule that is typed is one of its chain, whatever the shell has around it', () => {
  test.each([
    ['bare', 'add rule ip fw in tcp dport { 22, 80 } accept'],
    ['with nft', 'nft add rule ip fw in tcp dport { 22, 80 } accept'],
    ['in quotes', `nft 'add rule ip fw in tcp dport { 22, 80 } accept'`],
    ['in double quotes', 'nft "add rule ip fw in tcp dport { 22, 80 } accept"'],
    ['with marks', 'sudo nft add rule ip fw in tcp dport \\{ 22, 80 \\} accept'],
    ['at a prompt', 'root@fw:~# nft add rule ip fw in tcp dport { 22, 80 } accept'],
    ['with options', '/usr/sbin/nft -e -a add rule ip fw in tcp dport { 22, 80 } accept'],
    ['without a family', 'nft add rule fw in tcp dport { 22, 80 } accept'],
    ['by a variable', '$NFT add rule ip fw in tcp dport { 22, 80 } accept # web and ssh'],
    ['with another', 'nft add table ip fw; nft add rule ip fw in tcp dport { 22, 80 } accept && echo ok'],
  ])('%s', (_, line) => {
    expect(rulesOf(`flush ruleset\n${base}\n${line}`)).toEqual(
      line.includes('nft') || line.includes('NFT')
        ? ['ip fw in ? tcp dport { 22, 80 } accept ...']
        : ['ip fw in 1 tcp dport { 22, 80 } accept'],
    );
    const typed = line.startsWith('add') ? `nft ${line}` : line;
    expect(rulesOf(`nft flush ruleset\nnft '${base}'\n${typed}`)).toEqual([
      'ip fw in 1 tcp dport { 22, 80 } accept',
    ]);
  });

  test.each([
    ['nft list ruleset'],
    ['root@fw:~# nft -a list table ip fw'],
    ['nft monitor trace'],
    ['I ran nft add and nothing happened'],
    ['add a rule to the table'],
    ['nft -f /etc/nftables.conf'],
  ])('%s is none', (line) => {
    expect(typedNft(line)).toBeNull();
  });
});

describe('what a file for nft -f says', () => {
  test.each([
    ['insert rule ip fw in drop', ['ip fw in 1 drop', 'ip fw in 2 accept', 'ip fw in 3 continue']],
    ['insert rule ip fw in index 1 drop', ['ip fw in 1 accept', 'ip fw in 2 drop', 'ip fw in 3 continue']],
    ['add rule ip fw in index 0 drop', ['ip fw in 1 accept', 'ip fw in 2 drop', 'ip fw in 3 continue']],
    ['add rule ip fw in drop', ['ip fw in 1 accept', 'ip fw in 2 continue', 'ip fw in 3 drop']],
    [
      'insert rule ip fw in handle 4 drop',
      ['ip fw in ? drop ...', 'ip fw in ? accept ...', 'ip fw in ? continue ...'],
    ],
    [
      'replace rule ip fw in handle 4 drop',
      ['ip fw in ? accept ...', 'ip fw in ? continue ...', 'ip fw in ? drop ...'],
    ],
    ['delete rule ip fw in handle 4', ['ip fw in ? accept ...', 'ip fw in ? continue ...']],
    ['flush chain ip fw in', []],
    ['flush table ip fw', []],
    ['delete chain ip fw in', []],
    ['delete table ip fw', []],
    ['flush ruleset', []],
    ['rename chain ip fw in first', ['ip fw first 1 accept', 'ip fw first 2 continue']],
    ['table ip fw { chain in { drop; }; }', ['ip fw in 1 accept', 'ip fw in 2 continue', 'ip fw in 3 drop']],
    ['include "more.nft"', ['ip fw in 1 accept ...', 'ip fw in 2 continue ...']],
  ])('%s', (command, rules) => {
    expect(
      rulesOf(`flush ruleset\n${base}\nadd rule ip fw in accept\nadd rule ip fw in continue\n${command}`),
    ).toEqual(rules);
  });

  test.each([
    ['define LAN = eth1', 'iifname $LAN accept', 'iifname eth1 accept'],
    ['define LAN = { eth1, eth2 }', 'iifname $LAN accept', 'iifname { eth1, eth2 } accept'],
    ['define LAN = {\n  eth1,\n  eth2\n}', 'iifname $LAN accept', 'iifname { eth1, eth2 } accept'],
    [
      'define A = { 1, 2 }\ndefine B = { $A, 3 }',
      'tcp dport { $B, 9 } drop',
      'tcp dport { 1, 2, 3, 9 } drop',
    ],
    ['define A = 1\nredefine A = 2', 'tcp dport $A drop', 'tcp dport 2 drop'],
  ])('%s', (define, rule, meant) => {
    expect(rulesOf(`flush ruleset\n${define}\ntable ip fw {\n chain in {\n  ${rule}\n }\n}`)).toEqual([
      `ip fw in 1 ${meant}`,
    ]);
  });

  test('a rule with a name that nothing explains is not one, and leaves open what stands there', () => {
    expect(
      rulesOf('flush ruleset\ntable ip fw {\n chain in {\n  accept\n  iif $X drop\n  drop\n }\n}'),
    ).toEqual(['ip fw in 1 accept ...', 'ip fw in ? drop ...']);
  });

  test('elements come to the sets that it makes, and go', () => {
    const [ruleset] = rulesetsOf(
      [
        'flush ruleset',
        'add table ip fw',
        'add set ip fw good { type ipv4_addr; flags interval; }',
        'add element ip fw good { 10.0.0.1, 10.0.0.2 }',
        'delete element ip fw good { 10.0.0.1 }',
      ].join('\n'),
    );
    expect(
      ruleset?.tables[0]?.sets.map(({ name, elements }) => [name, elements.map(({ key }) => key)]),
    ).toEqual([['good', [['10.0.0.2']]]]);
  });
});

describe('what was there before', () => {
  test.each([
    ['nothing', 'flush ruleset', 'every-table', false],
    ['nothing in the table', 'delete table ip fw', 'its-tables', false],
    ['what nobody tells', 'add table ip fw', 'its-tables', true],
  ])('%s', (_, command, covers, isCut) => {
    const [ruleset] = rulesetsOf(`${command}\nadd rule ip fw in drop`);
    expect(ruleset).toMatchObject({
      covers,
      tables: [{ chains: [{ rules: [{ number: isCut ? null : 1 }] }] }],
    });
    expect(ruleset?.tables[0]?.chains[0]?.cuts.length).toBe(Number(isCut));
  });

  test('commands that were typed after a listing are no part of it', () => {
    const listing = 'table ip fw {\n\tchain in {\n\t\taccept\n\t}\n}';
    const typed = 'root@fw:~# nft insert rule ip fw in drop';
    const read = readSections(
      `${listing}\n${typed}\nroot@fw:~# ip rule\n0: from all lookup local`.split('\n'),
      'f',
    );
    const rulesets = read?.sections.flatMap(({ records }) =>
      records.kind === 'rulesets' ? records.items : [],
    );
    expect(rulesets).toMatchObject([
      { covers: 'every-table', tables: [{ chains: [{ rules: [{ number: 1, text: 'accept' }] }] }] },
      { covers: 'its-tables', tables: [{ chains: [{ rules: [{ number: null, text: 'drop' }] }] }] },
    ]);
  });

  test('in a loop, nobody knows how often', () => {
    expect(rulesOf('nft flush ruleset\nfor i in 1 2; do\nnft add rule ip fw in drop\ndone')).toEqual([
      'ip fw in ? drop ...',
    ]);
  });
});

test('values that hold each other cost no more than they may', () => {
  const lines = ['define A0 = { 1, 2, 3, 4 }'];
  for (let i = 1; i < 64; i++) lines.push(`define A${i} = { $A${i - 1}, $A${i - 1} }`);
  const begun = performance.now();
  rulesOf(`flush ruleset\n${lines.join('\n')}\nadd rule ip fw in tcp dport $A63 drop`);
  expect(performance.now() - begun).toBeLessThan(5000);
});
