import type { CapturePoint } from './interface-capture.ts';
import type { ExpectedPacket } from './expected-packet.ts';

/** How many of the packets that look alike are looked at, the nearest first. */
const MOST_CANDIDATES = 48;
/** The host passes a packet on in less; one that waits for a neighbour's address may rest for three seconds. */
export const LONGEST_MICROSECONDS = 4_000_000;
/** A packet of one flow that is so near to a line leaves no doubt, where the next of its kind is much farther. */
const NEAR_MICROSECONDS = 20_000;

/** A packet of the log found in a capture. */
export interface Match {
  /** Index of the point's packet. */
  readonly seen: number;
  /** No other packet of the flow can be meant: the IP ID, a sequence number or the time says so. */
  readonly sure: boolean;
  /** The IP ID or a sequence number says so. */
  readonly isNumbered: boolean;
}

/** What a point says of packets: found, or not found with nothing left that could be it (`absent`), or open. */
export interface CameraAnswer {
  readonly matches: ReadonlyMap<ExpectedPacket, Match>;
  readonly absent: ReadonlySet<ExpectedPacket>;
  /** From the log's uptime to the capture's clock, in microseconds; null where nothing tells. */
  readonly offset: number | null;
}

/**
 * Pairs packets of the log with those of a capture: each with at most one. Those whose IP ID agrees come first, then the
 * nearest in time, and without a common clock in order. `free` are the capture's packets that are still to be had;
 * `otherOffset` is what other captures of the file say of its clock.
 */
export function matchCamera(
  point: CapturePoint,
  expected: readonly ExpectedPacket[],
  free: Uint8Array,
  direction: 'in' | 'out',
  otherOffset: number | null,
): CameraAnswer {
  const ordinals = new Map<string, number>();
  const candidates = expected.map((packet) => {
    const ordinal = ordinals.get(packet.keys.join()) ?? 0;
    ordinals.set(packet.keys.join(), ordinal + 1);
    return candidatesOf(point, packet, free, direction, ordinal);
  });
  const own = clockOffset(point, expected, candidates);
  const offset = otherOffset ?? own;
  const distance = (packet: ExpectedPacket, seen: number): number =>
    offset === null ? NaN : Math.abs((point.clock[seen] as number) - packet.uptimeMicroseconds - offset);
  const pairs = expected.flatMap((packet, index) =>
    (candidates[index] as readonly number[]).flatMap((seen, rank) => {
      const apart = distance(packet, seen);
      if (apart > LONGEST_MICROSECONDS) return [];
      const sameId = packet.ipId !== 0 && point.packets[seen]?.ipId === packet.ipId;
      return [
        { packet, others: candidates[index] ?? [], seen, sameId, cost: Number.isNaN(apart) ? rank : apart },
      ];
    }),
  );
  // What fits has the packet's own number wherever the capture shows one.
  const isNumbered = (packet: ExpectedPacket, seen: number): boolean => {
    const { seq = null, icmpSeq = null, ipId = null } = point.packets[seen] ?? {};
    return seq !== null || icmpSeq !== null || (packet.ipId !== 0 && ipId === packet.ipId);
  };
  const isAlone = (packet: ExpectedPacket, seen: number, others: readonly number[]): boolean => {
    const apart = distance(packet, seen);
    return (
      apart < NEAR_MICROSECONDS &&
      others.every((other) => other === seen || distance(packet, other) > 4 * apart + 1_000)
    );
  };
  pairs.sort((a, b) => Number(b.sameId) - Number(a.sameId) || a.cost - b.cost);

  const matches = new Map<ExpectedPacket, Match>();
  const takenBy = new Map<number, ExpectedPacket>();
  for (const { packet, others, seen } of pairs) {
    if (matches.has(packet) || takenBy.has(seen)) continue;
    const numbered = isNumbered(packet, seen);
    matches.set(packet, { seen, sure: numbered || isAlone(packet, seen, others), isNumbered: numbered });
    takenBy.set(seen, packet);
  }
  const absent = new Set<ExpectedPacket>();
  expected.forEach((packet, index) => {
    if (matches.has(packet)) return;
    const possible = (candidates[index] as readonly number[]).filter(
      (seen) => !(distance(packet, seen) > LONGEST_MICROSECONDS),
    );
    const rivals = possible.flatMap((seen) => {
      const taker = takenBy.get(seen);
      const match = taker === undefined ? undefined : matches.get(taker);
      if (taker === undefined || match === undefined) return [];
      const clear =
        (taker.ipId !== 0 && point.packets[seen]?.ipId === taker.ipId) ||
        distance(packet, seen) > 10 * distance(taker, seen) + 1000;
      return clear ? [] : [taker];
    });
    for (const rival of rivals) matches.delete(rival);
    if (rivals.length === 0 && !mayStillBe(point, packet, free, takenBy, distance)) absent.add(packet);
  });
  for (const { seen } of matches.values()) free[seen] = 0;
  return { matches, absent, offset: own };
}

/** Packets of the point that fit, in order; of many, those around the place where this one would stand. */
function candidatesOf(
  { packets, byFlow }: CapturePoint,
  { keys, fits }: ExpectedPacket,
  free: Uint8Array,
  direction: 'in' | 'out',
  ordinal: number,
): readonly number[] {
  const away = direction === 'in' ? 'out' : 'in';
  return keys.flatMap((key) => {
    const list = byFlow.get(key) ?? [];
    const from = list.length <= MOST_CANDIDATES ? 0 : Math.max(0, ordinal - MOST_CANDIDATES / 2);
    return list.slice(from, from + MOST_CANDIDATES).filter((index) => {
      const packet = packets[index];
      return free[index] === 1 && packet !== undefined && packet.direction !== away && fits(packet);
    });
  });
}

/**
 * The median of what packets say that share their IP ID with one candidate alone, and those of flows of which capture
 * and log show the same number of packets, in their order.
 */
function clockOffset(
  { packets, clock }: CapturePoint,
  expected: readonly ExpectedPacket[],
  candidates: readonly (readonly number[])[],
): number | null {
  const sizes = new Map<string, number>();
  const places = expected.map(({ keys }) => {
    const place = sizes.get(keys.join()) ?? 0;
    sizes.set(keys.join(), place + 1);
    return place;
  });
  const offsets = expected.flatMap(({ ipId, uptimeMicroseconds, keys }, index) => {
    const list = candidates[index] as readonly number[];
    const sameId = ipId === 0 ? [] : list.filter((seen) => packets[seen]?.ipId === ipId);
    const flow = sizes.get(keys.join()) ?? 0;
    const inOrder = list.length === flow && flow <= MOST_CANDIDATES ? [list[places[index] as number]] : [];
    const [only] = sameId.length === 1 ? sameId : inOrder;
    const offset = only === undefined ? NaN : (clock[only] as number) - uptimeMicroseconds;
    return Number.isNaN(offset) ? [] : [offset];
  });
  return offsets.length === 0 ? null : (offsets.sort((a, b) => a - b)[offsets.length >> 1] as number);
}

/** Whether the point shows a packet that could be this one in pieces, or changed on its last steps. */
function mayStillBe(
  { packets, byFlow }: CapturePoint,
  packet: ExpectedPacket,
  free: Uint8Array,
  takenBy: ReadonlyMap<number, ExpectedPacket>,
  distance: (packet: ExpectedPacket, seen: number) => number,
): boolean {
  return packet.loosely.some((key) =>
    (byFlow.get(key) ?? []).some(
      (seen) =>
        free[seen] === 1 &&
        !takenBy.has(seen) &&
        !(distance(packet, seen) > LONGEST_MICROSECONDS) &&
        (packets[seen]?.ipId ?? packet.ipId) === packet.ipId,
    ),
  );
}
