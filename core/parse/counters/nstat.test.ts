import { expect, test } from 'vitest';
import { nstat } from './nstat.ts';

const counters = (...lines: string[]) => {
  const { records, lines: counts } = nstat.parse(lines, 'snmp.txt');
  return { items: records.kind === 'kernel-counters' ? records.items : [], counts };
};

test('nstat_prints_a_counter_a_line_with_its_rate', () => {
  const { items, counts } = counters(
    '#kernel',
    'IpInReceives                    22                 0.0',
    'TcpExtIPReversePathFilter       6                  0.0',
    'Icmp6InType134                  5                  0.0',
    'MPTcpExtMPCapableFallbackSYNACKxx18446744073709551615               0.0',
    'error',
  );
  expect(items.map(({ name, value, at }) => [name, value, at.line])).toEqual([
    ['IpInReceives', 22, 2],
    ['TcpExtIPReversePathFilter', 6, 3],
    ['Icmp6InType134', 5, 4],
    ['MPTcpExtMPCapableFallbackSYNACKxx', Number('18446744073709551615'), 5],
  ]);
  expect(counts).toEqual({ parsed: 4, notOurs: 1, notModelled: 0, malformed: 1 });
});

test('a_pair_of_lines_of_proc_names_its_counters_as_nstat_does', () => {
  const { items, counts } = counters(
    'Ip: Forwarding DefaultTTL InReceives InHdrErrors InAddrErrors',
    'Ip: 1 64 20 0 7',
    'Tcp: RtoAlgorithm MaxConn',
    'Tcp: 1 -1',
    'IpExt: InNoRoutes InTruncatedPkts',
    'IpExt: 5 0',
  );
  expect(items).toContainEqual({
    name: 'IpInAddrErrors',
    value: 7,
    since: 'boot',
    at: { file: 'snmp.txt', line: 2 },
  });
  expect(items).toContainEqual(expect.objectContaining({ name: 'TcpMaxConn', value: -1 }));
  expect(items).toContainEqual(expect.objectContaining({ name: 'IpExtInNoRoutes', value: 5 }));
  expect(counts).toEqual({ parsed: 6, notOurs: 0, notModelled: 0, malformed: 0 });
});

test.each([
  ['of another group', 'Tcp: A B', 'Ip: 1 64'],
  ['of another length', 'Ip: Forwarding DefaultTTL InReceives', 'Ip: 1 64'],
  ['without names', '#kernel', 'Ip: 1 64'],
])('values_%s_are_no_counters', (_, above, line) => {
  const { items, counts } = counters(above, line);
  expect(items).toEqual([]);
  expect(counts.malformed).toBe(1);
});

test.each([
  ['nstat', 'last-reading'],
  ['sudo nstat -z', 'last-reading'],
  ['nstat -az', 'boot'],
  ['/sbin/nstat --ignore', 'boot'],
  ['cat /proc/net/snmp', 'boot'],
])('%s_counts_since_%s', (command, since) => {
  const { items } = counters(
    `root@rtr:~# ${command}`,
    'IpInReceives                    22                 0.0',
  );
  expect(items).toMatchObject([{ name: 'IpInReceives', since }]);
});
