import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { CaptureReader } from '../../core/parse/captures/capture-reader.ts';
import type { Parsed } from '../../core/parse/format.ts';
import { recognise } from '../../core/parse/formats.ts';
import { tcpdumpPacket } from '../../core/parse/captures/tcpdump-line.ts';

/** What commands print, each in a file named by its command; all of one network namespace at one time. */
const folder = join(import.meta.dirname, '../outputs');
const names = readdirSync(folder).filter((name) => name.endsWith('.txt') && !name.includes('.pcap'));
const captures = readdirSync(folder).filter((name) => name.endsWith('.pcap'));

const kinds: readonly (readonly [RegExp, string])[] = [
  [/^conntrack_-S/, 'conntrack-statistics'],
  [/^ip_(?:-j_)?route_get/, 'known'],
  [/^ip_.*route/, 'ip-route'],
  [/^ip_.*rule/, 'ip-rule'],
  [/^ip_.*neigh|arp/, 'ip-neigh'],
  [/^ip_.*addr/, 'ip-addr'],
  [/^ip_.*link/, 'ip-link'],
  [/^ip_.*nexthop/, 'ip-nexthop'],
  [/^(?:route|netstat)_-e?e?r?n|^proc_net_route/, 'route-table'],
  [/^ifconfig_-a/, 'ifconfig'],
  [/^conntrack_-L(?:_-o_(?:extended|ktimestamp).*)?\.txt$|nf_conntrack/, 'conntrack'],
  [/^ipset_(?:save|list)(?:_-t)?\.txt$/, 'ipset'],
  [/^ip6?tables(?:_-S|-save)/, 'iptables-save'],
  [/^ip6?tables_-n/, 'iptables-list'],
  [/^nstat_-az|^proc_net_(?:snmp|netstat)\.txt/, 'nstat'],
  [/^proc_net_snmp6/, 'snmp6'],
  [/^proc_net_dev\.txt/, 'net-dev'],
  [/^proc_net_softnet_stat/, 'softnet-stat'],
  [/^proc_net_if_inet6/, 'if-inet6'],
  [/^netstat_-s/, 'netstat-statistics'],
  [/^sysctl|^grep_proc_sys/, 'sysctl'],
  [/^ss_-t|^netstat_-t/, 'sockets'],
  [/^bridge_fdb/, 'bridge-fdb'],
  [/^bridge_link/, 'bridge-link'],
  [/./, 'known'],
];

describe('each_output_is_recognised_and_every_line_of_it_understood', () => {
  test.each(names)('%s', (name) => {
    const kind = kinds.find(([pattern]) => pattern.test(name))?.[1];
    const { format, parsed, lines } = readOutput(name);
    expect(format.kind).toBe(kind);
    const { parsed: read, notOurs, notModelled, malformed } = parsed.lines;
    expect(read + notOurs + notModelled + malformed).toBe(lines.length);
    expect(malformed).toBe(0);
    const saysNothing = ['known', 'ip-nexthop'].includes(kind ?? '') || name.includes('-br_link');
    expect(parsed.records.items.length + addressesOf(parsed).length > 0).toBe(!saysNothing);
  });
});

describe('forms_of_one_output_say_the_same', () => {
  test.each([
    ['ip_route.txt', 'ip_-d_route.txt', 'ip_-j_route.txt', 'ip_-j_-d_-p_route.txt', 'ip_-o_route.txt'],
    ['ip_-6_route.txt', 'ip_-j_-6_route.txt', 'ip_-j_-d_-p_-6_route.txt', 'ip_-o_-6_route.txt'],
    ['ip_route_show_table_all.txt', 'ip_-j_route_show_table_all.txt', 'ip_-j_-d_-p_route_show_table_all.txt'],
    ['ip_-6_route_show_table_all.txt', 'ip_-j_-6_route_show_table_all.txt'],
    ['ip_rule.txt', 'ip_-d_rule.txt', 'ip_-j_rule.txt', 'ip_-j_-d_-p_rule.txt', 'ip_-o_rule.txt'],
    ['ip_-6_rule.txt', 'ip_-j_-6_rule.txt', 'ip_-j_-d_-p_-6_rule.txt'],
    [
      'ip_neigh.txt',
      'ip_-s_neigh.txt',
      'ip_-s_-s_neigh.txt',
      'ip_-j_neigh.txt',
      'ip_-j_-s_neigh.txt',
      'ip_-o_neigh.txt',
    ],
    [
      'ip_addr.txt',
      'ip_-d_addr.txt',
      'ip_-s_-s_addr.txt',
      'ip_-j_addr.txt',
      'ip_-j_-d_-p_addr.txt',
      'ip_-j_-s_addr.txt',
    ],
    [
      'ip_link.txt',
      'ip_-d_link.txt',
      'ip_-s_-s_link.txt',
      'ip_-j_link.txt',
      'ip_-j_-d_-p_link.txt',
      'ip_-o_link.txt',
      'ip_-o_-d_link.txt',
    ],
    ['ip_-o_addr.txt', 'ip_-br_addr.txt', 'ip_-br_-c_addr.txt', 'ip_-j_-br_addr.txt'],
    ['arp_-n.txt', 'arp_-an.txt', 'proc_net_arp.txt'],
    ['route_-n.txt', 'route_-n_-ee.txt', 'proc_net_route.txt'],
    [
      'conntrack_-L.txt',
      'conntrack_-L_-o_extended.txt',
      'conntrack_-L_-o_extended,id.txt',
      'conntrack_-L_-o_ktimestamp.txt',
      'proc_net_nf_conntrack.txt',
    ],
    ['ipset_save.txt', 'ipset_list.txt'],
  ])('%s', (first, ...others) => {
    const expected = facts(first);
    for (const other of others) expect([other, facts(other)]).toEqual([other, expected]);
  });

  test('the addresses of ip addr and of ifconfig -a', () => {
    const sorted = (name: string): string[] =>
      addressesOf(readOutput(name).parsed)
        .map(({ dev, address, prefixLength }) => `${dev} ${address}/${prefixLength}`)
        .sort();
    // ifconfig shows the mask of the peer.
    expect(sorted('ifconfig_-a.txt')).toEqual(sorted('ip_addr.txt'));
  });

  test('a listing of all tables has each table by its heading', () => {
    for (const name of [
      'iptables_-nvL_of_all_tables.txt',
      'iptables_-nvxL_--line-numbers_of_all_tables.txt',
    ]) {
      const { records } = readOutput(name).parsed;
      const [ruleset] = records.kind === 'rulesets' ? records.items : [];
      expect(ruleset?.tables.map((table) => [table.name, table.chains.length])).toEqual([
        ['raw', 2],
        ['mangle', 5],
        ['nat', 4],
        ['filter', 4],
      ]);
    }
  });
});

describe('a_capture_says_what_tcpdump_says_of_it', () => {
  test.each(captures)('%s', (name) => {
    const bytes = new Uint8Array(readFileSync(join(folder, name)));
    const reader = new CaptureReader(name);
    for (let start = 0; start < bytes.length; start += 100) reader.push(bytes.slice(start, start + 100));
    const { records, lines } = reader.finish();
    const printed = readFileSync(join(folder, `${name}.txt`), 'utf8')
      .split('\n')
      .filter((line) => /^\d{4}-/.test(line));
    expect(lines.parsed + lines.notModelled).toBe(printed.length);
    for (const seen of records.kind === 'seen-packets' ? records.items : []) {
      const line = printed[seen.at.line - 1] ?? '';
      const { src, dst, sport, dport, tcpFlags, time, direction } = tcpdumpPacket(line) ?? {};
      expect({ ...seen, line }).toMatchObject({ src, dst, sport, dport, tcpFlags, line });
      // Of cooked packets the first version's direction is printed only with -e.
      if (direction !== null) expect(seen.direction).toBe(direction);
      expect(seen.time?.slice(0, 26)).toBe(time?.replace(' ', 'T'));
    }
  });
});

function readOutput(name: string) {
  const lines = readFileSync(join(folder, name), 'utf8').split('\n');
  if (lines.at(-1) === '') lines.pop();
  const format = recognise({ path: name, lines: lines.slice(0, 400) });
  if (!format) throw new Error(`${name} is not recognised`);
  return { format, lines, parsed: format.parse(lines, name) };
}

function addressesOf({ records }: Parsed) {
  return records.kind === 'links' ? records.addresses : [];
}

/** What a file says, apart from where it says it and in which words. */
function facts(name: string): unknown {
  const { parsed } = readOutput(name);
  const { records } = parsed;
  // Only `-d` tells whether an interface is a VRF, and only some forms tell its table.
  const items = records.items.map((item) => ({
    ...item,
    text: '',
    at: null,
    entries: null,
    ...('vrf' in item ? { vrf: null } : {}),
    ...('listing' in item ? { listing: null } : {}),
  }));
  const entries =
    records.kind === 'ipsets' ? records.items.map((set) => set.entries.map((entry) => entry.element)) : [];
  return { items, entries, addresses: addressesOf(parsed).map((address) => ({ ...address, at: null })) };
}
