import type { Journeys } from '../../model/journey.ts';
import type { SeenPacket, Witness } from '../../model/witness.ts';
import type { TraceEvents } from '../../model/trace.ts';
import { expectedEntering, type ExpectedPacket } from './expected-packet.ts';
import { endsKey } from '../../kernel/flow-key.ts';
import { type CapturePoint, capturePointsOf } from './interface-capture.ts';

/** Both clocks read the same moment within this; besides, one may run faster by this many millionths. */
const CLOSE_MICROSECONDS = 300;
const DRIFT = 100e-6;
/** How many packets that look alike are tried, and how many in all. */
const MOST_CANDIDATES = 48;
const MOST_PACKETS = 2_000;
/** The gaps between packets are compared for this many captures at most. */
const MOST_FILES = 32;

/**
 * The witnesses without the captures of another time: the same test run again shows the same flows. The packets of a
 * capture that was running came in when the log says, all with one difference of the clocks, or have the log's IP IDs.
 * Where that does not tell, as by a log that counts whole seconds, two captures of different times that show the same
 * packet leave open which of them is the log's: neither is used.
 */
export function witnessesOfTheLog(
  events: TraceEvents,
  journeys: Journeys,
  witnessOf: (host: string) => Witness,
): (host: string) => Witness {
  const known = new Map<string, Witness>();
  return (host) => {
    let witness = known.get(host);
    if (witness === undefined) {
      const all = witnessOf(host);
      const strange = filesOfAnotherTime(events, journeys, host, all.seenPackets);
      const seenPackets = all.seenPackets.filter(({ at }) => !strange.has(at.file));
      witness = strange.size === 0 ? all : { ...all, seenPackets };
      known.set(host, witness);
    }
    return witness;
  };
}

function filesOfAnotherTime(
  events: TraceEvents,
  journeys: Journeys,
  host: string,
  seenPackets: readonly SeenPacket[],
): ReadonlySet<string> {
  const points = capturePointsOf(seenPackets);
  if (points.length === 0) return new Set();
  const entering = enteringOf(events, journeys, host);
  const files = [...new Set(points.map(({ file }) => file))].map((file) => ({
    file,
    points: points.filter((point) => point.file === file),
  }));
  const isStrange = files.map((each) => isOfAnotherTime(each.points, entering));
  const left = files
    .filter((_, index) => isStrange[index] === false)
    .map((each, index) => ({ ...each, times: index < MOST_FILES ? timesByLikeness(each.points) : nothing }));
  const doubted = left.filter((one) =>
    left.some((other) => other !== one && contradict(one, other, entering)),
  );
  return new Set([...files.filter((_, index) => isStrange[index]), ...doubted].map(({ file }) => file));
}

interface CaptureFile {
  readonly points: readonly CapturePoint[];
  /** The times of its packets, by what they look like. */
  readonly times: ReadonlyMap<string, readonly number[]>;
}

const nothing: CaptureFile['times'] = new Map();

/** Two captures that were not running at the same time show the same packets come in. */
function contradict(one: CaptureFile, other: CaptureFile, entering: readonly ExpectedPacket[]): boolean {
  const [first, second] = [spanOf(one.points), spanOf(other.points)];
  if (isDated(first) !== isDated(second)) return false;
  if (!(first.from > second.to || second.from > first.to)) return runApart(one, other);
  const shows = ({ points }: CaptureFile, packet: ExpectedPacket): boolean =>
    points.some(
      (point) =>
        packet.interfaces?.includes(point.interface) === true && candidatesOf(point, packet).length > 0,
    );
  return entering.some((packet) => shows(one, packet) && shows(other, packet));
}

/** Of one moment, both would show each packet of an interface with the same difference of their clocks. */
function runApart(one: CaptureFile, other: CaptureFile): boolean {
  let [least, most] = [Infinity, -Infinity];
  for (const [likeness, times] of one.times) {
    const others = other.times.get(likeness);
    if (others?.length !== times.length) continue;
    times.forEach((time, index) => {
      const apart = time - (others[index] as number);
      if (Number.isNaN(apart)) return;
      least = Math.min(least, apart);
      most = Math.max(most, apart);
    });
  }
  return most - least > CLOSE_MICROSECONDS + DRIFT * lengthOf(one.points);
}

/** The times of packets that look alike at one interface, of its first packets. */
function timesByLikeness(points: readonly CapturePoint[]): ReadonlyMap<string, readonly number[]> {
  const times = new Map<string, number[]>();
  for (const point of points)
    point.packets.slice(0, MOST_PACKETS).forEach((packet, index) => {
      const likeness = [
        point.interface,
        packet.protocol,
        endsKey(packet),
        packet.lengthBytes,
        packet.tcpFlags,
      ];
      const own = times.get(likeness.join(' '));
      if (own === undefined) times.set(likeness.join(' '), [point.clock[index] as number]);
      else own.push(point.clock[index] as number);
    });
  return times;
}

function lengthOf(points: readonly CapturePoint[]): number {
  const { from, to } = spanOf(points);
  return Number.isFinite(to - from) ? to - from : 0;
}

interface Span {
  readonly from: number;
  readonly to: number;
}

/** A summary without dates counts from midnight. */
function isDated({ from }: Span): boolean {
  return from > 86_400e6;
}

/** NaN where the captures have no time: that is before or after none. */
function spanOf(points: readonly CapturePoint[]): Span {
  return {
    from: points.reduce((least, { clock }) => Math.min(least, clock[0] ?? Infinity), Infinity),
    to: points.reduce((most, { clock }) => Math.max(most, clock.at(-1) ?? -Infinity), -Infinity),
  };
}

function enteringOf(events: TraceEvents, journeys: Journeys, host: string): readonly ExpectedPacket[] {
  const found: ExpectedPacket[] = [];
  for (let journey = 0; journey < journeys.count && found.length < MOST_PACKETS; journey++) {
    const end = journeys.shapes[journeys.shape[journey] as number];
    if (journeys.places[end?.place ?? -1]?.place.host !== host) continue;
    const packet = expectedEntering(events, journeys, journey);
    if (packet !== null) found.push(packet);
  }
  return found;
}

/** What the numbers of packets say, and where none are shown, their times. */
function isOfAnotherTime(points: readonly CapturePoint[], entering: readonly ExpectedPacket[]): boolean {
  let isNumbered = false;
  for (const expected of entering) {
    const here = points.filter((point) => expected.interfaces?.includes(point.interface) === true);
    if (here.flatMap((point) => candidatesOf(point, expected)).some(({ isExact }) => isExact)) return false;
    isNumbered ||= here.some((point) => ofFlow(point, expected).some(({ seq }) => seq !== null));
  }
  return isNumbered || cameAtOtherTimes(points, entering);
}

/** Fewer than four fifths of the log's packets that it may show came in when the log says. */
function cameAtOtherTimes(points: readonly CapturePoint[], entering: readonly ExpectedPacket[]): boolean {
  const timed = entering.filter(({ uptimeMicroseconds }) => uptimeMicroseconds % 1e6 > 0);
  const differences: { readonly microseconds: number; readonly packet: number }[] = [];
  let sought = 0;
  for (const [packet, expected] of timed.entries()) {
    const here = points.filter((point) => expected.interfaces?.includes(point.interface) === true);
    if (here.some((point) => ofFlow(point, expected).length > 0)) sought++;
    for (const { clock } of here.flatMap((point) => candidatesOf(point, expected)))
      if (!Number.isNaN(clock))
        differences.push({ microseconds: clock - expected.uptimeMicroseconds, packet });
  }
  if (sought < 2 || differences.length === 0) return false;
  const span = (timed.at(-1)?.uptimeMicroseconds ?? 0) - (timed[0]?.uptimeMicroseconds ?? 0);
  return mostWithin(differences, CLOSE_MICROSECONDS + DRIFT * Math.abs(span)) < 0.8 * sought;
}

function ofFlow({ packets, byFlow }: CapturePoint, { keys }: ExpectedPacket): readonly SeenPacket[] {
  return keys.flatMap((key) => byFlow.get(key) ?? []).flatMap((index) => packets[index] ?? []);
}

function candidatesOf(
  { packets, clock, byFlow }: CapturePoint,
  { keys, fits, ipId }: ExpectedPacket,
): readonly { readonly clock: number; readonly isExact: boolean }[] {
  return keys
    .flatMap((key) => (byFlow.get(key) ?? []).slice(0, MOST_CANDIDATES))
    .flatMap((index) => {
      const packet = packets[index];
      if (packet === undefined || packet.direction === 'out' || !fits(packet)) return [];
      // What fits has the packet's own number wherever the capture shows one.
      const isExact = packet.seq !== null || (ipId !== 0 && packet.ipId === ipId);
      return [{ clock: clock[index] as number, isExact }];
    });
}

/** How many packets agree, at best, on one difference of the clocks. */
function mostWithin(
  differences: readonly { readonly microseconds: number; readonly packet: number }[],
  width: number,
): number {
  const sorted = differences.toSorted((a, b) => a.microseconds - b.microseconds);
  const inside = new Map<number, number>();
  let most = 0;
  let from = 0;
  for (const { microseconds, packet } of sorted) {
    inside.set(packet, (inside.get(packet) ?? 0) + 1);
    for (let first = sorted[from]; first !== undefined && first.microseconds < microseconds - width;) {
      const left = (inside.get(first.packet) ?? 0) - 1;
      if (left === 0) inside.delete(first.packet);
      else inside.set(first.packet, left);
      from++;
      first = sorted[from];
    }
    most = Math.max(most, inside.size);
  }
  return most;
}
