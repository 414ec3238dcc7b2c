import { chainsAhead, endsInNat } from '../ending.ts';
import { deadEndInChain, type Explanation, openEnd } from '../finding.ts';

/**
 * The log ends at a step whose rule or policy the bundle does not show. If chains lie ahead that log other packets,
 * and this one has no line of them, it died at that step; what the rule says is not known. The nat table can't drop
 * (iptables(8) refuses DROP there), so a last step in nat is left to the explanations that follow.
 */
export const diedAtUnknownRule: Explanation = (ending, { live, logEndsHere }) => {
  const { place, verdict, rule, drift, at } = ending.last;
  if (place.printed !== null && at === 'unknown')
    return openEnd(
      'incomplete',
      `The trace shows only that the packet came to ${place.table}/${place.chain}`,
    );
  if (verdict !== null || endsInNat(ending)) return null;
  const why = drift === null ? 'no ruleset of the bundle shows it' : 'the ruleset has changed since';
  const ahead = chainsAhead(ending, live);
  const name = `${place.table}/${place.chain} ${place.kind}${place.number === null ? '' : `:${place.number}`}`;
  if (ahead.length === 0) return openEnd('unknown', `The last step is ${name}; ${why}`);
  if (logEndsHere) return openEnd('incomplete', `The log ends at ${name}`);
  if (rule !== null)
    return openEnd('unknown', `The last step is ${name}: what "${rule.text}" decides is not known`);
  const kind = place.kind === 'policy' ? 'policy' : 'rule';
  const decider =
    kind === 'policy' ? 'the policy of that chain, or a last rule without a match' : 'that rule';
  return deadEndInChain(
    ending,
    kind,
    'possible',
    `Died at ${name}, as no line of ${ahead[0]} follows: dropped by ${decider}; ${why}`,
  );
};
