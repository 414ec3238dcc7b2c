import { type Analysis, readAddress } from '../../core/index.ts';
import type { JourneyColumn, Sort } from './sort-columns.ts';

/** Sorts after all values, whichever way: the packet has no such field. */
const absent = 0xffffffff;

/**
 * Packets (indexes from 0; null for all) in the order of a column. Those alike stay in the order of the log. A million take
 * a tenth of a second: key and index are the halves of one number, which typed arrays sort without asking back.
 */
export function sortPackets(
  analysis: Analysis,
  packets: Uint32Array | null,
  { by, down }: Sort<JourneyColumn>,
): Uint32Array {
  const keyOf = keys(analysis, by);
  const count = packets?.length ?? analysis.journeys.count;
  const keyed = new BigUint64Array(count);
  // The lower half stands first on every machine that runs a browser.
  const halves = new Uint32Array(keyed.buffer);
  for (let i = 0; i < count; i++) {
    const packet = packets === null ? i : (packets[i] as number);
    const key = keyOf(packet);
    halves[2 * i] = packet;
    halves[2 * i + 1] = key === absent || !down ? key : absent - 1 - key;
  }
  keyed.sort();
  return Uint32Array.from({ length: count }, (_, i) => halves[2 * i] as number);
}

/** A number for each packet; greater for what comes later. */
function keys(analysis: Analysis, by: JourneyColumn): (packet: number) => number {
  const { events, journeys, outcomes } = analysis;
  const { headers, identities } = events;
  const headerOf = (packet: number) => events.header[journeys.first[packet] as number] as number;
  const identityOf = (packet: number) => events.identity[journeys.first[packet] as number] as number;
  const ofHeader = (column: ArrayLike<number>) => (packet: number) =>
    (column[headerOf(packet)] as number) || absent;
  const ofIdentity = (column: ArrayLike<number>) => (packet: number) =>
    (column[identityOf(packet)] as number) || absent;
  const named = (nameOf: (packet: number) => number) => byName(events.names, journeys.count, nameOf);
  switch (by) {
    case 'time':
      return (packet) => packet;
    case 'src':
      return named((packet) => headers.src[headerOf(packet)] as number);
    case 'dst':
      return named((packet) => headers.dst[headerOf(packet)] as number);
    case 'proto':
      return named((packet) => identities.protocol[identityOf(packet)] as number);
    case 'in':
      return named((packet) => headers.inInterface[headerOf(packet)] as number);
    case 'out':
      return named(
        (packet) => headers.outInterface[events.header[journeys.last[packet] as number] as number] as number,
      );
    case 'to MAC':
      return named((packet) => headers.dstMac[headerOf(packet)] as number);
    case 'steps':
      return (packet) => journeys.shapes[journeys.shape[packet] as number]?.length ?? 0;
    case 'end':
      return (packet) =>
        (outcomes.disposition[packet] as number) * 0x10000 +
        Math.min((outcomes.cause[packet] as number) + 1, 0xffff);
    case 'TTL':
      return (packet) => (events.ttl[journeys.first[packet] as number] as number) || absent;
    case 'ID':
      return ofIdentity(identities.ipId);
    case 'length':
      return ofIdentity(identities.length);
    case 'SEQ':
      return ofIdentity(identities.seq);
    case 'ACK':
      return ofIdentity(identities.ack);
    case 'flags':
      return ofIdentity(identities.tcpFlags);
    case 'fragment':
      return ofIdentity(identities.fragment);
    case 'mark':
      return ofHeader(headers.mark);
    case 'TOS':
      return ofHeader(headers.tos);
  }
}

/** By the ranks of names: addresses by their value, IPv4 first, then all else as people count (`eth2` before `eth10`). */
function byName(
  names: readonly string[],
  packets: number,
  nameOf: (packet: number) => number,
): (packet: number) => number {
  const used = new Uint8Array(names.length);
  for (let packet = 0; packet < packets; packet++) used[nameOf(packet)] = 1;
  const words = new Uint32Array(4 * names.length);
  const versions = new Uint8Array(names.length);
  const met: number[] = [];
  names.forEach((name, i) => {
    if (used[i] === 0 || name === '') return;
    met.push(i);
    versions[i] = readAddress(name, words, 4 * i) || 7;
  });
  const { compare } = new Intl.Collator('en', { numeric: true });
  met.sort((a, b) => {
    const version = (versions[a] as number) - (versions[b] as number);
    if (version !== 0) return version;
    if (versions[a] === 7) return compare(names[a] as string, names[b] as string);
    for (let word = 0; word < 4; word++) {
      const order = (words[4 * a + word] as number) - (words[4 * b + word] as number);
      if (order !== 0) return order;
    }
    return 0;
  });
  const ranks = new Uint32Array(names.length).fill(absent);
  met.forEach((name, rank) => (ranks[name] = rank));
  return (packet) => ranks[nameOf(packet)] as number;
}
