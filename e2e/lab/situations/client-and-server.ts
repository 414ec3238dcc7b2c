import type { Link, Probe } from '../scenario.ts';

/** `client` (10.61.0.2, at lan6) and `server` (10.62.0.2 and 10.62.0.3, at wan6), with the router at .1 of each. */
export const clientAndServer: readonly Link[] = [
  {
    dev: 'lan6',
    addresses: ['10.61.0.1/24', '2001:db8:61::1/64'],
    peer: 'client',
    peerAddresses: ['10.61.0.2/24', '10.61.0.3/24', '2001:db8:61::2/64'],
    gateway: '10.61.0.1',
  },
  {
    dev: 'wan6',
    addresses: ['10.62.0.1/24', '2001:db8:62::1/64'],
    peer: 'server',
    peerAddresses: ['10.62.0.2/24', '10.62.0.3/24', '2001:db8:62::2/64', '2001:db8:62::3/64'],
    gateway: '10.62.0.1',
  },
];

/** From the client to the server's first address; what is given comes in its place. */
export function toServer(kind: 'udp' | 'tcp', dport: number, other: Partial<Probe> = {}): Probe {
  return { kind, from: 'client', src: '10.61.0.2', dst: '10.62.0.2', sport: 40000 + dport, dport, ...other };
}

/** An echo request. */
export function echo(other: Partial<Probe> = {}): Probe {
  return { kind: 'icmp', from: 'client', src: '10.61.0.2', dst: '10.62.0.2', sport: 0, dport: 777, ...other };
}

/** The same in IPv6. */
export const inIpv6 = { src: '2001:db8:61::2', dst: '2001:db8:62::2' } as const;
