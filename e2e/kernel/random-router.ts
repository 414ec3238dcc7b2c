import type { MatchPacket } from '../../core/kernel/match/match-packet.ts';
import { unknownPacket } from '../../core/kernel/match/match-packet.ts';
import type { Namespace } from './namespace.ts';
import type { Random } from './random.ts';
import { pool } from './random-pool.ts';

/** The ports outside; `pN` leads to `rN` of the router, which has the address 10.0.N.1. */
export const ports = ['p0', 'p1', 'p2'];

export function routerMac(port: string): string {
  return `02:00:00:00:00:a${port.slice(1)}`;
}

/** Three networks, a default route, a blackhole, and a table for packets with mark 1. */
export function makeRouter(router: Namespace, outsideName: string): void {
  router.ip('link', 'set', 'lo', 'up');
  for (const port of ports) {
    const device = `r${port.slice(1)}`;
    const peer = ['peer', 'name', port, 'netns', outsideName, 'address', `02:00:00:00:00:b${port.slice(1)}`];
    router.ip('link', 'add', device, 'address', routerMac(port), 'type', 'veth', ...peer);
  }
  router.setSysctls([
    'net.ipv4.ip_forward=1',
    'net.ipv6.conf.all.disable_ipv6=1',
    ...['all', 'default', 'r0', 'r1', 'r2'].flatMap((dev) => [
      `net.ipv4.conf.${dev}.rp_filter=0`,
      `net.ipv4.conf.${dev}.forwarding=1`,
      `net.ipv4.conf.${dev}.send_redirects=0`,
    ]),
  ]);
  // Of several addresses, MASQUERADE takes the one in the network of the next hop, and REDIRECT the first.
  const commands = ports.flatMap((port) => {
    const device = `r${port.slice(1)}`;
    return [
      `addr add 172.30.${port.slice(1)}.1/24 dev ${device}`,
      `addr add 10.0.${port.slice(1)}.1/24 brd + dev ${device}`,
      `link set ${device} up arp off`,
    ];
  });
  router.batch(commands);
}

export function addRoutes(router: Namespace): void {
  router.batch([
    'route add default via 10.0.1.2 dev r1',
    'route add blackhole 198.51.100.0/24',
    'route add 203.0.113.0/24 dev r2 table 100',
    'route add prohibit 192.0.2.0/28 table 100',
    'rule add fwmark 0x1/0x1 lookup 100 pref 100',
  ]);
}

/** A packet that comes in by a random port, with everything known about it. */
export function randomArrival(random: Random): MatchPacket & { readonly port: string } {
  const { pick } = random;
  const port = pick(ports);
  const protocol = pick(['tcp', 'tcp', 'tcp', 'udp', 'udp', 'icmp', '99']);
  const hasPorts = protocol === 'tcp' || protocol === 'udp';
  const [tcpFlags, tcpState] = pick([
    [2, 'NEW'],
    [2, 'NEW'],
    [2, 'NEW'],
    [16, 'NEW'],
    [18, 'INVALID'],
    [4, 'INVALID'],
  ] as const);
  const [icmpType, icmpState] = pick([
    [8, 'NEW'],
    [8, 'NEW'],
    [0, 'INVALID'],
  ] as const);
  const lengths: Readonly<Record<string, number>> = { tcp: 48, udp: 36, icmp: 36 };
  return {
    ...unknownPacket('ipv4'),
    port,
    protocol,
    src: pick(pool.sources),
    dst: pick(pool.destinations),
    sport: hasPorts ? pick(pool.ports) : null,
    dport: hasPorts ? pick(pool.ports) : null,
    icmpType: protocol === 'icmp' ? icmpType : null,
    icmpCode: protocol === 'icmp' ? 0 : null,
    inInterface: `r${port.slice(1)}`,
    outInterface: '',
    physIn: '',
    physOut: '',
    srcMac: pick(['02:00:00:00:00:f0', '02:00:00:00:00:f1']),
    linkType: 'unicast',
    mark: 0,
    tos: pick([0, 0, 0x10, 0xb8]),
    ecn: pick([0, 0, 1, 2]),
    ttl: pick([64, 64, 64, 10, 1]),
    length: lengths[protocol] ?? 28,
    tcpFlags: protocol === 'tcp' ? tcpFlags : null,
    tcpOptions: [],
    fragmentOffset: 0,
    ctstates: [protocol === 'tcp' ? tcpState : protocol === 'icmp' ? icmpState : 'NEW'],
    owner: 'none',
  };
}

/** A packet that a process of the router sends from a raw socket. */
export function randomOwn(random: Random): MatchPacket {
  const arrival = randomArrival(random);
  return {
    ...arrival,
    src: random.pick(['10.0.0.1', '10.0.1.1', '10.0.2.1']),
    dst: random.pick(
      pool.destinations.filter((address) => !address.endsWith('.255') && address !== '10.0.0.1'),
    ),
    inInterface: '',
    srcMac: '',
    tos: 0,
    ecn: 0,
    ttl: 64,
    owner: { uid: 0, gid: 0 },
  };
}
