import { endsKey } from '../../kernel/flow-key.ts';
import type { SeenPacket } from '../../model/witness.ts';
import type { CapturePoint } from './interface-capture.ts';
import { LONGEST_MICROSECONDS } from './match-capture.ts';

/**
 * The files that ran beside another one that has packets of the log: both show one numbered packet at the same time of
 * one clock. They need not have packets of the log themselves: one that was cut, or lost lines, has left theirs out.
 */
export function filesBesideThoseOfTheLog(
  points: readonly CapturePoint[],
  ofTheLog: ReadonlySet<string>,
): ReadonlySet<string> {
  if (new Set(points.map(({ file }) => file)).size < 2) return new Set();
  const shown = new Map<string, Shown[]>();
  for (const { file, packets, clock } of points)
    if (ofTheLog.has(file))
      packets.forEach((packet, index) => {
        if (!isNumbered(packet)) return;
        const known = shown.get(numberedKey(packet)) ?? [];
        // Two files are enough: one of them is another one than any that is asked for.
        if (known.length < 2 && known[0]?.file !== file)
          shown.set(numberedKey(packet), [...known, { file, at: clock[index] as number }]);
      });
  const isShared = ({ file, packets, clock }: CapturePoint): boolean =>
    packets.some((packet, index) => {
      if (!isNumbered(packet)) return false;
      const elsewhere = shown.get(numberedKey(packet))?.find((each) => each.file !== file);
      return (
        elsewhere !== undefined && Math.abs(elsewhere.at - (clock[index] as number)) < LONGEST_MICROSECONDS
      );
    });
  return new Set(points.filter(isShared).map(({ file }) => file));
}

interface Shown {
  readonly file: string;
  readonly at: number;
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
