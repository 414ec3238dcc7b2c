/** A running CRC: bytes in, the checksum of all of them out. */
export interface Checksum {
  add(bytes: Uint8Array): void;
  /** The checksum so far, as its bytes in the order in which the xz format stores them (little-endian). */
  bytes(): readonly number[];
}

/** CRC-32 as gzip, zip and xz have it (IEEE 802.3, reflected). */
export function crc32(): Checksum {
  let crc = 0xffffffff;
  return {
    add(bytes) {
      for (const byte of bytes) crc = (crc >>> 8) ^ (table32[(crc ^ byte) & 0xff] as number);
    },
    bytes: () => wordBytes(~crc),
  };
}

/** CRC-64 as xz has it (ECMA-182, reflected), in two halves: JavaScript has no fast integers of 64 bits. */
export function crc64(): Checksum {
  let low = 0xffffffff;
  let high = 0xffffffff;
  return {
    add(bytes) {
      for (const byte of bytes) {
        const index = (low ^ byte) & 0xff;
        low = ((low >>> 8) | (high << 24)) ^ (table64.low[index] as number);
        high = (high >>> 8) ^ (table64.high[index] as number);
      }
    },
    bytes: () => [...wordBytes(~low), ...wordBytes(~high)],
  };
}

function wordBytes(word: number): number[] {
  return [word & 0xff, (word >>> 8) & 0xff, (word >>> 16) & 0xff, word >>> 24];
}

const table32 = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

/** The polynomial is 0xC96C5795D7870F42. */
const table64 = (() => {
  const low = new Uint32Array(256);
  const high = new Uint32Array(256);
  for (let index = 0; index < 256; index++) {
    let [lowHalf, highHalf] = [index, 0];
    for (let bit = 0; bit < 8; bit++) {
      const isOdd = lowHalf & 1;
      lowHalf = (lowHalf >>> 1) | (highHalf << 31);
      highHalf >>>= 1;
      if (isOdd) {
        lowHalf ^= 0xd7870f42;
        highHalf ^= 0xc96c5795;
      }
    }
    low[index] = lowHalf;
    high[index] = highHalf;
  }
  return { low, high };
})();
