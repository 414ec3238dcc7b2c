import { expect, test } from 'vitest';
import type { FibRule } from '../../model/network.ts';
import { ipRule } from './ip-rule.ts';

function rulesOf(text: string, file = 'ip-rule.txt'): readonly FibRule[] {
  const { records } = ipRule.parse(text.split('\n'), file);
  return records.kind === 'fib-rules' ? records.items : [];
}

test('every selector of a rule is read', () => {
  expect(
    rulesOf(
      '1000:	not from 10.1.0.0/24 to 192.0.2.1 iif lan oif wan fwmark 0x64/0xff tos 0x10 ipproto tcp sport 5 dport 80-90 uidrange 0-99 lookup 100 suppress_prefixlength 0',
    )[0],
  ).toMatchObject({
    priority: 1000,
    negated: true,
    from: '10.1.0.0/24',
    to: '192.0.2.1',
    iif: 'lan',
    oif: 'wan',
    fwmark: { value: 0x64, mask: 0xff },
    tos: 16,
    ipProtocol: 'tcp',
    sport: [5, 5],
    dport: [80, 90],
    uidRange: [0, 99],
    suppressPrefixLength: 0,
    action: { kind: 'lookup', table: '100' },
    unknownWords: [],
  });
});

test('from all selects nothing, and a mark without a mask has all bits', () => {
  expect(rulesOf('90:	from all fwmark 0x1 lookup main proto static')[0]).toMatchObject({
    from: null,
    fwmark: { value: 1, mask: 0xffffffff },
    unknownWords: [],
  });
});

test('actions other than a lookup', () => {
  const rules = rulesOf(
    '1:	from all goto 100\n2:	from all blackhole\n3:	from all nop\n4:	from all lookup [l3mdev-table]\n5:	from all frobnicate 7',
  );
  expect(rules.map((rule) => rule.action)).toEqual([
    { kind: 'goto', priority: 100 },
    { kind: 'blackhole' },
    { kind: 'nop' },
    { kind: 'lookup', table: '' },
    { kind: 'unknown' },
  ]);
  expect(rules[3]?.l3mdev).toBe(true);
  expect(rules[4]?.unknownWords).toEqual(['frobnicate', '7']);
});

test('the command, the name or an address tells IPv6', () => {
  expect(rulesOf('$ ip -6 rule\n0:	from all lookup local')[0]?.family).toBe('ipv6');
  expect(rulesOf('0:	from all lookup local', 'ip-6-rule.txt')[0]?.family).toBe('ipv6');
  expect(rulesOf('0:	from all lookup local\n5:	from fd00::/8 lookup 7')[0]?.family).toBe('ipv6');
});
