import { describe, expect, test } from 'vitest';
import type { Analysis } from '../model/analysis.ts';
import { analysed } from '../testing/drawn-log.ts';
import { host } from '../testing/host.ts';
import { english } from '../words/en/index.ts';
import { compareHost, type HostComparison } from './compare-host.ts';
import { hostState } from '../kernel/host-state.ts';

type Files = Readonly<Record<string, string>>;

async function compared(before: Files, after: Files): Promise<HostComparison> {
  const [old, now] = await Promise.all(
    [before, after].map(async (files) => (await analysed(files)).analysis),
  );
  return compareHost('', hostState(old as Analysis, ''), hostState(now as Analysis, ''));
}

async function details(before: Files, after: Files): Promise<readonly string[]> {
  const { changes } = await compared(before, after);
  return changes.map(({ kind, detail }) => `${kind} ${english.changes.detail(detail)}`);
}

const save = (...lines: readonly string[]): Files => host().rules(...lines).files;
const routes = (...lines: readonly string[]): Files =>
  host().file(
    'ip-route.txt',
    ...lines,
    'local 127.0.0.1 dev lo table local proto kernel scope host src 127.0.0.1',
  ).files;
const sysctls = (...lines: readonly string[]): Files =>
  host().file('sysctl.txt', ...lines, 'net.core.somaxconn = 4096', 'net.ipv4.tcp_ecn = 2').files;

describe('rulesets', () => {
  test('counters_are_no_change', async () => {
    expect(
      await details(
        save(':FORWARD DROP [0:0]', '[1:60] -A FORWARD -p tcp -j ACCEPT'),
        save(':FORWARD DROP [9:540]', '[7:420] -A FORWARD -p tcp -j ACCEPT'),
      ),
    ).toEqual([]);
  });

  test('only_a_rule_that_rewrites_the_source_is_said_to', async () => {
    const none = save(':FORWARD DROP [0:0]');
    const effects = async (rule: string) =>
      (await compared(none, save(':FORWARD DROP [0:0]', rule))).changes.map(({ kind, effect }) => [kind, effect === null]); // prettier-ignore
    expect(
      await effects('-A FORWARD -s 10.9.0.0/16 -m comment --comment "no snat for these" -j ACCEPT'),
    ).toEqual([['rule-added', true]]);
    expect(await effects('-A FORWARD -s 10.9.0.0/16 -j SNAT --to-source 10.2.0.1')).toEqual([
      ['rule-added', false],
    ]);
  });

  test('a_change_is_named_by_place_and_rule', async () => {
    expect(
      await details(
        save(':FORWARD DROP [0:0]', ':OLD - [0:0]', '-A FORWARD -p tcp -j ACCEPT', '-A OLD -j DROP'),
        save(
          ':FORWARD ACCEPT [0:0]',
          ':NEW - [0:0]',
          '-A FORWARD -p udp -m udp --dport 53 -j NEW',
          '-A FORWARD -p tcp -j ACCEPT',
        ),
      ),
    ).toEqual([
      'policy-changed filter/FORWARD: DROP -> ACCEPT',
      'rule-added filter/FORWARD position 1: -A FORWARD -p udp -m udp --dport 53 -j NEW',
      'chain-removed filter/OLD',
      'rule-removed filter/OLD position 1: -A OLD -j DROP',
      'chain-added filter/NEW',
    ]);
  });

  test('a_jump_needs_its_chain', async () => {
    const { changes, needs } = await compared(
      save(':FORWARD DROP [0:0]'),
      save(':FORWARD DROP [0:0]', ':NEW - [0:0]', '-A FORWARD -j NEW', '-A NEW -j ACCEPT'),
    );
    const [jump, chain, rule] = changes;
    expect([jump?.kind, chain?.kind, rule?.kind]).toEqual(['rule-added', 'chain-added', 'rule-added']);
    expect([jump, rule].map((change) => change && needs.get(change))).toEqual([[chain], [chain]]);
  });

  test('a_table_that_is_loaded_and_empty_is_no_change', async () => {
    const nat = '*nat\n:PREROUTING ACCEPT [0:0]\nCOMMIT\n';
    const filter = save(':FORWARD DROP [0:0]')['iptables-save.txt'] as string;
    expect(await details({ 'iptables-save.txt': filter }, { 'iptables-save.txt': filter + nat })).toEqual([]);
  });

  test('a_ruleset_that_one_capture_lacks_is_not_compared', async () => {
    const { changes, notes } = await compared(save(':FORWARD DROP [0:0]', '-A FORWARD -j ACCEPT'), routes());
    expect(changes).toEqual([]);
    expect(notes).toContainEqual({ kind: 'table-of-one-capture', table: 'filter', side: 'before' });
  });
});

describe('routes', () => {
  test.each([
    [
      'another_way',
      'default via 10.1.0.1 dev eth0',
      'default via 10.1.0.2 dev eth0',
      'route-changed 0.0.0.0/0: via 10.1.0.1 dev eth0 -> via 10.1.0.2 dev eth0',
    ],
    [
      'another_type',
      '192.0.2.0/24 dev eth0',
      'blackhole 192.0.2.0/24',
      'route-changed 192.0.2.0/24: dev eth0 -> blackhole',
    ],
    [
      'another_metric',
      '192.0.2.0/24 dev eth0 metric 10',
      '192.0.2.0/24 dev eth0 metric 20',
      'route-changed 192.0.2.0/24: dev eth0 metric 10 -> dev eth0 metric 20',
    ],
    [
      'a_link_without_carrier',
      '192.0.2.0/24 dev eth0',
      '192.0.2.0/24 dev eth0 linkdown',
      'route-changed 192.0.2.0/24: dev eth0 -> dev eth0 linkdown',
    ],
    ['a_table_of_its_own', 'default dev eth0 table 100', '', 'route-removed 0.0.0.0/0 table 100: dev eth0'],
  ])('%s', async (_, before, after, change) => {
    expect(await details(routes(before), routes(...(after === '' ? [] : [after])))).toEqual([change]);
  });

  test('what_ages_and_who_made_it_is_no_change', async () => {
    expect(
      await details(
        routes(
          '192.0.2.0/24 via 10.1.0.1 dev eth0 proto static',
          'fe80::/64 dev eth0 proto kernel metric 256 expires 20sec pref medium',
          'multicast ff00::/8 dev eth0 table local proto kernel metric 256 pref medium',
          'local ::1 dev lo table local proto kernel metric 0 pref medium',
        ),
        routes(
          '192.0.2.0/24 via 10.1.0.1 dev eth0 proto bird',
          'fe80::/64 dev eth0 proto kernel metric 256 expires 9sec pref medium',
          'local ::1 dev lo table local proto kernel metric 0 pref medium',
        ),
      ),
    ).toEqual([]);
  });

  test('a_table_that_one_capture_does_not_show_is_not_compared', async () => {
    const main = { 'ip-route.txt': 'default via 10.1.0.1 dev eth0\n10.1.0.0/24 dev eth0 scope link\n' };
    const { changes, notes } = await compared(
      main,
      routes(
        'default via 10.1.0.1 dev eth0',
        '10.1.0.0/24 dev eth0 scope link',
        '10.9.0.0/24 dev eth1 table 7',
      ),
    );
    expect(changes).toEqual([]);
    expect(notes).toEqual([
      { kind: 'routes-of-one-capture', table: 'ipv4 7', side: 'after' },
      { kind: 'routes-of-one-capture', table: 'ipv4 local', side: 'after' },
    ]);
  });
});

const interfaces = (mtu: number, flags: string, ...addresses: readonly string[]): Files => ({
  'ip-addr.txt': [
    '1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue state UNKNOWN',
    '    inet 127.0.0.1/8 scope host lo',
    `2: eth0: <${flags}> mtu ${mtu} qdisc noqueue state UP`,
    ...addresses.map((address) => `    inet ${address} scope global eth0`),
    '',
  ].join('\n'),
});

describe('interfaces', () => {
  test('mtu_state_and_addresses_count_who_listens_does_not', async () => {
    expect(
      await details(
        interfaces(1500, 'BROADCAST,UP,LOWER_UP', '10.1.0.1/24', '10.2.0.1/24'),
        interfaces(1400, 'BROADCAST,PROMISC,UP', '10.1.0.1/16', '10.3.0.1/24'),
      ),
    ).toEqual([
      'address-changed eth0: 10.1.0.1/24 -> 10.1.0.1/16',
      'address-changed eth0: 10.2.0.1/24 removed',
      'address-changed eth0: 10.3.0.1/24 added',
      'link-changed eth0: mtu 1500 -> 1400, no longer LOWER_UP',
    ]);
  });

  test('the_routes_that_the_kernel_makes_of_an_address_belong_to_it', async () => {
    const own = [
      '10.2.0.0/24 dev eth0 proto kernel scope link src 10.2.0.1',
      'local 10.2.0.1 dev eth0 table local proto kernel scope host src 10.2.0.1',
      'broadcast 10.2.0.255 dev eth0 table local proto kernel scope link src 10.2.0.1',
    ];
    const up = 'BROADCAST,UP,LOWER_UP';
    expect(
      await details(
        { ...interfaces(1500, up, '10.1.0.1/24', '10.2.0.1/24'), ...routes(...own) },
        { ...interfaces(1500, up, '10.1.0.1/24'), ...routes() },
      ),
    ).toEqual(['address-changed eth0: 10.2.0.1/24 removed']);
  });
});

describe('settings', () => {
  test('only_those_that_decide_on_packets_count', async () => {
    expect(
      await details(
        sysctls(
          'net.netfilter.nf_conntrack_count = 6',
          'net.ipv4.tcp_rmem = 1',
          'net.ipv4.conf.eth0.log_martians = 0',
          'net.ipv4.conf.eth0.rp_filter = 0',
        ),
        sysctls(
          'net.netfilter.nf_conntrack_count = 5',
          'net.ipv4.tcp_rmem = 2',
          'net.ipv4.conf.eth0.log_martians = 1',
          'net.ipv4.conf.eth0.rp_filter = 1',
        ),
      ),
    ).toEqual(['sysctl-changed net.ipv4.conf.eth0.rp_filter: 0 -> 1']);
  });

  test('what_it_comes_to_with_conf_all_is_said', async () => {
    const { changes } = await compared(
      sysctls(
        'net.ipv4.conf.all.rp_filter = 1',
        'net.ipv4.conf.eth0.rp_filter = 0',
        'net.ipv4.conf.eth1.rp_filter = 0',
      ),
      sysctls(
        'net.ipv4.conf.all.rp_filter = 1',
        'net.ipv4.conf.eth0.rp_filter = 1',
        'net.ipv4.conf.eth1.rp_filter = 2',
      ),
    );
    expect(changes.map(({ effect }) => effect)).toEqual([
      { kind: 'effective-setting', setting: 'rp_filter', devices: [] },
      { kind: 'effective-setting', setting: 'rp_filter', devices: [{ dev: 'eth1', before: 1, after: 2 }] },
    ]);
  });

  test('ip_forward_writes_every_interface_and_is_one_change', async () => {
    const at = (value: number): Files =>
      sysctls(
        `net.ipv4.ip_forward = ${value}`,
        ...['all', 'default', 'eth0'].map((dev) => `net.ipv4.conf.${dev}.forwarding = ${value}`),
      );
    const { changes, sysctls: script } = await compared(at(1), at(0));
    expect(changes.map(({ detail }) => english.changes.detail(detail))).toEqual([
      'net.ipv4.ip_forward: 1 -> 0',
    ]);
    expect(script.filter(({ change }) => change === changes[0]).length).toBe(4);
  });

  test('a_key_of_one_side_changed_nothing', async () => {
    expect(await details(sysctls(), sysctls('net.ipv4.conf.veth1.rp_filter = 2'))).toEqual([]);
  });
});

test('rules_of_ip_rule_are_told_by_what_they_select', async () => {
  const list = (...rules: readonly string[]): Files => ({
    'ip-rule.txt': ['0:\tfrom all lookup local', ...rules, '32766:\tfrom all lookup main', ''].join('\n'),
  });
  expect(
    await details(
      list('90:\tfrom all fwmark 0x64 lookup 100', '95:\tfrom 10.1.0.0/24 lookup 200'),
      list('90:\tfrom all fwmark 0x65 lookup 100', '97:\tfrom all iif eth1 blackhole'),
    ),
  ).toEqual([
    'ip-rule-changed 90: from all fwmark 0x64 lookup 100 -> 90: from all fwmark 0x65 lookup 100',
    'ip-rule-removed 95: from 10.1.0.0/24 lookup 200',
    'ip-rule-added 97: from all iif eth1 blackhole',
  ]);
  expect(
    await details(list('900:\tfrom 10.1.0.0/24 lookup 200'), list('90:\tfrom 10.1.0.0/24 lookup 200')),
  ).toEqual(['ip-rule-changed 900: from 10.1.0.0/24 lookup 200 -> 90: from 10.1.0.0/24 lookup 200']);
});

test('sets_change_by_their_entries', async () => {
  const set = (...entries: readonly string[]): Files => ({
    'ipset-save.txt': [
      'create friends hash:ip family inet hashsize 1024 maxelem 65536',
      ...entries.map((entry) => `add friends ${entry}`),
      '',
    ].join('\n'),
  });
  expect(await details(set('10.0.0.1', '10.0.0.2'), set('10.0.0.2', '10.0.0.1'))).toEqual([]);
  expect(await details(set('10.0.0.1', '10.0.0.2'), set('10.0.0.2', '10.0.0.3'))).toEqual([
    'set-changed set friends: - 10.0.0.1, + 10.0.0.3',
  ]);
});
