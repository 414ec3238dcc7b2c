import type { PolicyCount, RuleCount } from '../../model/analysis.ts';
import type { TracePlace } from '../../model/trace.ts';

/**
 * Tells policies that were set again after the log: the kernel's counter of a policy begins at zero when it is set, so
 * it has counted fewer packets than the log shows to have met it, while the rules of that dump have counted no fewer.
 */
export function resetPolicies(
  rules: readonly RuleCount[],
  policies: readonly PolicyCount[],
): (place: TracePlace) => boolean {
  const older = new Set<string>();
  const later = new Set<string>();
  for (const { host, family, packets, counter } of rules) {
    if (counter === null || packets === 0) continue;
    (counter.packets < packets ? older : later).add(`${host}\0${family}`);
  }
  const reset = new Set(
    policies
      .filter(({ counter, packets }) => counter !== null && counter.packets < packets)
      .map(({ host, family, table, chain }) => [host, family, table, chain].join('\0')),
  );
  return ({ host, family, table, chain }) =>
    later.has(`${host}\0${family}`) &&
    !older.has(`${host}\0${family}`) &&
    reset.has([host, family, table, chain].join('\0'));
}
