import type { Outcomes, PolicyCount, RuleCount } from '../../model/analysis.ts';
import type { Cause } from '../../model/journey.ts';
import type { JourneyKinds } from '../../model/journey-kinds.ts';
import type { CountersOfLog } from './counter-witness.ts';

/**
 * That a rule stopped packets may rest on this alone: no later rule logged them. Where more packets seem to have died so
 * than the rule counted, the log lacks lines of some, and nothing tells which ones those are: none is proven.
 */
export function doubtedByCounts(
  { cause, causes }: Pick<Outcomes, 'cause' | 'causes'>,
  { first, packets }: JourneyKinds,
  counts: readonly (RuleCount | PolicyCount)[],
  { areOfLog }: CountersOfLog,
): readonly Cause[] {
  if (!causes.some(restsOnSilence)) return causes;
  const stopped = new Map<string, number>();
  first.forEach((journey, kind) => {
    const group = causes[cause[journey] as number]?.group;
    if (group !== undefined) stopped.set(group, (stopped.get(group) ?? 0) + (packets[kind] as number));
  });
  return causes.map((each) => {
    if (!restsOnSilence(each) || !areOfLog(each.host, each.family)) return each;
    const counted = countedBy(each, counts);
    const seeming = stopped.get(each.group) ?? 0;
    if (counted === null || seeming <= counted) return each;
    return {
      ...each,
      confidence: 'possible',
      grounds: [...each.grounds, { kind: 'stopped-too-many', seeming, counted }],
    };
  });
}

function restsOnSilence({ confidence, table, grounds }: Cause): boolean {
  return confidence === 'inferred' && table !== null && grounds.some(({ kind }) => kind === 'no-line-of');
}

/** The greatest counter of the rule or policy: of two rulesets that list it, either may be of the log's time. */
function countedBy(cause: Cause, counts: readonly (RuleCount | PolicyCount)[]): number | null {
  const counters = counts.flatMap((count) =>
    isOfPlace(cause, count) && count.counter !== null ? [count.counter.packets] : [],
  );
  return counters.length === 0 ? null : Math.max(...counters);
}

function isOfPlace(
  { host, family, table, chain, rule, text }: Cause,
  count: RuleCount | PolicyCount,
): boolean {
  const isOfFamily = count.family === family || (count.family !== 'ipv4' && count.family !== 'ipv6');
  if (count.host !== host || !isOfFamily || count.table !== table || count.chain !== chain) return false;
  return 'number' in count ? count.number === rule && count.text === text : rule === null;
}
