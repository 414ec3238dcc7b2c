import type { Probe } from './scenario.ts';

type Options = Partial<Omit<Probe, 'kind' | 'from' | 'src' | 'dst' | 'sport' | 'dport'>>;

const probeOf =
  (kind: Probe['kind']) =>
  /** `udp('client', '10.1.0.2:4001', '10.2.0.2:53', { count: 2, dies: 'filter/FORWARD policy' })` */
  (from: string, source: string, destination: string, options: Options = {}): Probe => {
    const [src = '', sport = '0'] = source.split(':');
    const [dst = '', dport = '0'] = destination.split(':');
    return { kind, from, src, dst, sport: Number(sport), dport: Number(dport), ...options };
  };

/** Hand-made UDP packets. */
export const udp = probeOf('udp');
/** Hand-made TCP packets: SYNs, unless `flags` says otherwise. No kernel keeps a connection for them. */
export const tcp = probeOf('tcp');
/** Echo requests; the ICMP id stands where the destination's port would: `icmp('client', '10.1.0.2', '10.2.0.2:77')`. */
export const icmp = probeOf('icmp');
/** A real connection: open, one request, close. */
export const connect = probeOf('connect');
/** Datagrams of an ordinary UDP socket. */
export const datagram = probeOf('datagram');
