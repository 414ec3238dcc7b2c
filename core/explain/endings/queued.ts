import { type Explanation, rulePlace } from '../finding.ts';

/** NFQUEUE gave the packet to a program, whose verdict the log does not show. */
export const queuedForProgram: Explanation = (ending) => {
  if (ending.last.verdict !== 'queue') return null;
  const note = { kind: 'queued', place: rulePlace(ending), certain: true, grounds: [], text: null } as const;
  return { disposition: 'queued', cause: null, note };
};
