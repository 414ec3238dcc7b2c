import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { IpSet } from '../../model/ipset.ts';
import { ipsetSave } from '../../parse/rules/ipset/ipset-save.ts';
import type { MatchPacket } from './match-packet.ts';
import { unknownPacket } from './match-packet.ts';
import { inSets } from './set-membership.ts';

/** From 10.1.0.2 behind eth0 to UDP port 53 of 10.2.0.2 behind eth1. */
const packet: MatchPacket = {
  ...unknownPacket('ipv4'),
  protocol: 'udp',
  src: '10.1.0.2',
  dst: '10.2.0.2',
  sport: 40000,
  dport: 53,
  inInterface: 'eth0',
  outInterface: 'eth1',
  srcMac: '52:54:00:a7:40:88',
  mark: 0x1ff,
  fragmentOffset: 0,
};

function saved(...lines: string[]): readonly IpSet[] {
  const { records } = ipsetSave.parse(lines, 'ipset.txt');
  return records.kind === 'ipsets' ? records.items : [];
}

/** Whether set `s` of that type, with those entries, holds the packet. */
function asked(
  type: string,
  entries: readonly string[],
  sides: string,
  changed: Partial<MatchPacket> = {},
): string {
  const sets = saved(`create s ${type}`, ...entries.map((entry) => `add s ${entry}`));
  return inSets(sets)('s', sides.split(','), { ...packet, ...changed });
}

const tcp = { protocol: 'tcp' };
const icmp = { protocol: 'icmp', sport: null, dport: null, icmpType: 8, icmpCode: 0 };

describe('an_entry_of_each_type', () => {
  it.each<[string, string, string, Partial<MatchPacket>?]>([
    ['hash:ip', '10.1.0.2', 'src'],
    ['hash:ip netmask 24', '10.1.0.0', 'src'],
    ['hash:ip bitmask 255.0.0.255', '10.0.0.2', 'src'],
    ['hash:ip', '10.1.0.1-10.1.0.9', 'src'],
    ['bitmap:ip range 10.1.0.0/16', '10.1.0.2', 'src'],
    ['hash:net', '10.1.0.0/16', 'src'],
    ['hash:net', '10.1.0.2', 'src'],
    ['hash:ip,port', '10.2.0.2,udp:53', 'dst,dst'],
    ['hash:ip,port', '10.2.0.2,udp:50-60', 'dst,dst'],
    ['hash:ip,port', '10.1.0.2,udp:53', 'src,dst'],
    ['hash:ip,port', '10.2.0.2,53', 'dst,dst', tcp],
    ['hash:ip,port', '10.2.0.2,icmp:echo-request', 'dst,dst', icmp],
    ['hash:ip,port', '10.2.0.2,icmp:8/0', 'dst,dst', icmp],
    ['hash:ip,port', '10.2.0.2,gre:0', 'dst,dst', { protocol: 'gre', sport: null, dport: null }],
    ['hash:net,port', '10.2.0.0/24,udp:53', 'dst,dst'],
    ['hash:ip,port,ip', '10.2.0.2,udp:53,10.1.0.2', 'dst,dst,src'],
    ['hash:net,net', '10.1.0.0/24,10.2.0.0/24', 'src,dst'],
    ['hash:mac', '52:54:00:A7:40:88', 'src'],
    ['hash:net,iface', '10.1.0.0/24,eth0', 'src,src'],
    ['hash:net,iface', '10.1.0.0/24,et wildcard', 'src,dst'],
    ['hash:ip,mark markmask 0xff', '10.1.0.2,0xff', 'src,src'],
    ['bitmap:port range 0-100', '53', 'dst'],
  ])('%s holds %s by %s', (type, entry, sides, changed) => {
    expect(asked(type, [entry], sides, changed)).toBe('yes');
  });

  it.each<[string, string, string, Partial<MatchPacket>?]>([
    ['hash:ip', '10.1.0.2', 'dst'],
    ['hash:ip family inet6', 'fd00::1', 'src'],
    ['hash:ip,port', '10.2.0.2,53', 'dst,dst'],
    ['hash:ip,port', '10.2.0.2,udp:53', 'dst,src'],
    ['hash:ip,port', '10.2.0.2,udp:53', 'dst'],
    ['hash:ip,port', '10.2.0.2,udp:53', 'dst,dst', { fragmentOffset: 185, dport: null }],
    ['hash:ip,port', '10.2.0.2,icmp:echo-reply', 'dst,dst', icmp],
    ['bitmap:port range 0-100', '53', 'dst', { protocol: 'sctp' }],
    ['hash:net,iface', '10.1.0.0/24,eth', 'src,src'],
    ['hash:net,iface', '10.1.0.0/24,eth1', 'src,dst', { outInterface: '' }],
    ['hash:mac', '52:54:00:a7:40:88', 'src', { srcMac: '' }],
  ])('%s with %s does not hold the packet by %s', (type, entry, sides, changed) => {
    expect(asked(type, [entry], sides, changed)).toBe('no');
  });

  it.each<[string, string, string, Partial<MatchPacket>?]>([
    ['hash:ip', '10.1.0.2', 'src', { src: null }],
    ['hash:ip', '10.1.0.2', 'src', { src: 'xxx.xxx.xxx.2' }],
    ['hash:ip,port', '10.2.0.2,udp:53', 'dst,dst', { dport: null }],
    ['hash:ip,port', '10.2.0.2,udp:53', 'dst,dst', { protocol: null }],
    ['hash:mac', '52:54:00:a7:40:88', 'dst'],
    ['hash:net,iface', '10.1.0.0/24,physdev:eth0', 'src,src'],
    ['hash:something,new', '10.1.0.2', 'src,src'],
    ['bitmap:ip,mac range 10.1.0.0/16', '10.1.0.2', 'src,src'],
  ])('whether %s with %s holds the packet by %s is not known', (type, entry, sides, changed) => {
    expect(asked(type, [entry], sides, changed)).toBe('unknown');
  });
});

it('the_longest_prefix_decides_whatever_the_order_of_the_entries', () => {
  const entries = ['10.0.0.0/8', '10.1.0.0/30 nomatch', '10.1.0.0/24'];
  for (const order of [entries, entries.toReversed()]) {
    expect(asked('hash:net', order, 'src')).toBe('no');
    expect(asked('hash:net', order, 'src', { src: '10.1.0.9' })).toBe('yes');
  }
});

it('of_two_networks_the_first_has_precedence', () => {
  const entries = ['10.1.0.0/16,10.2.0.2 nomatch', '10.1.0.0/24,10.2.0.0/16'];
  expect(asked('hash:net,net', entries, 'src,dst')).toBe('yes');
});

it('what_is_missing_from_a_set_with_timeouts_may_have_expired', () => {
  expect(asked('hash:ip timeout 300', ['10.9.9.9 timeout 12'], 'src')).toBe('unknown');
  expect(asked('hash:ip timeout 300', ['10.1.0.2 timeout 12'], 'src')).toBe('yes');
});

describe('a_list_of_sets', () => {
  const sets = saved(
    'create pairs hash:ip,port family inet',
    'add pairs 10.2.0.2,udp:53',
    'create hosts hash:ip family inet',
    'add hosts 10.1.0.2',
    'create all list:set size 8',
    'add all pairs',
    'add all hosts',
    'create itself list:set size 8',
    'add itself itself',
  );

  it('holds_what_one_of_its_sets_holds', () => {
    expect(inSets(sets)('all', ['src'], packet)).toBe('yes');
    expect(inSets(sets)('all', ['dst', 'dst'], packet)).toBe('yes');
  });

  it('skips_sets_with_more_dimensions_than_the_rule_has_sides', () => {
    expect(inSets(sets)('all', ['dst'], packet)).toBe('no');
  });

  it('is_not_known_where_a_set_of_it_is_not_in_the_bundle', () => {
    expect(inSets(sets.filter(({ name }) => name !== 'hosts'))('all', ['dst'], packet)).toBe('unknown');
  });

  it('that_a_damaged_file_puts_into_itself_ends', () => {
    expect(inSets(sets)('itself', ['dst'], packet)).toBe('unknown');
  });
});

it('a_set_that_is_not_in_the_bundle_or_listed_without_members_is_not_known', () => {
  expect(inSets([])('s', ['src'], packet)).toBe('unknown');
  const terse = saved('Name: s', 'Type: hash:ip', 'Header: family inet', 'Number of entries: 3');
  expect(inSets(terse)('s', ['src'], packet)).toBe('unknown');
});

it('two_dumps_that_disagree_leave_it_open', () => {
  const [early, late] = [saved('create s hash:ip family inet'), saved('create s hash:ip', 'add s 10.1.0.2')];
  expect(inSets([...early, ...late])('s', ['src'], packet)).toBe('unknown');
  expect(inSets([...late, ...late])('s', ['src'], packet)).toBe('yes');
});

it('less_known_of_the_packet_never_turns_an_answer_into_its_opposite', () => {
  const field = fc.constantFrom('protocol', 'src', 'dst', 'sport', 'dport', 'inInterface', 'srcMac', 'mark');
  const question = fc.constantFrom(
    ['hash:net', ['10.0.0.0/8', '10.1.0.0/24 nomatch'], 'src'] as const,
    ['hash:net,port', ['10.0.0.0/8,udp:53', '10.2.0.0/24,udp:53 nomatch'], 'dst,dst'] as const,
    ['hash:net,iface', ['10.0.0.0/8,eth0 nomatch', '10.0.0.0/7,eth wildcard'], 'src,src'] as const,
    ['hash:ip,port,ip', ['10.2.0.2,udp:53,10.1.0.2'], 'dst,dst,src'] as const,
    ['hash:mac', ['52:54:00:a7:40:99'], 'src'] as const,
  );
  fc.assert(
    fc.property(question, fc.uniqueArray(field), ([type, entries, sides], hidden) => {
      const whole = asked(type, entries, sides);
      const partly = asked(type, entries, sides, Object.fromEntries(hidden.map((name) => [name, null])));
      expect(['unknown', whole]).toContain(partly);
    }),
    { numRuns: 200 },
  );
});
