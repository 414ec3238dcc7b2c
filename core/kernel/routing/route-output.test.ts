import { expect, it } from 'vitest';
import { routeOutput } from './route-output.ts';
import type { OutputPacket } from './routed-packet.ts';
import { fibRule, kernelRules, localRoutes, mainRoutes, route, router } from '../testing/records.ts';

const blackhole = route('203.0.113.0/24', { type: 'blackhole' });
const forRoot = fibRule(10, { uidRange: [0, 0], action: { kind: 'lookup', table: '100' } });
const host = router({
  routes: [...localRoutes, ...mainRoutes, blackhole, route('0.0.0.0/0', { dev: 'eth0', table: '100' })],
  fibRules: [...kernelRules, forRoot],
});

function send(fields: Partial<OutputPacket>): string {
  const { decided, missing } = routeOutput(host, {
    family: 'ipv4',
    src: null,
    dst: '192.0.2.1',
    oif: null,
    mark: 0,
    tos: 0,
    protocol: 'tcp',
    sport: 1,
    dport: 1,
    uid: 1000,
    ...fields,
  });
  if (!decided) return `open: ${JSON.stringify(missing[0]?.fact)}`;
  if (decided.outcome === 'drop') return decided.cause.kind;
  return 'hops' in decided ? `send ${decided.hops[0]?.dev}` : decided.outcome;
}

it.each<[string, Partial<OutputPacket>, string]>([
  ['leaves by its route', {}, 'send eth1'],
  ['stays on the host', { dst: '10.2.0.1' }, 'local'],
  ['falls into a blackhole', { dst: '203.0.113.1' }, 'blackhole'],
  [
    'is sent by the interface that its socket is bound to, route or not',
    { dst: '203.0.113.1', oif: 'eth0' },
    'send eth0',
  ],
  ['is routed by the user who sends it', { uid: 0 }, 'send eth0'],
  [
    'is sent by a user who is not known',
    { uid: null },
    'open: {"kind":"ip-rule-selects","rule":"rule 10","dst":"192.0.2.1"}',
  ],
  [
    'goes to a group',
    { dst: '224.0.0.5' },
    'open: {"kind":"sending-interface","src":null,"dst":"224.0.0.5"}',
  ],
])('a packet of the host %s', (_, fields, expected) => {
  expect(send(fields)).toBe(expected);
});
