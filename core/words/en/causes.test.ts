import { describe, expect, test } from 'vitest';
import type { Cause, CauseFinding, CauseFrame, CauseKind, Ground } from '../../model/cause.ts';
import { deadEnd, remedy, summary, title, withoutRule } from './causes.ts';

const refused = { destination: '10.9.0.1', by: { kind: 'route', text: 'blackhole 10.9.0.0/16' } } as const;
const source = { source: '10.9.9.9', interface: 'eth0' };
const findings: { readonly [K in CauseKind]: CauseFinding<K>['parameters'] } = {
  rule: { unheardTproxy: false },
  policy: {},
  reject: { answer: 'tcp-reset' },
  'no-route': { destination: '10.9.0.1' },
  blackhole: refused,
  unreachable: refused,
  prohibit: { ...refused, by: { kind: 'fib-rule', text: '100: from all prohibit' } },
  'rp-filter': {
    ...source,
    mode: 1,
    reason: { kind: 'other-interface', leavesBy: ['eth1'], interface: 'eth0' },
  },
  'martian-source': { ...source, reason: { kind: 'own-address' } },
  'ip-forward-disabled': { interface: 'eth0' },
  'ttl-expired': { family: 'ipv4', ttl: 1 },
  'mtu-exceeded': { length: 1500, mtu: 1400, interface: 'eth1' },
  'neighbour-unreachable': { address: '10.2.0.9', interface: 'eth1', state: 'FAILED', notCaptured: true },
  'neighbour-table-full': { interface: 'eth1', family: 'ipv4' },
  'nfqueue-no-listener': { queues: [3], proof: { kind: 'not-listed' } },
  'nfqueue-full': { limit: 1024 },
  'conntrack-table-full': {},
  helper: { name: 'ftp', reason: 'cannot add expectation' },
  checksum: { tooShort: false },
  'nat-failure': {
    kind: 'tuple-taken',
    holder: { address: '10.1.0.3', port: 40000 },
    wanted: { address: '10.2.0.1', port: 5000 },
    towards: { address: '10.2.0.2', port: 53 },
  },
  'bridge-filter': { bridge: 'br0', port: 'vnet3' },
  'bridge-port': { bridge: 'br0', from: 'vnet0', port: 'vnet1', why: 'isolated', state: 'forwarding' },
  'xfrm-policy': {
    src: '10.1.0.0/16',
    dst: '10.2.0.0/16',
    way: 'out',
    action: 'block',
    counter: 'XfrmOutPolBlock',
  },
  'link-down': { interface: 'eth1', state: 'no-carrier' },
  qdisc: { interface: 'eth1', discipline: 'tbf', dropped: 5 },
  'tc-filter': { interface: 'eth1', dropped: 3 },
  'broadcast-frame': { interface: 'eth0', mac: 'ff:ff:ff:ff:ff:ff' },
  'not-a-member': { interface: 'eth0', group: '239.1.2.3', listed: true },
  'conntrack-invalid-rule': {},
  'no-listener': { protocol: 'tcp', port: 8080, answer: 'rst' },
  other: { kind: 'loopback', destination: '127.0.0.5' },
};
const kinds = Object.keys(findings) as CauseKind[];

const cause = (kind: CauseKind, frame: Partial<CauseFrame> = {}): Cause =>
  ({
    kind,
    parameters: findings[kind],
    host: 'gw',
    family: 'ipv4',
    table: 'filter',
    chain: 'FORWARD',
    rule: 3,
    text: null,
    confidence: 'observed',
    grounds: [],
    evidence: [],
    group: '',
    ...frame,
  }) as Cause;

describe.each(kinds)('%s', (kind) => {
  test('is_told_in_a_sentence_without_full_stop_and_ended_by_a_remedy', () => {
    for (const said of [summary(cause(kind)), remedy(cause(kind)), title(kind)]) {
      expect(said).toMatch(/^[A-Z].*[^.\s]$/);
      expect(said).not.toMatch(/null|undefined|\[object|\bbehind\b/);
    }
  });

  test('that_is_only_possible_never_sounds_like_a_fact', () => {
    if (kind !== 'no-listener')
      expect(summary(cause(kind, { confidence: 'possible' }))).toMatch(/^Possibly (?:dropped|rejected)/);
  });
});

test.each<[CauseKind, Partial<CauseFrame>, string]>([
  ['rule', { text: '-A FORWARD -j DROP' }, 'Dropped by rule 3 of filter/FORWARD: -A FORWARD -j DROP'],
  ['policy', { rule: null }, 'Dropped by the policy of filter/FORWARD: no rule matched; the policy is DROP'],
  ['ttl-expired', {}, 'Dropped before the FORWARD hook: TTL 1 expired'],
  [
    'rule',
    {
      confidence: 'possible',
      grounds: [
        { kind: 'no-line-of', chain: 'mangle/POSTROUTING', counted: false },
        { kind: 'rule-unknown', why: 'ruleset-changed', policyNumber: null },
      ],
    },
    'Possibly dropped by rule 3 of filter/FORWARD (as numbered in the log): no line of mangle/POSTROUTING follows. The ruleset has changed since, so its text is unknown',
  ],
])('%s %j', (kind, frame, said) => {
  expect(summary(cause(kind, frame))).toBe(said);
});

test('the_text_of_a_rule_stands_in_the_sentence_once_or_not_at_all', () => {
  const grounds: readonly Ground[] = [{ kind: 'captured-leaving', interface: 'eth1' }];
  const one = cause('rule', { text: '-A FORWARD -j DROP', grounds });
  expect(summary(one).split('-A FORWARD').length).toBe(2);
  expect(withoutRule(one)).toBe(
    'Dropped by rule 3 of filter/FORWARD; but the capture of eth1 shows the packet leave',
  );
});

test('a_dead_end_of_several_variants_says_how_many', () => {
  expect(deadEnd(cause('policy'), 3)).toMatch(/ \(and 2 more of this kind\)$/);
  expect(deadEnd(cause('policy'), 1)).toBe(summary(cause('policy')));
});
