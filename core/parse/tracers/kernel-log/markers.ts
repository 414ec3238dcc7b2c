/** What a line may tell, as bits. */
export const tells = { trace: 1, logTarget: 2, martian: 4, loss: 8 } as const;

export const tellsAll = tells.trace | tells.logTarget | tells.martian | tells.loss;

/**
 * Words of which a line must hold one to be worth a closer look: a TRACE line, the header that a LOG target prints
 * (log-target-line.ts), a martian source (martian-line.ts), a logger's word on lost lines (loss-marker.ts:
 * `... messages ...`, `... callbacks suppressed`). Each has seven bytes or more: see assembly/telltales.ts.
 */
export const telltales: readonly (readonly [word: string, tells: number])[] = [
  ['TRACE: ', tells.trace],
  [' PROTO=', tells.logTarget],
  // ebtables: `MAC source = ...`
  [' source', tells.logTarget],
  ['martian', tells.martian],
  ['header:', tells.martian],
  ['message', tells.loss],
  ['callbac', tells.loss],
];
