import { recordsOf } from '../../model/host-records.ts';
import { routingOfPacket } from '../../questions/routing-of-packet.ts';
import { describe, expect, test } from 'vitest';
import { analysed, log } from '../../testing/drawn-log.ts';
import { findCleaning } from './cleaned.ts';

const signOf = (...text: readonly string[]) =>
  findCleaning([{ path: 'f', text }], []).diagnostics.map(({ code, line }) => [code, line]);

describe('a cleaned bundle is known', () => {
  test.each([
    'kernel.hostname = host0.obfuscateddomain0.com',
    '    link/ether 53:4f:53:00:12:ab brd ff:ff:ff:ff:ff:ff',
    'default via 534f:a1b2::1 dev eth0',
  ])('by what sos clean writes: %s', (line) => {
    expect(signOf('', line)).toEqual([['bundle-cleaned', 2]]);
  });

  test.each(['default via xxx.xxx.xxx.113 dev eth0', 'local x-ipv4-0000000001-x dev lo', 'src <PRIMARY_IP>'])(
    'by words in place of addresses: %s',
    (line) => {
      expect(signOf(line)).toEqual([['addresses-redacted', 1]]);
    },
  );

  test.each([
    'default via 100.0.0.1 dev eth0',
    'link/ether 52:54:00:a7:40:88',
    'inet6 fe80::534f:1/64',
    'host0',
    'max.x.y.z',
  ])('and not by ordinary lines: %s', (line) => {
    expect(signOf(line)).toEqual([]);
  });

  test('by the names in its log and of its archive', () => {
    expect(findCleaning([], ['eth0', '53:4f:53:aa:bb:cc']).moved).toBe(true);
    expect(
      findCleaning([{ path: 'sosreport-host0-2026-11-21-abcdefg-obfuscated.tar.xz/x', text: [] }], []).moved,
    ).toBe(true);
  });
});

/** A packet that is not seen after PREROUTING, on a host whose only route would refuse it. */
const lost = {
  'kern.log':
    log([
      ['raw:PREROUTING:policy:1', { in: 'eth0' }],
      ['mangle:PREROUTING:policy:1', { in: 'eth0' }],
    ]) +
    log([
      ['raw:PREROUTING:policy:1', { in: 'eth0', id: 2 }],
      ['mangle:PREROUTING:policy:1', { in: 'eth0', id: 2 }],
      ['mangle:FORWARD:policy:1', { in: 'eth0', out: 'eth1', id: 2, ttl: 63 }],
      ['filter:FORWARD:policy:1', { in: 'eth0', out: 'eth1', id: 2, ttl: 63 }],
    ]),
  'ip-rule.txt': '0:	from all lookup local\n32766:	from all lookup main\n32767:	from all lookup default\n',
  'ip-route.txt':
    'blackhole default\nlocal 127.0.0.1 dev lo table local proto kernel scope host src 127.0.0.1\n',
  'sysctl.txt':
    'net.ipv4.ip_forward = 1\nnet.ipv4.conf.all.rp_filter = 0\nnet.ipv4.conf.eth0.rp_filter = 0\nnet.ipv4.conf.eth0.forwarding = 1\n',
};

test('of a cleaned bundle, no route is believed', async () => {
  const { packets: plain } = await analysed(lost);
  expect(plain[0]?.cause?.kind).toBe('blackhole');
  const { packets, analysis } = await analysed({
    ...lost,
    'sysctl.txt': `${lost['sysctl.txt']}kernel.hostname = host0.obfuscateddomain0.com\n`,
  });
  expect(packets[0]).toMatchObject({ cause: null });
  expect(routingOfPacket(analysis, 0)).toBeNull();
  expect(recordsOf(analysis, '').network).toBeNull();
  expect(analysis.diagnostics.map(({ code, file, line }) => [code, file, line])).toContainEqual([
    'bundle-cleaned',
    'sysctl.txt',
    5,
  ]);
});

test('words in place of addresses are never taken for addresses', async () => {
  const words = ['xxx.xxx.xxx.113', 'x-ipv4-0000000001-x', '<PRIMARY_IP>'];
  for (const word of words) {
    const { packets } = await analysed({
      ...lost,
      'kern.log': lost['kern.log'].replaceAll(/DST=\S+/g, `DST=${word}`),
    });
    expect(packets[0]?.ingress['dst']).toBe(word);
    expect(packets[0]?.cause?.confidence ?? 'possible').toBe('possible');
  }
});
