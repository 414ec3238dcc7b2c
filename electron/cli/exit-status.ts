/**
 * The exit statuses, as core/docs/reference/command-line.md tells them. `unwritten`: the analysis is made, but its output
 * can't be written. `unexpected`: `--expect` is contradicted, or can't be shown.
 */
export const exitStatus = { analysed: 0, unwritten: 1, usage: 2, nothing: 3, unexpected: 4 } as const;
