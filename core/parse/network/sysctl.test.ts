import { expect, test } from 'vitest';
import { sysctl } from './sysctl.ts';

test('settings, also of an interface with a dot in its name, and the host from kernel.hostname', () => {
  const parsed = sysctl.parse(
    [
      'net.ipv4.conf.eth0/100.rp_filter = 2',
      'kernel.hostname = gw01',
      'net.ipv4.tcp_rmem = 4096\t131072\t6291456',
      'net.ipv4.ip_local_reserved_ports = ',
      "sysctl: permission denied on key 'net.ipv4.tcp_fastopen_key'",
      'net.ipv4.conf.all.rp_f',
    ],
    'f',
  );
  expect(parsed.records).toMatchObject({
    items: [
      { key: 'net.ipv4.conf.eth0/100.rp_filter', value: '2', at: { line: 1 } },
      { key: 'kernel.hostname', value: 'gw01' },
      { value: '4096\t131072\t6291456' },
      { key: 'net.ipv4.ip_local_reserved_ports', value: '' },
    ],
  });
  expect(parsed.host).toBe('gw01');
  expect(parsed.lines).toEqual({ parsed: 4, notOurs: 1, notModelled: 0, malformed: 1 });
});
