import { expect, test } from 'vitest';
import { host } from '../../testing/host.ts';

/** The first packet has no line after raw; the counters of FORWARD and INPUT show that it came to neither. */
const lost = host()
  .router()
  .file(
    'iptables-save.txt',
    '*filter',
    ':INPUT ACCEPT [0:0]',
    ':FORWARD ACCEPT [1:60]',
    ':OUTPUT ACCEPT [0:0]',
    'COMMIT',
  )
  .trace(['raw:PREROUTING:policy:2', { in: 'eth0' }])
  .trace(['filter:FORWARD:policy:1', { in: 'eth0', out: 'eth1', id: 2, ttl: 63 }]);

test('what_routing_would_pass_on_died_in_the_chain_before', async () => {
  const { packets } = await lost.analysed();
  expect(packets[0]).toMatchObject({ cause: { kind: 'policy', confidence: 'inferred' } });
});

test('routes_that_another_file_does_not_have_pass_nothing_on_for_certain', async () => {
  const { packets } = await lost
    .file(
      'later/ip-route.txt',
      'default via 10.1.0.2 dev eth0',
      'local 10.1.0.1 dev eth0 table local proto kernel scope host src 10.1.0.1',
    )
    .analysed();
  expect(packets[0]?.cause?.confidence).not.toBe('inferred');
});
