import { endsKey } from '../../kernel/flow-key.ts';
import type { SeenPacket } from '../../model/witness.ts';
import { type CapturePoint, microseconds } from './interface-capture.ts';
import { LONGEST_MICROSECONDS } from './match-capture.ts';

/**
 * The files that ran beside another one that has packets of the log: both show one numbered packet at the same time of
 * one clock, or one of a flow at the very microsecond of one day. They need not have packets of the log themselves: one that was cut, or lost lines, has left theirs out.
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
        for (const key of keysOf(packet)) {
          const known = shown.get(key) ?? [];
          // Two files are enough: one of them is another one than any that is asked for.
          if (known.length < 2 && known[0]?.file !== file)
            shown.set(key, [...known, { file, at: clock[index] as number }]);
        }
      });
  const isShared = ({ file, packets, clock }: CapturePoint): boolean =>
    packets.some((packet, index) =>
      keysOf(packet).some((key) => {
        const elsewhere = shown.get(key)?.find((each) => each.file !== file);
        return (
          elsewhere !== undefined && Math.abs(elsewhere.at - (clock[index] as number)) < LONGEST_MICROSECONDS
        );
      }),
    );
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

/** What no other packet has: its number, and its moment where the capture tells the day. */
function keysOf(packet: SeenPacket): readonly string[] {
  const { ipId, lengthBytes, time } = packet;
  const ends = endsKey(packet);
  return [
    ...(ipId === null || ipId === 0 ? [] : [`${ends} ${ipId} ${lengthBytes}`]),
    ...(time === null || !dated.test(time) ? [] : [`${ends} at ${microseconds(time)}`]),
  ];
}

const dated = /^\d{4}-\d\d-\d\d[ T]/;
