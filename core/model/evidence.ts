/** Where a fact was read: a file of the bundle (its path as shown to the user) and a line, counted from 1. */
export interface LineRef {
  readonly file: string;
  readonly line: number;
}

/** A line that proves a claim, with its text as the customer's file has it. */
export interface Evidence extends LineRef {
  readonly text: string;
}

/** A line with its text. Named fields, and no copy of `at`: V8 gives each of many thousand copies a shape of its own. */
export function evidenceAt({ file, line }: LineRef, text: string): Evidence {
  return { file, line, text };
}

/**
 * How a claim is known. `observed`: the log itself shows the verdict. `inferred`: another file of the bundle proves
 * it (a route, a sysctl, a counter). `possible`: consistent with all that is known, but not proven.
 */
export const confidences = ['observed', 'inferred', 'possible'] as const;
export type Confidence = (typeof confidences)[number];
