/** What a thread that unpacks gzip gets when it starts: shared memory, in slots of which each holds one piece. */
export interface GunzipMemory {
  readonly memory: SharedArrayBuffer;
  readonly slotBytes: number;
}

/** To the thread: the next packed bytes, or that there are no more, or that a slot was read. */
export type GunzipAsk =
  | { readonly kind: 'packed'; readonly bytes: Uint8Array }
  | { readonly kind: 'end' }
  | { readonly kind: 'free'; readonly slot: number };

/** From the thread: that it can take packed bytes, that a slot is filled, that all is unpacked, that it can't go on. */
export type GunzipAnswer =
  | { readonly kind: 'more' }
  | { readonly kind: 'unpacked'; readonly slot: number; readonly length: number }
  | { readonly kind: 'end' }
  | { readonly kind: 'failed'; readonly message: string };
