/** No line with a message is longer; what stands after it is not looked at. */
export const LONGEST_MESSAGE = 2000;

const decoder = new TextDecoder();
const BLANK = 0x20;

/** A line taken apart: what the kernel said, and what the logger put before it. */
export interface SaidLine {
  readonly bytes: Uint8Array;
  /** Where the line begins, as it stands in the log, or the message of its JSON with its own prefix. */
  readonly start: number;
  readonly end: number;
  /** What the kernel said, without blanks at its end. */
  readonly saidStart: number;
  readonly saidEnd: number;
  readonly host: string;
  /** NaN where its prefix has no clock. */
  readonly uptimeMicroseconds: number;
}

/** Where what the kernel said in `[start, end)` ends: before the blanks, and before what is too long. */
export function endOfSaid(bytes: Uint8Array, start: number, end: number): number {
  let last = Math.min(end, start + LONGEST_MESSAGE);
  while (last > start && (bytes[last - 1] as number) <= BLANK) last--;
  return last;
}

/** What the kernel said, as text. */
export function saidText({ bytes, saidStart, saidEnd }: SaidLine): string {
  return lineText(bytes, saidStart, saidEnd);
}

/** A line in `[start, end)`, cut where it is very long. */
export function lineText(bytes: Uint8Array, start: number, end: number): string {
  return decoder.decode(bytes.subarray(start, Math.min(end, start + LONGEST_MESSAGE)));
}
