import type { LineRef } from '../../model/evidence.ts';
import type { Clue } from '../../model/clue.ts';
import type { Witness } from '../../model/witness.ts';
import type { ClueFinder } from './clue-finder.ts';

/** The losses that grew most: more of them lead nowhere. */
const mostLosses = 8;

/**
 * Counters of losses that were read twice: what they counted in between was lost then, with or without a trace. A single
 * reading counts since boot, and says nothing of when.
 */
export const lossesCounted: ClueFinder = ({ hostRecords, witnessOf }) =>
  [...hostRecords.keys()].flatMap((host) =>
    growthsOf(readingsOf(witnessOf(host)))
      .toSorted((a, b) => b.to - b.from - (a.to - a.from))
      .slice(0, mostLosses)
      .map(({ source, dev, name, from, to, evidence }) => ({
        kind: 'losses-counted' as const,
        parameters: { source, dev, name, from, to },
        host,
        packets: 0,
        evidence: evidence.map((at) => ({ ...at, text: '' })),
      })),
  );

type Source = Extract<Clue, { kind: 'losses-counted' }>['parameters']['source'];

interface Reading {
  readonly source: Source;
  /** An interface; of CPUs, each. */
  readonly place: string;
  readonly name: string;
  readonly value: number;
  readonly at: LineRef;
}

interface Growth {
  readonly source: Source;
  readonly dev: string | null;
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly evidence: readonly LineRef[];
}

function readingsOf({ kernelCounters, lossCounters, queueDisciplines }: Witness): readonly Reading[] {
  const snmp = kernelCounters
    .filter(({ name, since }) => since === 'boot' && snmpLoss.test(name))
    .map(({ name, value, at }) => ({ source: 'snmp' as const, place: '', name, value, at }));
  const queues = queueDisciplines.map(({ kind, handle, dev, droppedPackets, at }) => ({
    source: 'qdisc' as const,
    place: `${dev} ${handle}`,
    name: kind,
    value: droppedPackets,
    at,
  }));
  return [...lossCounters, ...snmp, ...queues];
}

/** SNMP counters that rise by packets, segments or connections that came to nothing (Documentation/networking/snmp_counter.rst). */
const snmpLoss =
  /^(?:Ip6?(?:InHdrErrors|InAddrErrors|InNoRoutes|OutNoRoutes|InDiscards|OutDiscards|ReasmFails|FragFails|InUnknownProtos|InTruncatedPkts|InTooBigErrors)|Udp6?(?:NoPorts|InErrors|RcvbufErrors|SndbufErrors|InCsumErrors|MemErrors)|TcpInErrs|TcpInCsumErrors|TcpAttemptFails|TcpExt(?:ListenDrops|ListenOverflows|TCPBacklogDrop|IPReversePathFilter|PAWS\w+|TCPReqQFullDrop|TCPTimeWaitOverflow|TCPRcvQDrop|PFMemallocDrop|TCPZeroWindowDrop|TCPOFODrop|LockDroppedIcmps|OutOfWindowIcmps|SyncookiesFailed|ArpFilter|TCPMinTTLDrop|TCPMD5\w+)|IpExt(?:InNoRoutes|InTruncatedPkts|InCsumErrors)|Xfrm(?:In|Out|Fwd)\w+)$/;

/** Nothing where a counter fell: the host was booted in between, or which reading came first is not known. */
function growthsOf(readings: readonly Reading[]): readonly Growth[] {
  const counters = new Map<string, Reading[]>();
  for (const reading of readings) {
    const key = [reading.source, reading.place, reading.name].join('\0');
    const known = counters.get(key);
    if (known === undefined) counters.set(key, [reading]);
    else known.push(reading);
  }
  const pairs = [...counters.values()].filter(({ length }) => length > 1).map(firstAndLast);
  const ways = new Set(pairs.map(([first, last]) => Math.sign(last.value - first.value)));
  // In files whose names tell no order, time ran the way in which counters rose.
  const isBackwards = ways.has(-1) && !ways.has(1) && pairs.every(areOfUnknownOrder);
  if (ways.has(-1) && !isBackwards) return [];
  const growths = new Map<string, Growth>();
  for (const pair of pairs) {
    const [first, last] = isBackwards ? [pair[1], pair[0]] : pair;
    if (last.value === first.value) continue;
    const dev = devOf(first);
    const key = [first.source, dev, first.name].join('\0');
    // The counters of CPUs are told as one.
    const { from = 0, to = 0, evidence = [] } = growths.get(key) ?? {};
    growths.set(key, {
      source: first.source,
      dev,
      name: first.name,
      from: from + first.value,
      to: to + last.value,
      evidence: [...evidence, first.at, last.at],
    });
  }
  return [...growths.values()];
}

function devOf({ source, place }: Reading): string | null {
  if (source === 'snmp' || source === 'conntrack' || source === 'softnet') return null;
  const [dev = ''] = place.split(' ');
  return dev === '' ? null : dev;
}

function firstAndLast(readings: readonly Reading[]): readonly [Reading, Reading] {
  const ordered = readings.toSorted((a, b) => rankOfName(a.at.file) - rankOfName(b.at.file));
  return [ordered[0] as Reading, ordered.at(-1) as Reading];
}

function areOfUnknownOrder([first, last]: readonly [Reading, Reading]): boolean {
  return first.at.file !== last.at.file && rankOfName(first.at.file) === rankOfName(last.at.file);
}

function rankOfName(file: string): number {
  if (/(?:^|[^a-z])(?:before|pre|old|start|first)(?:[^a-z]|$)/i.test(file)) return 0;
  return /(?:^|[^a-z])(?:after|post|new|end|last)(?:[^a-z]|$)/i.test(file) ? 2 : 1;
}
