import { deadEndInChain, type Explanation } from '../finding.ts';

/** No rule of a built-in chain decided, and its policy is DROP. */
export const droppedByPolicy: Explanation = (ending) => {
  const { at, place, verdict } = ending.last;
  if (at !== 'policy' || verdict !== 'drop') return null;
  return deadEndInChain(
    ending,
    'policy',
    'observed',
    `Dropped by the policy of ${place.table}/${place.chain}: no rule of the chain decided, and its policy is DROP`,
  );
};
