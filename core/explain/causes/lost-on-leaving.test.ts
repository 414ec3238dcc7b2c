import { expect, test } from 'vitest';
import { host } from '../../testing/host.ts';

const router = host()
  .rules(':FORWARD ACCEPT', '*mangle', ':POSTROUTING ACCEPT')
  .trace(
    ['filter:FORWARD:policy:1', { in: 'eth0', out: 'eth1', ttl: 63 }],
    ['mangle:POSTROUTING:policy:1', { in: 'eth0', out: 'eth1', ttl: 63 }],
  );
const connected = '10.2.0.0/24 dev eth1 proto kernel scope link src 10.2.0.1';
const link = '3: eth1: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc noqueue state UP mode DEFAULT';

test.each([
  ['linkdown', 'has no carrier'],
  ['dead linkdown', 'is down'],
])('routes_tell_of_a_link_that_no_listing_shows: %s', async (flags, told) => {
  const { packets } = await router.file('ip-route.txt', `${connected} ${flags}`).analysed();
  expect(packets[0]?.cause).toMatchObject({
    kind: 'link-down',
    confidence: 'inferred',
    summary: expect.stringContaining(told) as string,
    evidence: [{}, { file: 'ip-route.txt', line: 1 }],
  });
});

test('the_listing_of_the_link_counts_before_its_routes', async () => {
  const { packets } = await router
    .file('ip-route.txt', `${connected} linkdown`)
    .file('ip-link.txt', link)
    .analysed();
  expect(packets[0]).toMatchObject({ disposition: 'forwarded', cause: null });
});
