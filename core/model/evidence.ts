/** Where a fact was read: a file of the bundle (its path as shown to the user) and a line, counted from 1. */
export interface LineRef {
  readonly file: string;
  readonly line: number;
}

/** A line that proves a claim, with its text as the customer's file has it. */
export interface Evidence extends LineRef {
  readonly text: string;
}

/**
 * How a claim is known. `observed`: the log itself shows the verdict. `inferred`: another file of the bundle proves
 * it (a route, a sysctl, a counter). `possible`: consistent with all that is known, but not proven.
 */
export const confidences = ['observed', 'inferred', 'possible'] as const;
export type Confidence = (typeof confidences)[number];
