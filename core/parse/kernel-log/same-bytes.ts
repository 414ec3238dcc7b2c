const STEP = 16;

/**
 * Whether `length` bytes at `a` in `left` and at `b` in `right` are equal; both views must have as many. Sixteen bytes
 * are compared in one step, the last ones with some of those before them: this is where the time goes in a large log.
 */
export function sameBytes(left: DataView, a: number, right: DataView, b: number, length: number): boolean {
  if (length < STEP) return sameFewBytes(left, a, right, b, length);
  const last = length - STEP;
  for (let i = 0; i < last; i += STEP) if (differAt(left, a + i, right, b + i)) return false;
  return !differAt(left, a + last, right, b + last);
}

function differAt(left: DataView, a: number, right: DataView, b: number): boolean {
  return (
    ((left.getInt32(a, true) ^ right.getInt32(b, true)) |
      (left.getInt32(a + 4, true) ^ right.getInt32(b + 4, true)) |
      (left.getInt32(a + 8, true) ^ right.getInt32(b + 8, true)) |
      (left.getInt32(a + 12, true) ^ right.getInt32(b + 12, true))) !==
    0
  );
}

function sameFewBytes(left: DataView, a: number, right: DataView, b: number, length: number): boolean {
  for (let i = 0; i < length; i++) if (left.getUint8(a + i) !== right.getUint8(b + i)) return false;
  return true;
}
