import { expect, test } from 'vitest';
import { listed, listingOf } from './listing-of-command.ts';

test.each([
  ['ip route', 'routes', 'whole'],
  ['sudo ip -4 r', 'routes', 'whole'],
  ['ip -c route show table all', 'routes', 'whole'],
  ['ip route list table 100', 'routes', 'whole'],
  ['ip r s vrf blue', 'routes', 'whole'],
  ['ip route 2>&1 | tee /tmp/routes', 'routes', 'whole'],
  ['ip rule; ip route', 'routes', 'whole'],
  ['ip route show dev eth0', 'routes', 'part'],
  ['ip route show 10.0.0.0/8', 'routes', 'part'],
  ['ip route | grep eth0', 'routes', 'part'],
  ['ip route get 192.0.2.1', 'routes', 'part'],
  ['ip -6 ru', 'rules', 'whole'],
  ['ip rule list table 201', 'rules', 'part'],
  ['ip addr', 'interfaces', 'whole'],
  ['ip a s', 'interfaces', 'whole'],
  ['ip -d link', 'interfaces', 'whole'],
  ['ifconfig -a', 'interfaces', 'whole'],
  ['ip -br addr show', 'interfaces', 'whole'],
  ['ip addr show eth0', 'interfaces', 'part'],
  ['ip -d link show type vrf', 'interfaces', 'part'],
  ['ifconfig eth0', 'interfaces', 'part'],
] as const)('%s lists its %s: %s', (command, what, listing) => {
  expect(listingOf(command, listed[what])).toBe(listing);
});
