/** The most that is unpacked in one piece; zlib's default of 16 KiB takes three times as long. */
export const gunzipChunkBytes = 1 << 20;

/** To a thread that unpacks gzip: the next packed bytes, or that there are no more, or memory that was read. */
export type GunzipAsk =
  | { readonly kind: 'packed'; readonly bytes: Uint8Array }
  | { readonly kind: 'end' }
  | { readonly kind: 'free'; readonly memory: ArrayBuffer };

/** From the thread: that it can take packed bytes, the next unpacked ones, that this was all, that it can't go on. */
export type GunzipAnswer =
  | { readonly kind: 'more' }
  | { readonly kind: 'unpacked'; readonly memory: ArrayBuffer; readonly length: number }
  | { readonly kind: 'end' }
  | { readonly kind: 'failed'; readonly message: string };
