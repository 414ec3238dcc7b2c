import { expect, test } from 'vitest';
import type { Flow } from '../model/flow.ts';
import { endsKey, flowKey } from './flow-key.ts';

const dns: Flow = { protocol: 'udp', src: '2001:db8::1', dst: '2001:db8::2', sport: 40000, dport: 53 };

test('an address in full and in short is one', () => {
  const inFull = { ...dns, src: '2001:0db8:0000:0000:0000:0000:0000:0001' };
  expect(flowKey(inFull)).toBe(flowKey(dns));
});

test.each<[string, Partial<Flow>]>([
  ['another source port', { sport: 40001 }],
  ['another destination', { dst: '2001:db8::3' }],
  ['no ports', { sport: null, dport: null }],
])('%s is another flow', (_, other) => {
  expect(flowKey({ ...dns, ...other })).not.toBe(flowKey(dns));
});

test('the protocol parts flows, not ends', () => {
  const tcp = { ...dns, protocol: 'tcp' };
  expect(flowKey(tcp)).not.toBe(flowKey(dns));
  expect(endsKey(tcp)).toBe(endsKey(dns));
});
