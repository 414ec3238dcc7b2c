import { decimal } from './printed-number.ts';
import { ascii } from './log-text.ts';
import type { TraceFields } from './trace-fields.ts';

/** TCP flags by the kernel's words, as the header has them. */
export const tcpFlags: Readonly<Record<string, number>> = {
  FIN: 1,
  SYN: 2,
  RST: 4,
  PSH: 8,
  ACK: 16,
  URG: 32,
  ECE: 64,
  CWR: 128,
};
export const dontFragment = 1;
const MF = 2;
const CE = 4;
/** The 13 bits of the IP header. */
const LONGEST_OFFSET = 0x1fff;

/** A word without a value: a TCP flag, DF, MF, CE, or `FRAG:185` (in units of 8 bytes). */
export function readFlag(bytes: Uint8Array, start: number, end: number, fields: TraceFields): void {
  const length = end - start;
  if (length === 2) {
    const word = ascii(bytes, start, end);
    if (word === 'DF') fields.fragment |= dontFragment;
    else if (word === 'MF') fields.fragment |= MF;
    else if (word === 'CE') fields.fragment |= CE;
  } else if (length === 3) {
    fields.tcpFlags |= tcpFlags[ascii(bytes, start, end)] ?? 0;
  } else if (length > 5 && ascii(bytes, start, start + 5) === 'FRAG:') {
    fields.fragment |= (decimal(bytes, start + 5, end) & LONGEST_OFFSET) << 3;
  }
}
