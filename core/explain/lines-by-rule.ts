import type { ResolvedPlace } from '../model/journey.ts';
import type { Rule } from '../model/ruleset.ts';
import type { TraceEvents } from '../model/trace.ts';

/** Tells how many lines of the log are of a rule. They are counted once, when somebody asks first. */
export function linesByRule(
  { count, place }: TraceEvents,
  places: readonly ResolvedPlace[],
): (rule: Rule) => number {
  let found: ReadonlyMap<Rule, number> | null = null;
  return (rule) => (found ??= countLines()).get(rule) ?? 0;

  function countLines(): ReadonlyMap<Rule, number> {
    const byPlace = new Uint32Array(places.length);
    for (let event = 0; event < count; event++) {
      const at = place[event] as number;
      byPlace[at] = (byPlace[at] as number) + 1;
    }
    const lines = new Map<Rule, number>();
    places.forEach(({ rule }, index) => {
      if (rule !== null) lines.set(rule, (lines.get(rule) ?? 0) + (byPlace[index] as number));
    });
    return lines;
  }
}
