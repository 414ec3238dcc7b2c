import { isoTime } from './frame.ts';

/**
 * The options of a pcapng block, by their codes (the last of a code counts): code, length, value padded to 4 bytes,
 * until code 0 or the end.
 */
export function blockOptions(bytes: Uint8Array, littleEndian: boolean): ReadonlyMap<number, Uint8Array> {
  const options = new Map<number, Uint8Array>();
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let offset = 0; offset + 4 <= bytes.length;) {
    const code = view.getUint16(offset, littleEndian);
    const length = view.getUint16(offset + 2, littleEndian);
    if (code === 0 || offset + 4 + length > bytes.length) break;
    options.set(code, bytes.subarray(offset + 4, offset + 4 + length));
    offset += 4 + Math.ceil(length / 4) * 4;
  }
  return options;
}

/** How an interface counts time: `unit` is if_tsresol, a negative power of 10, or of 2 where bit 7 is set. */
export interface TimeUnit {
  readonly unit: number;
  readonly offsetSeconds: bigint;
}

/** Ticks of an interface as a time in UTC. */
export function ticksToTime(ticks: bigint, { unit, offsetSeconds }: TimeUnit): string | null {
  const power = unit & 0x7f;
  if (power > 63) return null;
  const perSecond = unit & 0x80 ? 1n << BigInt(power) : 10n ** BigInt(power);
  const seconds = ticks / perSecond + offsetSeconds;
  const digits = perSecond > 1_000_000n ? 9 : 6;
  const fraction = ((ticks % perSecond) * 10n ** BigInt(digits)) / perSecond;
  return isoTime(Number(seconds), String(fraction).padStart(digits, '0'));
}
