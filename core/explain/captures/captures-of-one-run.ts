import { endsKey } from '../../kernel/flow-key.ts';
import type { SeenPacket } from '../../model/witness.ts';
import type { CapturePoint } from './interface-capture.ts';

/** The host passes a packet on in less, so that two interfaces show it at almost the same time. */
const LONGEST_MICROSECONDS = 4_000_000;

/**
 * The files without a packet of the log that ran beside one that has some: both show one numbered packet at the same
 * time of one clock. A log that was cut, or lost lines, has left their packets out.
 */
export function filesBesideThoseOfTheLog(
  points: readonly CapturePoint[],
  ofTheLog: ReadonlySet<string>,
): ReadonlySet<string> {
  const others = points.filter(({ file }) => !ofTheLog.has(file));
  if (others.length === 0 || ofTheLog.size === 0) return new Set();
  const shown = new Map<string, number>();
  for (const { file, packets, clock } of points)
    if (ofTheLog.has(file))
      packets.forEach((packet, index) => {
        if (isNumbered(packet)) shown.set(numberedKey(packet), clock[index] as number);
      });
  const isShared = ({ packets, clock }: CapturePoint): boolean =>
    packets.some((packet, index) => {
      const elsewhere = isNumbered(packet) ? shown.get(numberedKey(packet)) : undefined;
      return elsewhere !== undefined && Math.abs(elsewhere - (clock[index] as number)) < LONGEST_MICROSECONDS;
    });
  return new Set(others.filter(isShared).map(({ file }) => file));
}

/** Whether the capture shows packets before and after that moment, which another one of its run shows. */
export function wasRunningAt({ clock }: CapturePoint, moment: number): boolean {
  return (clock[0] as number) <= moment && moment <= (clock.at(-1) as number);
}

function isNumbered({ ipId }: SeenPacket): boolean {
  return ipId !== null && ipId !== 0;
}

function numberedKey(packet: SeenPacket): string {
  return `${endsKey(packet)} ${packet.ipId} ${packet.lengthBytes}`;
}
