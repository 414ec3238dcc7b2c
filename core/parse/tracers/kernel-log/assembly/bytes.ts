/** Comparisons of bytes, sixteen or eight at a time. All memory that is read here goes on after what is asked for. */

/** Whether `length` bytes, sixteen or more, are the same at both places. */
export function sameLong(a: usize, b: usize, length: i32): bool {
  const last: usize = length - 16;
  let difference = v128.xor(v128.load(a + last), v128.load(b + last));
  for (let i: usize = 0; i < last; i += 16)
    difference = v128.or(difference, v128.xor(v128.load(a + i), v128.load(b + i)));
  return !v128.any_true(difference);
}

/** Whether `length` bytes are the same at both places. */
export function sameShort(a: usize, b: usize, length: i32): bool {
  let left = length;
  while (left >= 8) {
    if (load<u64>(a) != load<u64>(b)) return false;
    a += 8;
    b += 8;
    left -= 8;
  }
  return left == 0 || (load<u64>(a) ^ load<u64>(b)) << (64 - left * 8) == 0;
}

/** A hash of the bytes, best in its upper bits. */
export function hashOf(start: usize, length: i32): u64 {
  let hash: u64 = length;
  let left = length;
  while (left >= 8) {
    hash = mixed(hash ^ load<u64>(start));
    start += 8;
    left -= 8;
  }
  return left == 0 ? hash : mixed(hash ^ (load<u64>(start) << (64 - left * 8)));
}

export function mixed(hash: u64): u64 {
  const product = hash * 0x9e3779b97f4a7c15;
  return product ^ (product >> 32);
}
