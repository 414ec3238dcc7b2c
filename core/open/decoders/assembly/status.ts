/** What a step of a decoder ends with; decoder.ts has the same list. */
export namespace status {
  /** The input at hand is used up. */
  export const more = 0;
  /** Unpacked bytes wait to be taken. */
  export const full = 1;
  /** The stream, or the block, has ended. */
  export const end = 2;
  /** It breaks the format's rules. */
  export const damaged = 3;
  /** The input ended before the stream did. */
  export const truncated = 4;
  /** The machine gives no more memory. */
  export const memory = 5;
}
