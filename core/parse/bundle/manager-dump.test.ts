import { describe, expect, test } from 'vitest';
import { iptablesList } from '../rules/iptables/iptables-list.ts';
import { dumpTitle } from './manager-dump.ts';
import { readSections } from './read-sections.ts';

const listing = (...chains: readonly string[]): readonly string[] =>
  chains.flatMap((name) => [
    `Chain ${name} (policy ACCEPT 0 packets, 0 bytes)`,
    ' pkts bytes target     prot opt in     out     source               destination         ',
    '    1    60 MARKED     all  --  eth0   *       0.0.0.0/0            0.0.0.0/0           ',
    '',
  ]);
const ofTable: Readonly<Record<string, readonly string[]>> = {
  filter: listing('INPUT', 'FORWARD', 'OUTPUT'),
  nat: listing('PREROUTING', 'INPUT', 'OUTPUT', 'POSTROUTING'),
  mangle: listing('PREROUTING', 'INPUT', 'FORWARD', 'OUTPUT', 'POSTROUTING'),
  raw: listing('PREROUTING', 'OUTPUT'),
};

const read = (...lines: readonly (string | readonly string[])[]) => {
  const sections = readSections(lines.flat(), 'status.txt');
  expect(sections?.lines.malformed).toBe(0);
  return sections?.sections ?? [];
};
const tablesOf = (sections: ReturnType<typeof read>): string[] =>
  sections.flatMap(({ records }) =>
    records.kind === 'rulesets'
      ? records.items.flatMap(({ tables }) => tables.map(({ family, name }) => `${family} ${name}`))
      : [],
  );

describe('the dump of Shorewall', () => {
  const head = 'Shorewall 5.2.3.4 Dump at gw - Tue 04 May 2021 11:00:00 AM CEST';

  test('has tables, routes and settings under titles of its own', () => {
    const sections = read(
      [
        head,
        '',
        'Shorewall is running',
        'State:Started Tue 04 May 2021',
        '',
        'Counters reset Tue 04 May 2021',
        '',
      ],
      ofTable['filter'] ?? [],
      ['NAT Table', ''],
      ofTable['nat'] ?? [],
      ['Mangle Table', ''],
      ofTable['mangle'] ?? [],
      ['Raw Table', ''],
      ofTable['raw'] ?? [],
      ['Conntrack Table (1 out of 65536)', ''],
      'udp      17 29 src=10.0.0.2 dst=10.0.0.1 sport=5 dport=53 [UNREPLIED] src=10.0.0.1 dst=10.0.0.2 sport=53 dport=5 mark=0 use=1',
      [
        '',
        'Routing Rules',
        '',
        '0:\tfrom all lookup local ',
        '10000:\tfrom all fwmark 0x1/0xff lookup ISP1 ',
        '',
      ],
      ['Table ISP1:', '', 'default via 192.0.2.1 dev eth0 src 192.0.2.7 ', ''],
      ['Table main:', '', '192.0.2.0/24 dev eth0 proto kernel scope link src 192.0.2.7 ', ''],
      ['/proc', '', '   /proc/version = Linux version 5.10.0', '   /proc/sys/net/ipv4/ip_forward = 1', ''],
      [
        'ARP',
        '',
        '? (192.0.2.1) at 52:54:00:42:5a:57 [ether] on eth0',
        '',
        'Modules',
        '',
        'ip_set   49152  2 xt_set',
        '',
      ],
      [
        'Traffic Control',
        '',
        'Device eth0:',
        'qdisc fq_codel 0: root refcnt 2 limit 10240p ',
        ' Sent 9 bytes 12 pkt (dropped 3, overlimits 0 requeues 0) ',
      ],
    );
    expect(tablesOf(sections)).toEqual(['ip filter', 'ip nat', 'ip mangle', 'ip raw']);
    expect(new Set(sections.flatMap(({ hosts }) => hosts))).toEqual(new Set(['gw']));
    const items = sections.flatMap(({ records }): readonly unknown[] => records.items);
    expect(items).toContainEqual(expect.objectContaining({ prefix: '0.0.0.0/0', table: 'ISP1' }));
    expect(items).toContainEqual(expect.objectContaining({ prefix: '192.0.2.0/24', table: 'main' }));
    expect(items).toContainEqual(expect.objectContaining({ key: 'net.ipv4.ip_forward', value: '1' }));
    expect(items).toContainEqual(
      expect.objectContaining({ dev: 'eth0', kind: 'fq_codel', droppedPackets: 3 }),
    );
  });
});

test('words that are titles only there split nothing elsewhere', () => {
  expect(dumpTitle('Modules', false)).toBeNull();
  expect(dumpTitle('Table main:', false)).toBeNull();
  expect(dumpTitle('Table main:', true)).toEqual({ command: 'ip route show table main', host: null });
});

test('ufw show raw lists the tables of both families', () => {
  const v6 = (ofTable['filter'] ?? []).map((line) => line.replaceAll('0.0.0.0/0', '::/0     '));
  const raw = ['IPV4 (raw):', ...Object.values(ofTable).flat(), '', 'IPV6:', ...v6];
  const tables = ['ip filter', 'ip nat', 'ip mangle', 'ip raw', 'ip6 filter'];
  expect(tablesOf(read(['root@h:~# ufw show raw'], raw, ['root@h:~# uptime', '11:00 up']))).toEqual(tables);
  const { records, lines } = iptablesList.parse(raw, 'ufw.txt');
  expect(lines.malformed).toBe(0);
  expect(
    records.kind === 'rulesets' &&
      records.items.flatMap((each) => each.tables.map(({ family, name }) => `${family} ${name}`)),
  ).toEqual(tables);
});
