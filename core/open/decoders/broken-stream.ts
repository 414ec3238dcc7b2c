/** How a compressed stream ended before its end: `unsupported` is what is in order, but not read by this version. */
export type BrokenKind = 'truncated' | 'damaged' | 'limit' | 'unsupported';

/** Thrown by a decoder after it has handed out what could be read: the stream can't be read further. */
export class BrokenStream extends Error {
  readonly kind: BrokenKind;

  constructor(kind: BrokenKind, reason: string) {
    super(reason);
    this.kind = kind;
  }
}

/** The input ended in the middle. */
export function truncated(): BrokenStream {
  return new BrokenStream('truncated', 'unexpected end');
}

export function damaged(reason: string): BrokenStream {
  return new BrokenStream('damaged', reason);
}
