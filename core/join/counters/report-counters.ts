import { startsTrace } from '../../kernel/rule-effect.ts';
import type { Condition } from '../../model/condition.ts';
import type { PolicyCount, RuleCount } from '../../model/analysis.ts';
import { type Diagnostic, diagnostic } from '../../model/diagnostic.ts';
import type { CounterFault } from '../../model/diagnostic-kind.ts';
import type { Family } from '../../model/family.ts';
import type { Journeys } from '../../model/journey.ts';
import { firstEvent } from '../../model/journey-events.ts';
import type { Rule } from '../../model/ruleset.ts';
import type { TraceEvents } from '../../model/trace.ts';
import type { HostRuleset } from '../hosts/choose-tables.ts';

/** How many rules of a host are told one by one. */
const MOST_TOLD = 4;

/**
 * Where the counters of rules and policies contradict the log. A rule can't match more often than it counts, unless its
 * counter was reset or read before the log; it may count more, for packets that are not traced. Only where TRACE picks
 * every packet of a hook, more counted than logged means that lines are missing.
 */
export function reportCounters(
  events: TraceEvents,
  journeys: Journeys,
  rulesets: readonly HostRuleset[],
  { rules, policies }: { readonly rules: readonly RuleCount[]; readonly policies: readonly PolicyCount[] },
): readonly Diagnostic[] {
  if (events.count === 0) return [];
  const tracings = rulesets
    .filter(({ ruleset }) => ruleset.backend !== 'nft' && ruleset.family !== null)
    .map(tracingOf);
  const begun = tracings.some((tracing) => tracing.rules.length > 0) ? begunJourneys(events, journeys) : none;
  return [
    ...tracings.flatMap((tracing) => traceRuleNotes(tracing, begun)),
    ...contradictions([...rules, ...policies], tracings),
  ];
}

/** The rules with `-j TRACE` of one dump. */
interface Tracing {
  readonly host: string;
  readonly family: Family | null;
  readonly rules: readonly Rule[];
  /** The hooks on which every packet is traced. */
  readonly whole: ReadonlySet<string>;
}

function tracingOf({ host, ruleset }: HostRuleset): Tracing {
  const raw = ruleset.tables.find(({ name }) => name === 'raw');
  const whole = new Set<string>();
  const rules = (raw?.chains ?? []).flatMap((chain) => {
    const own = chain.rules.filter(({ spec }) => startsTrace(spec));
    // Packets over lo were traced when they were sent.
    const [first] = chain.rules;
    if (first !== undefined && own.includes(first) && first.spec.conditions.every(isNotLoopback))
      whole.add(chain.name);
    return own;
  });
  return { host, family: ruleset.family, rules, whole };
}

/** `! -i lo` */
function isNotLoopback(condition: Condition): boolean {
  if (condition.kind !== 'compare' || !condition.negated) return false;
  const { field, values } = condition;
  return (
    field.kind === 'interface' &&
    field.side === 'in' &&
    values.every((value) => value.kind === 'name' && value.name === 'lo' && !value.isPrefix)
  );
}

const none: ReadonlyMap<string, number> = new Map();

/** How many journeys begin in table raw, by host and family. */
function begunJourneys(events: TraceEvents, journeys: Journeys): ReadonlyMap<string, number> {
  const atPlace = new Uint32Array(events.places.length);
  for (let journey = 0; journey < journeys.count; journey++) {
    const place = events.place[firstEvent(journeys, journey)] as number;
    atPlace[place] = (atPlace[place] as number) + 1;
  }
  const begun = new Map<string, number>();
  events.places.forEach(({ host, family, table }, place) => {
    if (table !== 'raw') return;
    const key = `${host} ${family}`;
    begun.set(key, (begun.get(key) ?? 0) + (atPlace[place] as number));
  });
  return begun;
}

/** The TRACE rules' own counters: as many packets were traced, and as many journeys should begin in the log. */
function traceRuleNotes(
  { host, family, rules }: Tracing,
  begun: ReadonlyMap<string, number>,
): readonly Diagnostic[] {
  const counted = rules.reduce((sum, { counter }) => sum + (counter?.packets ?? 0), 0);
  const logged = begun.get(`${host} ${family}`) ?? 0;
  if (counted === 0 || rules.some(({ counter }) => counter === null)) return [];
  // A packet that several TRACE rules match is counted by each of them.
  const fewer = rules.length === 1 && logged < counted;
  if (logged <= counted && !fewer) return [];
  const why = fewer ? 'lost-or-older' : 'stale';
  const at = rules[0]?.at;
  const said = { rules: rules.length, counted, logged, why } as const;
  return [diagnostic('trace-rules-contradict', said, at?.file ?? null, at?.line ?? null)];
}

function contradictions(
  counts: readonly (RuleCount | PolicyCount)[],
  tracings: readonly Tracing[],
): readonly Diagnostic[] {
  const notes = counts.flatMap((count) => {
    const { table, chain, packets, counter, delta, at } = count;
    const why = whyContradicted(count, tracings);
    if (why === null || counter === null || isRounded(counter.packets) || isTraceRule(count, tracings))
      return [];
    const rule = 'policy' in count ? ('policy' as const) : { number: count.number };
    const { packets: counted } = delta ?? counter;
    const said = { place: { table, chain }, rule, dumps: delta !== null, counted, logged: packets, why };
    return [diagnostic('counter-contradicts', said, at?.file ?? null, at?.line ?? null)];
  });
  const told = notes.slice(0, MOST_TOLD);
  const more = notes.length - told.length;
  return more === 0 ? told : [...told, diagnostic('more-counters-contradict', { count: more })];
}

function whyContradicted(count: RuleCount | PolicyCount, tracings: readonly Tracing[]): CounterFault | null {
  const { host, family, chain, packets, counter, delta } = count;
  if (counter === null) return null;
  if (packets > counter.packets) return 'stale';
  const hooks = feeding.get(chain);
  if (hooks === undefined) return null;
  const own = tracings.filter((tracing) => tracing.host === host && tracing.family === family);
  const isWhole = own.length > 0 && own.every(({ whole }) => hooks.every((hook) => whole.has(hook)));
  if (!isWhole) return null;
  if (delta !== null) return packets < delta.packets ? 'lost' : null;
  return packets < counter.packets ? 'lost-or-later' : null;
}

/** Where the packets of a built-in chain come from; a user-defined chain may be called from any. */
const feeding: ReadonlyMap<string, readonly string[]> = new Map([
  ['PREROUTING', ['PREROUTING']],
  ['INPUT', ['PREROUTING']],
  ['FORWARD', ['PREROUTING']],
  ['OUTPUT', ['OUTPUT']],
  ['POSTROUTING', ['PREROUTING', 'OUTPUT']],
]);

/** The kernel does not log the TRACE rule itself. */
function isTraceRule({ at }: RuleCount | PolicyCount, tracings: readonly Tracing[]): boolean {
  return tracings.some(({ rules }) => rules.some((rule) => rule.at === at));
}

/** A listing without -x prints `813K` from 100,000 packets on. */
function isRounded(packets: number): boolean {
  return packets >= 100_000 && packets % 1000 === 0;
}
