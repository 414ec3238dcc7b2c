/**
 * Times since boot as the kernel stamps its lines, in microseconds: 48 bits each, which is nearly nine years. Of a later
 * line, and of one without such a stamp, nothing is known.
 */
export interface UptimeColumn {
  /** The lower 32 bits. */
  readonly low: Uint32Array;
  /** The 16 bits above them; all set where the time is not known. */
  readonly high: Uint16Array;
}

/** In microseconds; NaN where it is not known. */
export function uptimeAt({ low, high }: UptimeColumn, event: number): number {
  const above = high[event] as number;
  return above === UNKNOWN ? NaN : above * TWO_32 + (low[event] as number);
}

/**
 * Whether the time from event `a` to event `b` is between `least` and `most`, in microseconds; true where it is not known.
 * It is asked for every event, and a time as a return value would be an object each time.
 */
export function isBetween(
  { low, high }: UptimeColumn,
  a: number,
  b: number,
  least: number,
  most: number,
): boolean {
  const aboveA = high[a] as number;
  const aboveB = high[b] as number;
  if (aboveA === UNKNOWN || aboveB === UNKNOWN) return true;
  const time = (aboveB - aboveA) * TWO_32 + (low[b] as number) - (low[a] as number);
  return time >= least && time <= most;
}

export function setUptime({ low, high }: UptimeColumn, event: number, microseconds: number): void {
  const isKnown = microseconds < UNKNOWN * TWO_32;
  low[event] = isKnown ? microseconds : 0;
  high[event] = isKnown ? microseconds / TWO_32 : UNKNOWN;
}

const UNKNOWN = 0xffff;
const TWO_32 = 2 ** 32;
