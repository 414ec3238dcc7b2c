import { expect, test } from 'vitest';
import { ipAddr } from './ip-addr.ts';

test('links with flags, master and MAC, and their addresses', () => {
  const { records } = ipAddr.parse(
    `1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue state UNKNOWN group default qlen 1000
    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00
    inet 127.0.0.1/8 scope host lo
5: veth7@if2: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1450 qdisc noqueue master br0 state UP group default
    link/ether 02:42:ac:75:88:18 brd ff:ff:ff:ff:ff:ff link-netnsid 2
    inet6 fe80::42:acff:fe75:8818/64 scope link
       valid_lft forever preferred_lft forever
    inet 10.8.0.1 peer 10.8.0.2/32 scope global veth7`.split('\n'),
    'f',
  );
  expect(records).toMatchObject({
    kind: 'links',
    items: [
      { name: 'lo', mtu: 65536, master: null },
      { name: 'veth7', mtu: 1450, master: 'br0', mac: '02:42:ac:75:88:18', at: { line: 4 } },
    ],
    addresses: [
      { family: 'ipv4', dev: 'lo', address: '127.0.0.1', prefixLength: 8 },
      { family: 'ipv6', dev: 'veth7', address: 'fe80::42:acff:fe75:8818', prefixLength: 64 },
      { family: 'ipv4', dev: 'veth7', address: '10.8.0.1', prefixLength: 32 },
    ],
  });
});

test('ip -o addr prints addresses without links', () => {
  const lines = ['2: eth0    inet 10.0.0.1/24 brd 10.0.0.255 scope global eth0\\       valid_lft forever'];
  expect(ipAddr.recognises({ path: 'f', lines })).toBe(true);
  expect(ipAddr.parse(lines, 'f').records).toMatchObject({
    items: [],
    addresses: [{ dev: 'eth0', address: '10.0.0.1', prefixLength: 24 }],
  });
});
