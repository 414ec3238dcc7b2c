import { expect, test } from 'vitest';
import type { XfrmPolicy } from '../model/witness.ts';
import { policyFor } from './xfrm-policy-lookup.ts';

const policy = (change: Partial<XfrmPolicy>): XfrmPolicy => ({
  family: 'ipv4',
  src: '10.1.0.0/16',
  dst: '10.2.0.0/16',
  protocol: null,
  sport: null,
  dport: null,
  dev: null,
  direction: 'out',
  action: 'allow',
  priority: 200,
  templates: 1,
  at: { file: 'policy.txt', line: 1 },
  ...change,
});
const flow = {
  family: 'ipv4',
  src: '10.1.0.2',
  dst: '10.2.0.2',
  protocol: 'udp',
  sport: 4000,
  dport: 53,
} as const;

test('the_lowest_priority_decides', () => {
  const block = policy({ action: 'block', priority: 100 });
  expect(policyFor(flow, 'out', [policy({}), block])).toBe(block);
});

test('of_equal_priority_the_one_listed_last_decides', () => {
  const older = policy({ templates: 0 });
  expect(policyFor(flow, 'out', [policy({}), older])).toBe(older);
});

test.each([
  ['another_direction', policy({ direction: 'fwd' })],
  ['another_network', policy({ dst: '10.3.0.0/16' })],
  ['another_protocol', policy({ protocol: 'tcp' })],
  ['another_port', policy({ protocol: 'udp', dport: 54 })],
  ['another_family', policy({ family: 'ipv6', src: '::/0', dst: '::/0' })],
])('%s_does_not_fit', (_name, other) => {
  expect(policyFor(flow, 'out', [other])).toBeNull();
});

test('a_protocol_by_its_number_fits', () => {
  const numbered = policy({ protocol: '17' });
  expect(policyFor(flow, 'out', [numbered])).toBe(numbered);
});
