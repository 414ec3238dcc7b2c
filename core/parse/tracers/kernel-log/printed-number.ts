/** The decimal number in `[start, end)`; reading stops at the first byte that is no digit. */
export function decimal(bytes: Uint8Array, start: number, end: number): number {
  let value = 0;
  for (let i = start; i < end; i++) {
    const digit = (bytes[i] as number) - 0x30;
    if (digit < 0 || digit > 9) break;
    value = value * 10 + digit;
  }
  return value;
}

/** The number in `[start, end)` that the kernel printed as `0x1a`. */
export function hexadecimal(bytes: Uint8Array, start: number, end: number): number {
  let value = 0;
  for (let i = start + 2; i < end; i++) {
    const byte = bytes[i] as number;
    const digit =
      byte >= 0x30 && byte <= 0x39 ? byte - 0x30 : byte >= 0x61 && byte <= 0x66 ? byte - 0x57 : byte - 0x37;
    if (digit < 0 || digit > 15) break;
    value = value * 16 + digit;
  }
  return value;
}
