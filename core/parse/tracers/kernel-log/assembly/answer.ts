/**
 * What is said to the reader of the line at which the scan stopped: numbers at fixed places (line-scanner.ts has the same
 * list), all positions in this module's memory.
 */
const ANSWER = memory.data(4 * 16, 16);

export namespace answer {
  /** How many rows wait to be taken. */
  export const rows = 0;
  /** The number of the last line that was looked at; the reader sets it. */
  export const line = 1;
  export const lineStart = 2;
  /** Behind the line's `\n`. */
  export const lineEnd = 3;
  /** What the line may tell. */
  export const tells = 4;
  /** Of a line with the known prefix: where its label begins, and its fields, at `IN=`. */
  export const labelStart = 5;
  export const fieldsStart = 6;
  /** 1 where the fields are the usual ones, and only the label is not known. */
  export const isNewLabel = 7;
}

export function answerAt(): usize {
  return ANSWER;
}

export function say(what: i32, value: i32): void {
  store<i32>(ANSWER + ((<usize>what) << 2), value);
}

export function said(what: i32): i32 {
  return load<i32>(ANSWER + ((<usize>what) << 2));
}
