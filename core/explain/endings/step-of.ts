import type { StepPlace } from '../../model/end-note.ts';
import type { TracePlace } from '../../model/trace.ts';

/** The step that a place of the log stands for. */
export function stepOf({ table, chain, kind, number }: TracePlace): StepPlace {
  return { table, chain, kind, number };
}
