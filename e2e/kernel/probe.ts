import type { MatchPacket } from '../../core/kernel/match/match-packet.ts';
import type { SimulatedWay } from '../../core/model/simulation.ts';
import type { Counted, SentPacket } from './count-rules.ts';
import { etherFrame, ipPacket } from './frame.ts';
import type { Namespace } from './namespace.ts';
import { makeNamespace } from './namespace.ts';
import type { Random } from './random.ts';
import { randomArrival, randomOwn, routerMac } from './random-router.ts';

/** A packet, and how it is sent. */
export interface Probe {
  readonly packet: MatchPacket;
  readonly sent: SentPacket;
}

/** A packet that comes in by one of the ports. */
export function arrivals(random: Random): Probe {
  const { port, ...packet } = randomArrival(random);
  return { packet, sent: { port, frame: etherFrame(packet, routerMac(port)).toString('hex') } };
}

/** A packet that the router sends itself. */
export function own(random: Random): Probe {
  const packet = randomOwn(random);
  return { packet, sent: { local: true, frame: ipPacket(packet).toString('hex') } };
}

/** The way, where exactly one is left and nothing is taken for granted; else what is left. */
export function onlyWay(ways: readonly SimulatedWay[]): SimulatedWay | string {
  const [way, ...others] = ways;
  // There is one connection at a time, so every port is free.
  const assumes = way?.assumes.filter(({ kind }) => kind !== 'free-tuple') ?? [];
  if (way === undefined || others.length > 0 || assumes.length > 0)
    return `not decided: ${ways.map(({ disposition, assumes }) => `${disposition} (${assumes.map(({ kind }) => kind).join(', ')})`).join('; ')}`;
  return way;
}

/** Null where the packet came out as foreseen. */
export function wrongEgress({ egress, end }: SimulatedWay, seen: Counted['seen']): string | null {
  const came = seen.map(([port, packet]) => `${port} ${headerOf(Buffer.from(packet, 'hex'))}`).join();
  const foreseen = egress === null ? '' : egressOf(egress);
  return came === foreseen
    ? null
    : `${JSON.stringify(end)}: came out as "${came}", foreseen was "${foreseen}"`;
}

function egressOf({
  interface: device,
  src,
  dst,
  sport,
  dport,
}: NonNullable<SimulatedWay['egress']>): string {
  return `p${device?.slice(1)} ${src} ${sport ?? '-'} ${dst} ${dport ?? '-'}`;
}

function headerOf(packet: Buffer): string {
  const address = (at: number): string => [...packet.subarray(at, at + 4)].join('.');
  const hasPorts = packet[9] === 6 || packet[9] === 17;
  const port = (at: number): string => (hasPorts ? String(packet.readUInt16BE(at)) : '-');
  return `${address(12)} ${port(20)} ${address(16)} ${port(22)}`;
}

/** The packet in a line. */
export function briefly({
  protocol,
  src,
  dst,
  sport,
  dport,
  inInterface,
  tcpFlags,
  icmpType,
  ttl,
  tos,
  ecn,
}: MatchPacket): string {
  return `${protocol} ${src}:${sport} > ${dst}:${dport} in ${inInterface} flags ${tcpFlags} icmp ${icmpType} ttl ${ttl} tos ${tos} ecn ${ecn}`;
}

/** A namespace, where one can be made. */
export function namespace(name: string): Namespace {
  const made = makeNamespace(name);
  if ('impossible' in made) throw new Error(made.impossible);
  return made;
}
