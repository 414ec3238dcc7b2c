/** Running checksums, one of each kind at a time: bytes in this module's memory in, the value out. */

const CRC = memory.data(8 * 1024, 16);
const CRC_BZIP2 = memory.data(8 * 1024, 16);
const CRC64 = memory.data(8 * 2048, 16);
let areTablesMade = false;

function makeTables(): void {
  if (areTablesMade) return;
  areTablesMade = true;
  for (let i: u32 = 0; i < 256; i++) {
    let low: u32 = i;
    let high: u32 = i << 24;
    let wide: u64 = i;
    for (let bit = 0; bit < 8; bit++) {
      low = low & 1 ? (low >> 1) ^ 0xedb88320 : low >> 1;
      high = high & 0x80000000 ? (high << 1) ^ 0x04c11db7 : high << 1;
      wide = wide & 1 ? (wide >> 1) ^ 0xc96c5795d7870f42 : wide >> 1;
    }
    store<u32>(CRC + i * 4, low);
    store<u32>(CRC_BZIP2 + i * 4, high);
    store<u64>(CRC64 + i * 8, wide);
  }
  for (let i: u32 = 0; i < 256; i++)
    for (let table: u32 = 1; table < 8; table++) {
      const low = load<u32>(CRC + (table - 1) * 1024 + i * 4);
      store<u32>(CRC + table * 1024 + i * 4, (low >> 8) ^ load<u32>(CRC + (low & 255) * 4));
      const high = load<u32>(CRC_BZIP2 + (table - 1) * 1024 + i * 4);
      store<u32>(CRC_BZIP2 + table * 1024 + i * 4, (high << 8) ^ load<u32>(CRC_BZIP2 + (high >> 24) * 4));
      const wide = load<u64>(CRC64 + (table - 1) * 2048 + i * 8);
      store<u64>(CRC64 + table * 2048 + i * 8, (wide >> 8) ^ load<u64>(CRC64 + (u32(wide) & 255) * 8));
    }
}

function word(table: usize, index: u32): u32 {
  return load<u32>(table + (index << 2));
}

/** CRC-32 as gzip, zip and xz have it (IEEE 802.3, reflected), of what `before` is the sum of and these bytes; begins with 0. */
export function crc32(before: u32, from: usize, bytes: usize): u32 {
  makeTables();
  let crc = ~before;
  let at = from;
  const end = from + bytes;
  for (; at + 8 <= end; at += 8) {
    const low = load<u32>(at) ^ crc;
    const high = load<u32>(at, 4);
    crc =
      word(CRC + 7 * 1024, low & 255) ^
      word(CRC + 6 * 1024, (low >> 8) & 255) ^
      word(CRC + 5 * 1024, (low >> 16) & 255) ^
      word(CRC + 4 * 1024, low >> 24) ^
      word(CRC + 3 * 1024, high & 255) ^
      word(CRC + 2 * 1024, (high >> 8) & 255) ^
      word(CRC + 1024, (high >> 16) & 255) ^
      word(CRC, high >> 24);
  }
  for (; at < end; at++) crc = (crc >> 8) ^ word(CRC, (crc ^ load<u8>(at)) & 255);
  return ~crc;
}

/** CRC-32 as bzip2 has it: the highest bit first. */
export function crcBzip2(before: u32, from: usize, bytes: usize): u32 {
  makeTables();
  let crc = ~before;
  let at = from;
  const end = from + bytes;
  for (; at + 8 <= end; at += 8) {
    const first = bswap<u32>(load<u32>(at)) ^ crc;
    const second = bswap<u32>(load<u32>(at, 4));
    crc =
      word(CRC_BZIP2 + 7 * 1024, first >> 24) ^
      word(CRC_BZIP2 + 6 * 1024, (first >> 16) & 255) ^
      word(CRC_BZIP2 + 5 * 1024, (first >> 8) & 255) ^
      word(CRC_BZIP2 + 4 * 1024, first & 255) ^
      word(CRC_BZIP2 + 3 * 1024, second >> 24) ^
      word(CRC_BZIP2 + 2 * 1024, (second >> 16) & 255) ^
      word(CRC_BZIP2 + 1024, (second >> 8) & 255) ^
      word(CRC_BZIP2, second & 255);
  }
  for (; at < end; at++) crc = (crc << 8) ^ word(CRC_BZIP2, (crc >> 24) ^ load<u8>(at));
  return ~crc;
}

/** CRC-64 as xz has it (ECMA-182, reflected). */
export function crc64(before: u64, from: usize, bytes: usize): u64 {
  makeTables();
  let crc = ~before;
  let at = from;
  const end = from + bytes;
  for (; at + 8 <= end; at += 8) {
    const mixed = load<u64>(at) ^ crc;
    crc =
      load<u64>(CRC64 + 7 * 2048 + (u32(mixed) & 255) * 8) ^
      load<u64>(CRC64 + 6 * 2048 + (u32(mixed >> 8) & 255) * 8) ^
      load<u64>(CRC64 + 5 * 2048 + (u32(mixed >> 16) & 255) * 8) ^
      load<u64>(CRC64 + 4 * 2048 + (u32(mixed >> 24) & 255) * 8) ^
      load<u64>(CRC64 + 3 * 2048 + (u32(mixed >> 32) & 255) * 8) ^
      load<u64>(CRC64 + 2 * 2048 + (u32(mixed >> 40) & 255) * 8) ^
      load<u64>(CRC64 + 2048 + (u32(mixed >> 48) & 255) * 8) ^
      load<u64>(CRC64 + u32(mixed >> 56) * 8);
  }
  for (; at < end; at++) crc = (crc >> 8) ^ load<u64>(CRC64 + ((u32(crc) ^ load<u8>(at)) & 255) * 8);
  return ~crc;
}

/** xxHash of 64 bits (Zstandard's content checksum), seed 0: four lanes, and what does not fill 32 bytes yet. */
const P1: u64 = 0x9e3779b185ebca87;
const P2: u64 = 0xc2b2ae3d27d4eb4f;
const P3: u64 = 0x165667b19e3779f9;
const P4: u64 = 0x85ebca77c2b2ae63;
const P5: u64 = 0x27d4eb2f165667c5;
const REST = memory.data(64, 16);
let restBytes: usize = 0;
let allBytes: u64 = 0;
let lane1: u64 = 0;
let lane2: u64 = 0;
let lane3: u64 = 0;
let lane4: u64 = 0;

export function xxh64Begin(): void {
  lane1 = P1 + P2;
  lane2 = P2;
  lane3 = 0;
  lane4 = 0 - P1;
  restBytes = 0;
  allBytes = 0;
}

function round64(lane: u64, input: u64): u64 {
  return rotl<u64>(lane + input * P2, 31) * P1;
}

/** Takes 32 bytes at a time, `end - from` of them a multiple of it. */
function lanes64(from: usize, end: usize): void {
  let a = lane1;
  let b = lane2;
  let c = lane3;
  let d = lane4;
  for (let at = from; at < end; at += 32) {
    a = round64(a, load<u64>(at));
    b = round64(b, load<u64>(at, 8));
    c = round64(c, load<u64>(at, 16));
    d = round64(d, load<u64>(at, 24));
  }
  lane1 = a;
  lane2 = b;
  lane3 = c;
  lane4 = d;
}

export function xxh64Add(from: usize, bytes: usize): void {
  allBytes += bytes;
  let at = from;
  const end = from + bytes;
  if (restBytes > 0) {
    const fill = min<usize>(32 - restBytes, bytes);
    memory.copy(REST + restBytes, at, fill);
    restBytes += fill;
    at += fill;
    if (restBytes < 32) return;
    lanes64(REST, REST + 32);
    restBytes = 0;
  }
  const whole = (end - at) & ~31;
  lanes64(at, at + whole);
  at += whole;
  restBytes = end - at;
  memory.copy(REST, at, restBytes);
}

/** The lower 32 bits, which Zstandard stores. */
export function xxh64End(): u32 {
  let hash: u64 = P5;
  if (allBytes >= 32) {
    hash = rotl<u64>(lane1, 1) + rotl<u64>(lane2, 7) + rotl<u64>(lane3, 12) + rotl<u64>(lane4, 18);
    hash = (hash ^ round64(0, lane1)) * P1 + P4;
    hash = (hash ^ round64(0, lane2)) * P1 + P4;
    hash = (hash ^ round64(0, lane3)) * P1 + P4;
    hash = (hash ^ round64(0, lane4)) * P1 + P4;
  }
  hash += allBytes;
  let at: usize = REST;
  const end = REST + restBytes;
  for (; at + 8 <= end; at += 8) hash = rotl<u64>(hash ^ round64(0, load<u64>(at)), 27) * P1 + P4;
  if (at + 4 <= end) {
    hash = rotl<u64>(hash ^ (u64(load<u32>(at)) * P1), 23) * P2 + P3;
    at += 4;
  }
  for (; at < end; at++) hash = rotl<u64>(hash ^ (u64(load<u8>(at)) * P5), 11) * P1;
  hash = (hash ^ (hash >> 33)) * P2;
  hash = (hash ^ (hash >> 29)) * P3;
  return u32(hash ^ (hash >> 32));
}

/** xxHash of 32 bits (LZ4's checksums), seed 0. */
const Q1: u32 = 0x9e3779b1;
const Q2: u32 = 0x85ebca77;
const Q3: u32 = 0xc2b2ae3d;
const Q4: u32 = 0x27d4eb2f;
const Q5: u32 = 0x165667b1;
const SHORT_REST = memory.data(32, 16);
let shortRestBytes: usize = 0;
let shortBytes: u32 = 0;
let isLong = false;
let short1: u32 = 0;
let short2: u32 = 0;
let short3: u32 = 0;
let short4: u32 = 0;

export function xxh32Begin(): void {
  short1 = Q1 + Q2;
  short2 = Q2;
  short3 = 0;
  short4 = 0 - Q1;
  shortRestBytes = 0;
  shortBytes = 0;
  isLong = false;
}

function round32(lane: u32, input: u32): u32 {
  return rotl<u32>(lane + input * Q2, 13) * Q1;
}

/** Takes 16 bytes at a time. */
function lanes32(from: usize, end: usize): void {
  if (from < end) isLong = true;
  for (let at = from; at < end; at += 16) {
    short1 = round32(short1, load<u32>(at));
    short2 = round32(short2, load<u32>(at, 4));
    short3 = round32(short3, load<u32>(at, 8));
    short4 = round32(short4, load<u32>(at, 12));
  }
}

export function xxh32Add(from: usize, bytes: usize): void {
  shortBytes += u32(bytes);
  let at = from;
  const end = from + bytes;
  if (shortRestBytes > 0) {
    const fill = min<usize>(16 - shortRestBytes, bytes);
    memory.copy(SHORT_REST + shortRestBytes, at, fill);
    shortRestBytes += fill;
    at += fill;
    if (shortRestBytes < 16) return;
    lanes32(SHORT_REST, SHORT_REST + 16);
    shortRestBytes = 0;
  }
  const whole = (end - at) & ~15;
  lanes32(at, at + whole);
  at += whole;
  shortRestBytes = end - at;
  memory.copy(SHORT_REST, at, shortRestBytes);
}

export function xxh32End(): u32 {
  let hash: u32 = isLong
    ? rotl<u32>(short1, 1) + rotl<u32>(short2, 7) + rotl<u32>(short3, 12) + rotl<u32>(short4, 18)
    : Q5;
  hash += shortBytes;
  let at: usize = SHORT_REST;
  const end = SHORT_REST + shortRestBytes;
  for (; at + 4 <= end; at += 4) hash = rotl<u32>(hash + load<u32>(at) * Q3, 17) * Q4;
  for (; at < end; at++) hash = rotl<u32>(hash + u32(load<u8>(at)) * Q5, 11) * Q1;
  hash = (hash ^ (hash >> 15)) * Q2;
  hash = (hash ^ (hash >> 13)) * Q3;
  return hash ^ (hash >> 16);
}

/** SHA-256 (FIPS 180-4), which `xz --check=sha256` stores: the running hash, the block that is not full, what was added. */
const HASH = memory.data(32, 16);
const BLOCK = memory.data(128, 16);
const SCHEDULE = memory.data(256, 16);
const ROUNDS = memory.data<u32>([
  0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5, 0xd807aa98,
  0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786,
  0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8,
  0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13,
  0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819,
  0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a,
  0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7,
  0xc67178f2,
]);
const FIRST = memory.data<u32>([
  0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
]);
let blockBytes: usize = 0;
let hashedBytes: u64 = 0;

export function sha256Begin(): void {
  memory.copy(HASH, FIRST, 32);
  blockBytes = 0;
  hashedBytes = 0;
}

export function sha256Add(from: usize, bytes: usize): void {
  hashedBytes += bytes;
  let at = from;
  const end = from + bytes;
  while (at < end) {
    if (blockBytes == 0 && end - at >= 64) {
      sha256Block(at);
      at += 64;
      continue;
    }
    const fill = min<usize>(64 - blockBytes, end - at);
    memory.copy(BLOCK + blockBytes, at, fill);
    blockBytes += fill;
    at += fill;
    if (blockBytes < 64) return;
    sha256Block(BLOCK);
    blockBytes = 0;
  }
}

/** Returns where the 32 bytes of the hash stand. */
export function sha256End(): usize {
  const bits = hashedBytes * 8;
  store<u8>(BLOCK + blockBytes++, 0x80);
  memory.fill(BLOCK + blockBytes, 0, 128 - blockBytes);
  const length: usize = blockBytes > 56 ? 128 : 64;
  store<u64>(BLOCK + length - 8, bswap<u64>(bits));
  sha256Block(BLOCK);
  if (length == 128) sha256Block(BLOCK + 64);
  for (let i: usize = 0; i < 32; i += 4) store<u32>(HASH + i, bswap<u32>(load<u32>(HASH + i)));
  return HASH;
}

function sha256Block(from: usize): void {
  for (let i: usize = 0; i < 64; i += 4) store<u32>(SCHEDULE + i, bswap<u32>(load<u32>(from + i)));
  for (let i: usize = 64; i < 256; i += 4) {
    const x = load<u32>(SCHEDULE + i - 60);
    const y = load<u32>(SCHEDULE + i - 8);
    const mixedX = rotr<u32>(x, 7) ^ rotr<u32>(x, 18) ^ (x >> 3);
    const mixedY = rotr<u32>(y, 17) ^ rotr<u32>(y, 19) ^ (y >> 10);
    store<u32>(SCHEDULE + i, load<u32>(SCHEDULE + i - 64) + mixedX + load<u32>(SCHEDULE + i - 28) + mixedY);
  }
  let a = load<u32>(HASH);
  let b = load<u32>(HASH, 4);
  let c = load<u32>(HASH, 8);
  let d = load<u32>(HASH, 12);
  let e = load<u32>(HASH, 16);
  let f = load<u32>(HASH, 20);
  let g = load<u32>(HASH, 24);
  let h = load<u32>(HASH, 28);
  for (let i: usize = 0; i < 256; i += 4) {
    const choice = (e & f) ^ (~e & g);
    const first =
      h +
      (rotr<u32>(e, 6) ^ rotr<u32>(e, 11) ^ rotr<u32>(e, 25)) +
      choice +
      load<u32>(ROUNDS + i) +
      load<u32>(SCHEDULE + i);
    const majority = (a & b) ^ (a & c) ^ (b & c);
    const second = (rotr<u32>(a, 2) ^ rotr<u32>(a, 13) ^ rotr<u32>(a, 22)) + majority;
    h = g;
    g = f;
    f = e;
    e = d + first;
    d = c;
    c = b;
    b = a;
    a = first + second;
  }
  store<u32>(HASH, load<u32>(HASH) + a);
  store<u32>(HASH, load<u32>(HASH, 4) + b, 4);
  store<u32>(HASH, load<u32>(HASH, 8) + c, 8);
  store<u32>(HASH, load<u32>(HASH, 12) + d, 12);
  store<u32>(HASH, load<u32>(HASH, 16) + e, 16);
  store<u32>(HASH, load<u32>(HASH, 20) + f, 20);
  store<u32>(HASH, load<u32>(HASH, 24) + g, 24);
  store<u32>(HASH, load<u32>(HASH, 28) + h, 28);
}
