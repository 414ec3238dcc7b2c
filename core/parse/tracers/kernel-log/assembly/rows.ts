import { CAPACITY, headerNumber, identityNumber } from './pending';

/** Events that wait to be taken by the reader, in columns. */
const PLACES = memory.data(4096 * 4, 16);
const HEADERS = memory.data(4096 * 4, 16);
const IDENTITIES = memory.data(4096 * 4, 16);
const LINES = memory.data(4096 * 4, 16);
const TTLS = memory.data(4096, 16);
/** The kernel's clock in microseconds; NaN where there is none. */
const CLOCKS = memory.data(4096 * 8, 16);

export function capacity(): i32 {
  return CAPACITY;
}

/** Where each column begins, in the order of `addRow`. */
export function columnAt(column: i32): usize {
  switch (column) {
    case 0:
      return PLACES;
    case 1:
      return HEADERS;
    case 2:
      return IDENTITIES;
    case 3:
      return TTLS;
    case 4:
      return LINES;
    default:
      return CLOCKS;
  }
}

/** Replaces in the first rows what stands for headers and identities by their numbers. */
export function settleRows(count: i32): void {
  for (let row: usize = 0; row < <usize>count; row++) {
    const header = HEADERS + (row << 2);
    const identity = IDENTITIES + (row << 2);
    store<i32>(header, headerNumber(load<i32>(header)));
    store<i32>(identity, identityNumber(load<i32>(identity)));
  }
}

/** `clock`: in microseconds; NaN where there is none. */
export function addRow(
  row: i32,
  place: i32,
  header: i32,
  identity: i32,
  ttl: i32,
  line: i32,
  clock: f64,
): void {
  const at = <usize>row;
  store<i32>(PLACES + (at << 2), place);
  store<i32>(HEADERS + (at << 2), header);
  store<i32>(IDENTITIES + (at << 2), identity);
  store<u8>(TTLS + at, <u8>ttl);
  store<i32>(LINES + (at << 2), line);
  store<f64>(CLOCKS + (at << 3), clock);
}
