import { type Explanation, rulePlace } from '../finding.ts';

/** NFQUEUE gave the packet to a program, whose verdict the log does not show. */
export const queuedForProgram: Explanation = (ending) => {
  if (ending.last.verdict !== 'queue') return null;
  return {
    disposition: 'queued',
    cause: null,
    note: `Given to a program by ${rulePlace(ending)}; what it decided is not in the log, nor whether one listened`,
  };
};
