/**
 * What the scan reports of the line at which it stopped: numbers at fixed places (line-scanner.ts has the same list), all
 * positions in this module's memory.
 */
const REGISTERS = memory.data(4 * 16, 16);

export namespace register {
  /** How many rows wait to be taken. */
  export const rows = 0;
  /** The number of the last line that was looked at; the reader sets it. */
  export const line = 1;
  export const lineStart = 2;
  /** After the line's `\n`. */
  export const lineEnd = 3;
  /** The markers that the line holds. */
  export const markers = 4;
  /** Of a line with the known prefix: where its kind begins, and its fields, at `IN=`; 0 where there are none. */
  export const kindStart = 5;
  export const fieldsStart = 6;
  /** 1 where the fields are the usual ones, and only the kind is not known. */
  export const isNewKind = 7;
  /** The number of one of the words by which the line holds its markers, in the order in which they were learnt. */
  export const word = 8;
}

export function registersAt(): usize {
  return REGISTERS;
}

export function setRegister(what: i32, value: i32): void {
  store<i32>(REGISTERS + ((<usize>what) << 2), value);
}

export function getRegister(what: i32): i32 {
  return load<i32>(REGISTERS + ((<usize>what) << 2));
}
