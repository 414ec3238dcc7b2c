import { expect, test } from 'vitest';
import { host } from '../../testing/host.ts';

const tables = ['*raw', '-A PREROUTING -j TRACE', '*filter', ':FORWARD ACCEPT', ':INPUT ACCEPT'];
const option = (hex: string) => ({
  in: 'eth0',
  id: 9,
  proto: `OPT (${hex}) PROTO=UDP SPT=4000 DPT=9 LEN=19`,
});
const passing = (id: number) =>
  [
    ['raw:PREROUTING:policy:2', { in: 'eth0', id }],
    ['filter:FORWARD:policy:1', { in: 'eth0', out: 'eth1', ttl: 63, id }],
  ] as const;

/** A packet with these IP options that vanishes after PREROUTING, and others that don't. */
async function vanished(hex: string, settings: readonly string[], dst = '10.2.0.2') {
  const { packets } = await host()
    .rules(...tables)
    .router('192.0.2.0/24 via 10.2.0.9 dev eth1')
    .file('sysctl-a.txt', ...settings)
    .trace(...passing(1), ['raw:PREROUTING:policy:2', { ...option(hex), dst }], ...passing(2))
    .trace(...passing(3))
    .analysed();
  return packets[1];
}

const accepted = ['all', 'eth0'].map((dev) => `net.ipv4.conf.${dev}.accept_source_route = 1`);

test('a_source_route_is_refused_where_either_setting_forbids_it', async () => {
  for (const settings of [
    ['net.ipv4.conf.all.accept_source_route = 0', 'net.ipv4.conf.eth0.accept_source_route = 1'],
    ['net.ipv4.conf.eth0.accept_source_route = 0'],
  ])
    expect(await vanished('830704C000020900', settings)).toMatchObject({
      disposition: 'dropped',
      cause: { kind: 'source-route', confidence: 'inferred', evidence: [{}, { file: 'sysctl-a.txt' }] },
    });
  expect((await vanished('830704C000020900', []))?.cause?.confidence).toBe('possible');
});

test('one_that_is_allowed_is_refused_only_where_it_is_strict_and_would_pass_a_gateway', async () => {
  expect((await vanished('830704C000020900', accepted, '192.0.2.1'))?.cause).toBeNull();
  expect((await vanished('890704C000020900', accepted))?.cause).toBeNull();
  expect((await vanished('890704C000020900', accepted, '192.0.2.1'))?.cause).toMatchObject({
    kind: 'source-route',
    confidence: 'inferred',
  });
});

test('other_options_are_no_source_route', async () => {
  expect(
    (await vanished('440C050000000000', ['net.ipv4.conf.all.accept_source_route = 0']))?.cause,
  ).toBeNull();
});
