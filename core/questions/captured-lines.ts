import type { Analysis, CapturedLine } from '../model/analysis.ts';
import { noCaptureMatch } from '../model/capture-match.ts';
import { keptLine } from '../model/kept-lines.ts';
import type { SeenPacket } from '../model/witness.ts';

/** The lines of captures that show the packet (index from 0) come in and leave. */
export function capturedLines(
  { captureMatches, keptLines }: Pick<Analysis, 'captureMatches' | 'keptLines'>,
  packet: number,
): readonly CapturedLine[] {
  const { enteredAt, leftAt } = captureMatches.get(packet) ?? noCaptureMatch;
  const line = (way: CapturedLine['way'], seen: SeenPacket | null): readonly CapturedLine[] =>
    seen === null
      ? []
      : [{ way, interface: seen.interface ?? '', ...seen.at, text: keptLine(keptLines, seen.at) }];
  return [...line('in', enteredAt), ...line('out', leftAt)];
}
