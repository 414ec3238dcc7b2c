import { echo, toServer } from './client-and-server.ts';
import type { Situation } from './situation.ts';

const web = toServer('tcp', 80, { count: 3 });
const dns = toServer('udp', 53);
const elsewhere = toServer('udp', 53, { dst: '10.62.0.3', sport: 41053 });
/** The client goes on sending what is too large. */
const noFragmentationNeeded = 'iptables-legacy -A INPUT -p icmp --icmp-type fragmentation-needed -j DROP';
/** So that something is traced at all. */
const open = { legacy: '*filter\n-A FORWARD -p sctp -j ACCEPT\nCOMMIT' };

/** Decisions of routing, and settings of interfaces. */
export const routingSituations: Readonly<Record<string, Situation>> = {
  'no route': {
    rules: open,
    ip: [
      'route del 10.62.0.0/24 dev wan6',
      'route add 10.62.0.2 dev wan6',
      'route add 10.62.9.0/24 via 10.62.0.2',
    ],
    dead: { ...web, dst: '10.62.0.3' },
    controls: [dns, toServer('udp', 53, { dst: '10.61.0.1' })],
    fix: ['ip route add 10.62.0.3/32 via 10.62.0.2 dev wan6'],
  },
  'no route to a neighbour that is known': {
    rules: open,
    before: {
      probes: [toServer('udp', 53, { dst: '10.62.0.3' })],
      then: ['ip route del 10.62.0.0/24 dev wan6', 'ip route add 10.62.0.2 dev wan6'],
    },
    dead: { ...web, dst: '10.62.0.3' },
    controls: [dns],
    fix: ['ip route add 10.62.0.3/32 dev wan6'],
  },
  blackhole: {
    rules: open,
    ip: ['route add blackhole 10.62.0.2'],
    dead: web,
    controls: [elsewhere, echo({ dst: '10.62.0.3' })],
    fix: ['ip route del blackhole 10.62.0.2/32'],
  },
  'blackhole of a network': {
    rules: open,
    ip: [
      'route del 10.62.0.0/24 dev wan6',
      'route add 10.62.0.0/16 dev wan6',
      'route add blackhole 10.62.0.0/30',
    ],
    dead: web,
    controls: [toServer('udp', 53, { dst: '10.61.0.1' })],
    fix: ['ip route add 10.62.0.2/32 dev wan6'],
  },
  unreachable: {
    rules: open,
    ip: ['route add unreachable 10.62.0.2'],
    dead: web,
    controls: [elsewhere],
    fix: ['ip route del unreachable 10.62.0.2/32'],
  },
  prohibit: {
    rules: open,
    ip: ['route add prohibit 10.62.0.2'],
    dead: web,
    controls: [elsewhere],
    fix: ['ip route del prohibit 10.62.0.2/32'],
  },
  'an ip rule that prohibits': {
    rules: open,
    ip: ['rule add from 10.61.0.2 to 10.62.0.0/24 prohibit pref 100'],
    dead: web,
    controls: [{ ...dns, src: '10.61.0.3' }, toServer('udp', 53, { dst: '10.61.0.1' })],
    fix: ['ip rule add from 10.61.0.2 to 10.62.0.2 lookup main pref 99'],
  },
  'reverse path filter, strict, on an asymmetric path': {
    rules: open,
    sysctls: ['net.ipv4.conf.lan6.rp_filter=1'],
    ip: ['route add 10.64.0.0/24 via 10.62.0.2'],
    dead: { ...web, src: '10.64.0.7' },
    controls: [dns],
    fix: ['ip route add 10.64.0.7/32 dev lan6'],
  },
  'reverse path filter, with no way back': {
    rules: open,
    sysctls: ['net.ipv4.conf.all.rp_filter=1'],
    dead: { ...web, src: '10.64.0.7' },
    controls: [dns],
    fix: ['ip route add 10.64.0.7/32 dev lan6'],
  },
  'forwarding off on one interface': {
    rules: open,
    sysctls: ['net.ipv4.conf.lan6.forwarding=0'],
    dead: web,
    controls: [
      toServer('udp', 53, { dst: '10.61.0.1' }),
      { ...dns, from: 'server', src: '10.62.0.2', dst: '10.61.0.2' },
    ],
    fix: ['sysctl -w net.ipv4.conf.lan6.forwarding=1'],
  },
  'forwarding off': {
    rules: open,
    sysctls: ['net.ipv4.ip_forward=0'],
    dead: web,
    controls: [toServer('udp', 53, { dst: '10.61.0.1' })],
    fix: ['sysctl -w net.ipv4.conf.lan6.forwarding=1'],
  },
  'larger than the MTU': {
    rules: open,
    ip: ['link set wan6 mtu 1300'],
    client: [noFragmentationNeeded],
    dead: toServer('udp', 514, { payload: 1372, count: 3 }),
    controls: [dns, toServer('udp', 123, { payload: 600 })],
    fix: ['ip link set dev wan6 mtu 1400'],
  },
  'larger than the MTU of a route': {
    rules: open,
    ip: ['route add 10.62.0.2 dev wan6 mtu lock 1300'],
    client: [noFragmentationNeeded],
    dead: toServer('udp', 514, { payload: 1372, count: 3 }),
    controls: [dns, toServer('udp', 123, { payload: 600 })],
    fix: ['ip route replace 10.62.0.2/32 dev wan6 mtu 1400'],
  },
  'an interface that is down': {
    rules: open,
    ip: ['link set wan6 down'],
    dead: web,
    controls: [toServer('udp', 53, { dst: '10.61.0.1' })],
    fix: ['ip link set dev wan6 up'],
  },
};
