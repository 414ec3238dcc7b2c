import { describe, expect, test } from 'vitest';
import { analysed } from '../testing/drawn-log.ts';
import { host } from '../testing/host.ts';
import { english } from '../words/en/index.ts';
import { compareHost } from './compare-host.ts';
import { hostState } from '../kernel/host-state.ts';
import { inTheSameWords } from './same-words.ts';

type Files = Readonly<Record<string, string>>;

async function details(before: Files, after: Files): Promise<readonly string[]> {
  const [old, now] = await Promise.all(
    [before, after].map(async (files) => (await analysed(files)).analysis),
  );
  if (old === undefined || now === undefined) throw new Error('nothing analysed');
  const { changes, notes } = compareHost('', ...inTheSameWords(hostState(old, ''), hostState(now, '')));
  return [
    ...changes.map(({ kind, detail }) => `${kind} ${english.changes.detail(detail)}`),
    ...notes.map(({ kind }) => kind),
  ];
}

const nft = (...lines: readonly string[]): Files => host().nft(...lines).files;

const forward = (head: string, ...rules: readonly string[]): Files =>
  nft('table inet fw {', ' chain forward {', `  ${head}`, ...rules.map((rule) => `  ${rule}`), ' }', '}');
const head = 'type filter hook forward priority filter; policy drop;';

describe('rules', () => {
  test('counters_handles_and_the_order_of_a_set_are_no_change', async () => {
    expect(
      await details(
        forward(head, 'tcp dport { 22, 80 } counter packets 1 bytes 60 accept # handle 4'),
        forward(head, 'tcp dport { 80, 22 } counter packets 9 bytes 540 accept # handle 7'),
      ),
    ).toEqual([]);
  });

  test('a_change_is_named_by_family_place_and_words', async () => {
    expect(
      await details(
        forward(head, 'tcp dport 22 counter packets 1 bytes 60 accept', 'meta mark set 0x1 accept'),
        forward(
          head,
          'ip saddr 10.0.0.1 counter packets 3 bytes 9 drop',
          'tcp dport 22 counter packets 9 bytes 540 accept',
          'meta mark set 0x2 accept',
        ),
      ),
    ).toEqual([
      'rule-added inet fw/forward position 1: ip saddr 10.0.0.1 counter drop',
      'rule-changed inet fw/forward position 3: meta mark set 0x1 accept -> meta mark set 0x2 accept',
    ]);
  });

  test('words_that_have_no_name_in_iptables_count_too', async () => {
    const [change] = await details(
      forward(head, 'meta priority set 1:1 accept'),
      forward(head, 'meta priority set 1:2 accept'),
    );
    expect(change).toContain('meta priority set 1:1 accept -> meta priority set 1:2 accept');
  });
});

describe('chains', () => {
  test('policy_priority_and_hook_are_one_change_of_the_chain', async () => {
    expect(
      await details(
        forward('type filter hook forward priority filter; policy drop;'),
        forward('type filter hook input priority filter + 10; policy accept;'),
      ),
    ).toEqual(['policy-changed inet fw/forward: DROP -> ACCEPT, hook forward -> input, priority 0 -> 10']);
  });

  test('a_table_that_is_gone_takes_its_chains_rules_and_sets', async () => {
    const other = 'table ip other {\n}';
    expect(
      await details(
        nft(
          'table ip fw {',
          ' set s {',
          '  type ipv4_addr',
          '  elements = { 10.0.0.1 }',
          ' }',
          ' chain c {',
          '  type filter hook forward priority 5; policy accept;',
          '  ip saddr @s drop',
          ' }',
          '}',
          other,
        ),
        nft(other),
      ),
    ).toEqual([
      'chain-removed ip fw/c: type filter hook forward priority 5, policy ACCEPT',
      'rule-removed ip fw/c position 1: ip saddr @s drop',
      'set-changed set ip fw/s: removed',
    ]);
  });

  test('tables_of_one_name_in_two_families_are_two', async () => {
    const table = (family: string, rule: string): string =>
      `table ${family} fw {\n chain c {\n  ${head}\n  ${rule}\n }\n}`;
    expect(
      await details(
        nft(table('ip', 'tcp dport 1 accept'), table('inet', 'tcp dport 2 accept')),
        nft(table('ip', 'tcp dport 1 accept'), table('inet', 'tcp dport 2 drop')),
      ),
    ).toEqual(['rule-changed inet fw/c position 1: tcp dport 2 accept -> tcp dport 2 drop']);
  });
});

describe('sets', () => {
  const set = (...elements: readonly string[]): Files =>
    nft(
      'table inet fw {',
      ' set s {',
      '  type ipv4_addr . inet_service',
      `  elements = { ${elements.join(', ')} }`,
      ' }',
      '}',
    );

  test('elements_that_came_and_went_are_named', async () => {
    expect(
      await details(set('10.0.0.1 . 22', '10.0.0.2 . 22'), set('10.0.0.2 . 22', '10.0.0.3 . 80')),
    ).toEqual(['set-changed set inet fw/s: - 10.0.0.1 . 22, + 10.0.0.3 . 80']);
  });

  test('their_order_and_counters_are_no_change', async () => {
    expect(
      await details(
        set('10.0.0.1 . 22 counter packets 0 bytes 0', '10.0.0.2 . 22'),
        set('10.0.0.2 . 22', '10.0.0.1 . 22 counter packets 7 bytes 420'),
      ),
    ).toEqual([]);
  });
});

describe('tables_that_two_tools_show', () => {
  const save = (rule: string): Files => ({
    'iptables-save.txt': `# Generated by iptables-nft-save v1.8.9 (nf_tables) on Mon\n*filter\n:FORWARD DROP [0:0]\n${rule}\nCOMMIT\n`,
  });
  const same = (rule: string): Files =>
    nft(
      'table ip filter {',
      ' chain FORWARD {',
      '  type filter hook forward priority filter; policy drop;',
      `  ${rule}`,
      ' }',
      '}',
    );

  test('are_compared_once_in_the_words_of_iptables', async () => {
    expect(
      await details(
        { ...save('-A FORWARD -p tcp -j ACCEPT'), ...same('meta l4proto tcp accept') },
        { ...save('-A FORWARD -p udp -j ACCEPT'), ...same('meta l4proto udp accept') },
      ),
    ).toEqual([
      'rule-changed filter/FORWARD position 1: -A FORWARD -p tcp -j ACCEPT -> -A FORWARD -p udp -j ACCEPT',
    ]);
  });

  test('are_compared_in_the_words_of_nft_where_only_those_are_in_both', async () => {
    expect(
      await details(
        { ...save('-A FORWARD -p tcp -j ACCEPT'), ...same('meta l4proto tcp accept') },
        same('meta l4proto udp accept'),
      ),
    ).toEqual([
      'rule-changed ip filter/FORWARD position 1: meta l4proto tcp accept -> meta l4proto udp accept',
    ]);
  });
});

test('interfaces_of_a_chain_that_one_dump_does_not_show_are_no_change', async () => {
  const onDevice = (device: string): Files =>
    nft(
      'table netdev early {',
      ' chain in {',
      `  type filter hook ingress device "${device}" priority 0; policy accept;`,
      ' }',
      '}',
    );
  const chain = { family: 'netdev', table: 'early', name: 'in', type: 'filter', hook: 'ingress', prio: 0 };
  const json = JSON.stringify({
    nftables: [{ table: { family: 'netdev', name: 'early' } }, { chain: { ...chain, policy: 'accept' } }],
  });
  expect(await details(onDevice('eth0'), { 'nft.json': `${json}\n` })).toEqual(['listing-and-dump']);
  expect(await details(onDevice('eth0'), onDevice('eth1'))).toEqual([
    'policy-changed netdev early/in: device eth0 -> eth1',
  ]);
});
