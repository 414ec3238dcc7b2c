import { describe, expect, test } from 'vitest';
import { analysed, packet, stamped } from '../../testing/drawn-log.ts';

const sysctls = [
  'net.ipv4.conf.all.forwarding = 1',
  'net.ipv4.conf.all.rp_filter = 0',
  'net.ipv4.conf.eth0.rp_filter = 1',
  'net.ipv4.conf.eth0.forwarding = 1',
  'net.ipv4.conf.all.accept_local = 0',
  'net.ipv4.conf.eth0.accept_local = 0',
  'net.ipv4.conf.eth1.rp_filter = 1',
  'net.ipv4.conf.eth1.forwarding = 1',
];

/** A router between 10.1.0.0/24 on eth0 and 10.2.0.0/24 on eth1. */
const host = {
  'iptables-save.txt': ['*raw', ':PREROUTING ACCEPT [0:0]', '-A PREROUTING -j TRACE', 'COMMIT'].join('\n'),
  'ip-rule.txt': '0:\tfrom all lookup local\n32766:\tfrom all lookup main\n',
  'ip-route.txt': [
    '10.1.0.0/24 dev eth0 proto kernel scope link src 10.1.0.1',
    '10.2.0.0/24 dev eth1 proto kernel scope link src 10.2.0.1',
    'blackhole 10.9.0.0/16',
    'local 10.1.0.1 dev eth0 table local proto kernel scope host src 10.1.0.1',
    'local 10.2.0.1 dev eth1 table local proto kernel scope host src 10.2.0.1',
  ].join('\n'),
  'ip-addr.txt': [
    '2: eth0: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc noqueue state UP group default qlen 1000',
    '    inet 10.1.0.1/24 scope global eth0',
    '3: eth1: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc noqueue state UP group default qlen 1000',
    '    inet 10.2.0.1/24 scope global eth1',
  ].join('\n'),
  'sysctl.txt': sysctls.join('\n'),
};
/** Whether eth0 filters is not known. */
const rpFilterUnknown = {
  ...host,
  'sysctl.txt': sysctls.filter((line) => !line.includes('rp_filter')).join('\n'),
};

type Fields = NonNullable<Parameters<typeof packet>[0]>;
const spoofed = { src: '10.2.0.44', dst: '10.2.0.2' };
const martian = 'IPv4: martian source 10.2.0.2 from 10.2.0.44, on dev eth0';

async function fate(fields: Fields, files: Record<string, string>, kernelSays: readonly string[] = []) {
  const last = `TRACE: raw:PREROUTING:policy:2 ${packet({ in: 'eth0', ...fields })}`;
  const others = Array.from({ length: 60 }, (_, i) => `usb 1-2: USB disconnect, device number ${i}`);
  const { packets } = await analysed({ 'kern.log': stamped([last, ...kernelSays, ...others]), ...files });
  return packets[0];
}

const counted = (...counters: readonly string[]): Record<string, string> => ({
  'snmp.txt': ['#kernel', 'IpInReceives 40 0.0', ...counters.map((counter) => `${counter} 0.0`), ''].join(
    '\n',
  ),
});

describe('a_martian_line', () => {
  test('without_it_the_filter_is_only_possible', async () => {
    expect(await fate(spoofed, rpFilterUnknown)).toMatchObject({
      cause: { kind: 'rp-filter', confidence: 'possible' },
    });
  });

  test('of_the_same_addresses_and_interface_proves_the_filter', async () => {
    const packet = await fate(spoofed, rpFilterUnknown, [martian]);
    expect(packet?.cause).toMatchObject({
      kind: 'rp-filter',
      confidence: 'inferred',
      summary: expect.stringContaining('the kernel logged it as a martian source') as string,
    });
    expect(packet?.cause?.evidence).toContainEqual({
      file: 'kern.log',
      line: 2,
      text: expect.stringMatching(
        /^\[ .*\] IPv4: martian source 10\.2\.0\.2 from 10\.2\.0\.44, on dev eth0$/,
      ) as string,
    });
  });

  test.each([
    ['another source', '10.2.0.44', '10.2.0.45'],
    ['another destination', '10.2.0.2 from', '10.2.0.3 from'],
    ['another interface', 'eth0', 'eth1'],
  ])('of_%s_proves_nothing', async (_, from, to) => {
    expect(await fate(spoofed, rpFilterUnknown, [martian.replace(from, to)])).toMatchObject({
      cause: { confidence: 'possible' },
    });
  });
});

describe('the_counter_of_a_cause', () => {
  test.each([
    ['rp-filter', spoofed, 'TcpExtIPReversePathFilter 6'],
    ['no-route', { dst: '10.77.0.1' }, 'IpExtInNoRoutes 5'],
    ['ttl-expired', { ttl: 1 }, 'IpInHdrErrors 3'],
  ] as const)('is_evidence_of_%s_where_it_counted', async (kind, fields, counter) => {
    const found = await fate(fields, { ...host, ...counted(counter) });
    expect(found).toMatchObject({ cause: { kind, confidence: 'inferred' } });
    expect(found?.cause?.evidence.at(-1)).toEqual({ file: 'snmp.txt', line: 3, text: `${counter} 0.0` });
  });

  test('makes_an_inferred_cause_possible_where_it_is_0', async () => {
    const found = await fate(spoofed, { ...host, ...counted('TcpExtIPReversePathFilter 0') });
    expect(found?.cause).toMatchObject({
      kind: 'rp-filter',
      confidence: 'possible',
      summary: expect.stringContaining('TcpExtIPReversePathFilter is 0') as string,
    });
  });

  test('rules_a_possible_cause_out_where_it_is_0', async () => {
    const found = await fate(spoofed, { ...rpFilterUnknown, ...counted('TcpExtIPReversePathFilter 0') });
    expect(found).toMatchObject({ disposition: 'unknown', cause: null });
  });

  test.each([
    ['a host that received nothing', '#kernel\nIpInReceives 0 0.0\nTcpExtIPReversePathFilter 0 0.0\n'],
    [
      'counts since the last reading',
      'root@rtr:~# nstat -z\n#kernel\nIpInReceives 9 0.0\nTcpExtIPReversePathFilter 0 0.0\n',
    ],
    ['a file without it', '#kernel\nIpInReceives 9 0.0\n'],
  ])('rules_nothing_out_with_%s', async (_, snmp) => {
    const found = await fate(spoofed, { ...rpFilterUnknown, 'snmp.txt': snmp });
    expect(found).toMatchObject({ cause: { kind: 'rp-filter', confidence: 'possible' } });
  });

  test('a_packet_without_a_route_may_have_counted_as_an_address_error', async () => {
    const counters = counted('IpExtInNoRoutes 0', 'IpInAddrErrors 2');
    expect(await fate({ dst: '10.77.0.1' }, { ...host, ...counters })).toMatchObject({
      cause: { kind: 'no-route', confidence: 'inferred' },
    });
  });

  test.each([
    ['blackhole', { dst: '10.9.0.1' }],
    ['martian-source', { src: '10.1.0.1', dst: '10.2.0.2' }],
  ] as const)('%s_has_none', async (kind, fields) => {
    const found = await fate(fields, { ...host, ...counted('IpInAddrErrors 0', 'IpExtInNoRoutes 0') });
    expect(found).toMatchObject({ cause: { kind, confidence: 'inferred' } });
    expect(found?.cause?.evidence.some(({ file }) => file === 'snmp.txt')).toBe(false);
  });
});
