/** A 32-bit number with the bits that count. */
export interface MaskedNumber {
  readonly value: number;
  readonly mask: number;
}

/** `0x10/0xf0`, or `16` with all bits of `width`; null for what is no number. */
export function maskedNumber(text: string, allBits = 0xffffffff): MaskedNumber | null {
  const [value = '', mask, more] = text.split('/');
  if (more !== undefined || !isNumber(value) || (mask !== undefined && !isNumber(mask))) return null;
  return { value: Number(value) >>> 0, mask: mask === undefined ? allBits : Number(mask) >>> 0 };
}

/** As the kernel compares: only the packet's side is masked, so a value outside of its mask never matches. */
export function hasMasked({ value, mask }: MaskedNumber, number: number): boolean {
  return (number & mask) >>> 0 === value;
}

/** `0x1f`, as marks are shown. */
export function hex(number: number): string {
  return `0x${number.toString(16)}`;
}

function isNumber(text: string): boolean {
  return /^(?:0x[0-9a-f]{1,8}|\d{1,10})$/i.test(text);
}
