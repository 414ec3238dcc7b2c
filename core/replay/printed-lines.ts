import { isTraceRule } from '../dialects/printed-rule.ts';
import { startsTrace } from '../kernel/rule-effect.ts';
import { stepKindOf } from '../kernel/walk/after-step.ts';
import type { SeenLines } from '../kernel/walk/walk.ts';
import type { ChainPath, ResolvedPlace } from '../model/journey.ts';
import type { SimulatedWay } from '../model/simulation.ts';
import type { Tracer } from '../model/trace.ts';
import type { BackendOfLine } from './backend-of-line.ts';

/** A step in a chain; routing decisions are no lines of a log. */
export type ChainStep = Extract<SimulatedWay['steps'][number], { kind: 'step' }>;

/** Whether a step is the rule that begins the trace, which is not printed itself. */
export function isTraceStep({ text }: Pick<ChainStep, 'text'>): boolean {
  return text !== null && isTraceRule(text);
}

/** What the trace shows, in words that a walk would have for it; a TRACE rule itself is not logged by the kernel. */
export function stepWords({ place, rule, at }: ResolvedPlace): readonly string[] {
  const { tableFamily, table, chain, kind, number } = place;
  return (rule !== null && rule.spec.dialect === 'iptables' && startsTrace(rule.spec)) ||
    isUnsure(place.tracer, at, number)
    ? []
    : [placeWords(tableFamily, table, chain, place.tracer === 'trace' ? kind : null, number)];
}

/** Other tracers than TRACE call every rule `rule`; the number alone tells whether it is the end of the chain. */
function placeWords(
  family: string,
  table: string,
  chain: string,
  kind: string | null,
  number: number | null,
): string {
  return [family, table, chain, ...(kind === null ? [] : [kind]), number].join(':');
}

/** Whether a way prints the lines of the log, which begins after the TRACE rule. */
export function printsLines({ steps }: SimulatedWay, traced: readonly string[], tracerOf: TracerOf): boolean {
  const printed = steps.flatMap((step) => (step.kind === 'routing' ? [] : (lineOf(step, tracerOf) ?? [])));
  const start = printed.length - traced.length;
  return start >= 0 && traced.every((words, i) => printed[start + i] === words);
}

/** The line that a step prints; null for none. */
function lineOf(step: PrintedStep, tracerOf: TracerOf): string | null {
  if (isTraceStep(step)) return null;
  const { tableFamily, table, chain, stepKind, number } = step;
  const tracer = tracerOf(step);
  if (tracer === null || (step.text === null && isUnsure(tracer, stepKind, number))) return null;
  return placeWords(tableFamily, table, chain, tracer === 'trace' ? stepKind : null, number);
}

type PrintedStep = Pick<ChainStep, 'tableFamily' | 'table' | 'chain' | 'stepKind' | 'number' | 'text' | 'at'>;

/**
 * The lines of a packet for its walk to follow, so that it need not go the ways that print others; null where it can't tell which
 * line is the first: a chain may be called twice, a base chain is met once.
 */
export function seenLines(
  shapes: readonly ChainPath[],
  places: readonly ResolvedPlace[],
  tracers: ReadonlySet<Tracer>,
  tracerOf: TracerOf,
): SeenLines | null {
  const lines = shapes.map(({ place }) => stepWords(places[place] as ResolvedPlace));
  const traced = lines.flat();
  const first = shapes[lines.findIndex((words) => words.length > 0)];
  if (tracers.has('log') || first === undefined || first.hook === null) return null;
  if (first.base?.layer !== 'ip' || first.depth > 0) return null;
  return {
    hook: first.hook,
    prints({ table, chain, number, rule, isBase }, index) {
      const line = lineOf(
        {
          tableFamily: table.family,
          table: table.name,
          chain: chain.name,
          stepKind: stepKindOf({ rule, isBase }),
          number,
          text: rule?.text ?? null,
          at: rule?.at ?? chain.at,
        },
        tracerOf,
      );
      return line === null ? null : line === traced[index];
    },
  };
}

/** The tracer that tells of a step; null where none of those that follow the packet does. */
type TracerOf = (step: Pick<ChainStep, 'at'>) => Tracer | null;

/** TRACE in the kernel log tells of iptables-legacy, the monitors of nftables. */
export function tracersOfSteps(tracers: ReadonlySet<Tracer>, backendOf: BackendOfLine): TracerOf {
  const [usual = 'trace'] = tracers;
  const monitor = (['nft', 'xtables'] as const).find((each) => tracers.has(each)) ?? null;
  return ({ at }) => {
    switch (backendOf(at)) {
      case 'legacy':
        return tracers.has('trace') ? 'trace' : tracers.has('log') ? 'log' : null;
      case 'nft':
        return monitor ?? (tracers.has('log') ? 'log' : null);
      default:
        return usual;
    }
  };
}

/**
 * Ends of chains that the monitors may print or not: that of a called chain depends on the kernel, and iptables-nft-save
 * shows built-in chains without rules whether they hang on their hook or not.
 */
function isUnsure(tracer: Tracer, at: ResolvedPlace['at'], number: number | null): boolean {
  return tracer !== 'trace' && (at === 'return' || (at === 'policy' && number === 1));
}
