import type { SeenPacket } from '../../model/witness.ts';
import type { ExpectedPacket } from './expected-packet.ts';
import type { CapturePoint } from './interface-capture.ts';

/** The flows that leave at the point in at least as many packets as the log has: it lacks none of them. */
export function flowsThatAllLeft(
  point: CapturePoint,
  expected: readonly ExpectedPacket[],
): ReadonlySet<string> {
  const counts = countsOf(expected, (packet) =>
    shownAs(point, packet, packet.keys, ({ direction }) => direction === 'out'),
  );
  return new Set([...counts].flatMap(([flow, { wanted, seen }]) => (wanted <= seen ? [flow] : [])));
}

/** Packets that look like others of which the point shows fewer than there are: some of them did not leave. */
export function lacking(point: CapturePoint, expected: readonly ExpectedPacket[]): readonly ExpectedPacket[] {
  const counts = countsOf(expected, (packet) =>
    shownAs(point, packet, [...packet.keys, ...packet.loosely], ({ direction }) => direction !== 'in'),
  );
  return expected.filter((packet) => {
    const count = counts.get(countKey(packet));
    return packet.interfaces !== null && count !== undefined && count.wanted > count.seen;
  });
}

/** Of each kind of packets how many there are, and how many of them are `seen`. */
function countsOf(
  expected: readonly ExpectedPacket[],
  seen: (packet: ExpectedPacket) => number,
): ReadonlyMap<string, { readonly wanted: number; readonly seen: number }> {
  const counts = new Map<string, { wanted: number; seen: number }>();
  for (const packet of expected) {
    const count = counts.get(countKey(packet));
    if (count === undefined) counts.set(countKey(packet), { wanted: 1, seen: seen(packet) });
    else count.wanted++;
  }
  return counts;
}

/** How many packets the point shows by these keys that may be this one. */
function shownAs(
  { packets, byFlow }: CapturePoint,
  { fits }: ExpectedPacket,
  keys: readonly string[],
  isCounted: (packet: SeenPacket) => boolean,
): number {
  const indexes = new Set(keys.flatMap((key) => byFlow.get(key) ?? []));
  return [...indexes].filter((index) => {
    const packet = packets[index];
    return packet !== undefined && isCounted(packet) && fits(packet);
  }).length;
}

/** Equal for packets of one flow that a summary shows alike. */
export function countKey({ keys, likeness }: Pick<ExpectedPacket, 'keys' | 'likeness'>): string {
  return `${keys.join()} ${likeness}`;
}
