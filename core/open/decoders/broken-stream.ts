import type { StreamFault, StreamFaultKind } from '../../model/stream-fault.ts';

/** How a compressed stream ended before its end: `unsupported` is what is in order, but not read by this version. */
export type BrokenKind = 'truncated' | 'damaged' | 'limit' | 'unsupported';

/** Thrown by a decoder after it has handed out what could be read: the stream can't be read further. */
export class BrokenStream extends Error {
  readonly kind: BrokenKind;
  readonly fault: StreamFault;

  constructor(kind: BrokenKind, fault: StreamFaultKind, detail: StreamFault['detail'] = null) {
    super(fault);
    this.kind = kind;
    this.fault = { kind: fault, detail };
  }
}

/** The input ended in the middle. */
export function truncated(): BrokenStream {
  return new BrokenStream('truncated', 'end');
}

/** What follows is not what was packed. */
export function damaged(fault: StreamFaultKind, detail: StreamFault['detail'] = null): BrokenStream {
  return new BrokenStream('damaged', fault, detail);
}
