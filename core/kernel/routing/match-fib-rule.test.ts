import { describe, expect, it } from 'vitest';
import type { FibRule } from '../../model/network.ts';
import { parseAddress, parsePrefix } from '../address.ts';
import type { FibFlow } from './match-fib-rule.ts';
import { matchFibRule } from './match-fib-rule.ts';
import { fibRule } from '../testing/records.ts';

const flow: FibFlow = {
  dst: parseAddress('192.0.2.1') ?? 0,
  src: parseAddress('10.1.0.2'),
  iif: 'eth0',
  oif: null,
  mark: 0x15,
  tos: 0x30,
  protocol: 'tcp',
  sport: 40000,
  dport: 443,
  uid: 0,
  vrf: 'none',
};

function matches(selectors: Partial<FibRule>, changes: Partial<FibFlow> = {}): boolean | null {
  const rule = fibRule(10, selectors);
  const prefix = (text: string | null) => (text === null ? null : (parsePrefix(text) ?? 'unreadable'));
  return matchFibRule(
    { rule, from: prefix(rule.from), to: prefix(rule.to), matchesAll: false },
    { ...flow, ...changes },
  );
}

describe('a FIB rule', () => {
  it('without_selectors_matches_all', () => {
    expect(matches({})).toBe(true);
  });

  it.each<[string, Partial<FibRule>, boolean]>([
    ['from', { from: '10.1.0.0/24' }, true],
    ['from another network', { from: '10.2.0.0/24' }, false],
    ['to', { to: '192.0.2.0/24' }, true],
    ['iif', { iif: 'eth0' }, true],
    ['another iif', { iif: 'lo' }, false],
    ['oif, which a packet that came in never has', { oif: 'eth0' }, false],
    ['fwmark under its mask', { fwmark: { value: 0x10, mask: 0xf0 } }, true],
    ['fwmark with all bits', { fwmark: { value: 0x10, mask: 0xffffffff } }, false],
    ['fwmark with the highest bit', { fwmark: { value: 0x80000000, mask: 0x80000000 } }, false],
    ['tos without the precedence bits', { tos: 0x10 }, true],
    ['tos with a precedence bit, which is never compared', { tos: 0x30 }, false],
    ['ipproto', { ipProtocol: 'tcp' }, true],
    ['ipproto by number', { ipProtocol: '6' }, true],
    ['dport', { dport: [440, 443] }, true],
    ['sport', { sport: [1, 1023] }, false],
    ['uidrange of root, as a packet that came in counts', { uidRange: [0, 0] }, true],
    ['two selectors, one of which fails', { iif: 'eth0', to: '10.0.0.0/8' }, false],
    ['l3mdev outside of a VRF', { l3mdev: true }, false],
  ])('is decided by %s', (_, selectors, expected) => {
    expect(matches(selectors)).toBe(expected);
    expect(matches({ ...selectors, negated: true })).toBe(!expected);
  });

  it('has_port_0_for_protocols_without_ports', () => {
    expect(matches({ dport: [80, 80] }, { protocol: 'icmp', dport: null })).toBe(false);
  });

  it.each<[string, Partial<FibRule>, Partial<FibFlow>]>([
    ['a word that is not understood', { unknownWords: ['tun_id', '7'] }, {}],
    ['a redacted selector', { from: 'xxx.xxx.xxx.0/24' }, {}],
    ['a redacted source', { from: '10.1.0.0/24' }, { src: null }],
    ['an interface that is not known', { iif: 'eth0' }, { iif: null }],
    ['a port that is not known', { dport: [80, 80] }, { dport: null }],
    ['a possible VRF', { l3mdev: true }, { vrf: 'possible' }],
  ])('can not be known to match with %s', (_, selectors, changes) => {
    expect(matches(selectors, changes)).toBeNull();
  });

  it('is_known_not_to_match_when_one_selector_fails_and_another_is_not_understood', () => {
    expect(matches({ unknownWords: ['tun_id', '7'], iif: 'eth1' })).toBe(false);
  });
});
