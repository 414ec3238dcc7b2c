import { deltaNumber } from '../model/delta-column.ts';
import type { Analysis } from '../model/analysis.ts';
import type { FlowKey, FlowOutcome } from '../model/diff.ts';
import type { Disposition } from '../model/journey.ts';
import { lastEvent } from '../model/journey-events.ts';
import { type CapturedFlow, egressOf, type FlowEnding } from '../replay/flows.ts';

/** A flow of both captures: how its packets ended in each, and what of that differs. */
export interface ComparedFlow {
  readonly flow: FlowKey;
  readonly before: FlowOutcome | null;
  readonly after: FlowOutcome | null;
  readonly changed: boolean;
  /** An end that differs is itself only possible: without proof from elsewhere, the flow did not provably change. */
  readonly uncertain: boolean;
  readonly diverted: boolean;
  /** What the shown outcomes are called; null for a side that has none. */
  readonly endingBefore: string | null;
  readonly endingAfter: string | null;
}

/** One side of a comparison: the flow, and the capture that its packets are in. */
interface Side {
  readonly flow: CapturedFlow | undefined;
  readonly capture: Pick<Analysis, 'events' | 'journeys'>;
}

/**
 * Compares the ends of a flow's packets. Which ends there were counts, not how often: retransmissions and longer
 * transfers change numbers. Packets whose end was not seen say nothing.
 */
export function compareFlow(key: FlowKey, before: Side, after: Side): ComparedFlow {
  const [old, now] = [knownEnds(before.flow), knownEnds(after.flow)];
  const comparable = old.length > 0 && now.length > 0;
  const changed = comparable && !sameNames(old, now);
  const [first, second] = changed ? partingEnds(old, now) : [old[0], now[0]];
  const kind = commonKind(first?.[1], second?.[1]);
  const outcomes = [outcomeOf(before, first, kind), outcomeOf(after, second, kind)] as const;
  return {
    flow: key,
    before: outcomes[0],
    after: outcomes[1],
    changed,
    uncertain: [first, second].some((end) => end?.[1].cause?.confidence === 'possible'),
    diverted: !changed && comparable && isDiverted(...outcomes),
    endingBefore: first?.[0] ?? null,
    endingAfter: second?.[0] ?? null,
  };
}

type NamedEnd = readonly [name: string, ending: FlowEnding];

/** The ends that were seen, that of the most packets first; of equals, the worse. */
function knownEnds(flow: CapturedFlow | undefined): readonly NamedEnd[] {
  return [...(flow?.endings ?? [])]
    .filter(([, { disposition }]) => disposition !== 'incomplete' && disposition !== 'unknown')
    .toSorted(
      ([aName, a], [bName, b]) =>
        b.packets - a.packets ||
        badness.indexOf(b.disposition) - badness.indexOf(a.disposition) ||
        (aName < bName ? -1 : 1),
    );
}

const badness: readonly Disposition[] = ['forwarded', 'sent', 'delivered', 'queued', 'rejected', 'dropped'];

function sameNames(before: readonly NamedEnd[], after: readonly NamedEnd[]): boolean {
  const names = new Set(before.map(([name]) => name));
  return before.length === after.length && after.every(([name]) => names.has(name));
}

/** The most frequent ends; where those are alike, the side that has another one shows that. */
function partingEnds(before: readonly NamedEnd[], after: readonly NamedEnd[]): readonly NamedEnd[] {
  const [first, second] = [before[0] as NamedEnd, after[0] as NamedEnd];
  if (first[0] !== second[0]) return [first, second];
  const onlyIn = (ends: readonly NamedEnd[], others: readonly NamedEnd[]): NamedEnd | undefined =>
    ends.find(([name]) => !others.some(([other]) => other === name));
  const [onlyBefore, onlyAfter] = [onlyIn(before, after), onlyIn(after, before)];
  return [onlyBefore ?? first, onlyAfter ?? second];
}

/** A kind of packet that both ends have, so that like is compared with like: a SYN with a SYN. */
function commonKind(before: FlowEnding | undefined, after: FlowEnding | undefined): number | null {
  for (const kind of after?.examples.keys() ?? []) if (before?.examples.has(kind)) return kind;
  return null;
}

function outcomeOf(
  { flow, capture }: Side,
  end: NamedEnd | undefined,
  kind: number | null,
): FlowOutcome | null {
  const ends = [...(flow?.endings.values() ?? [])];
  const shown = end?.[1] ?? ends[0];
  if (flow === undefined || shown === undefined) return null;
  const byDisposition: Partial<Record<Disposition, number>> = {};
  for (const { disposition, packets } of ends)
    byDisposition[disposition] = (byDisposition[disposition] ?? 0) + packets;
  const example =
    (kind === null ? undefined : shown.examples.get(kind)) ?? [...shown.examples.values()][0] ?? 0;
  const leaves = shown.disposition === 'forwarded' || shown.disposition === 'sent';
  return {
    packets: flow.packets,
    disposition: shown.disposition,
    byDisposition,
    cause: shown.cause,
    egress: leaves ? egressOf(capture, example, flow.key) : null,
    example,
    lastLine: lastLineOf(capture, example),
  };
}

function lastLineOf({ events, journeys }: Side['capture'], packet: number): FlowOutcome['lastLine'] {
  const event = lastEvent(journeys, packet);
  return { file: events.logs[events.log[event] as number] as string, line: deltaNumber(events.line, event) };
}

function isDiverted(before: FlowOutcome | null, after: FlowOutcome | null): boolean {
  const [old, now] = [before?.egress ?? null, after?.egress ?? null];
  if (old === null || now === null) return false;
  return old.interface !== now.interface || old.dst !== now.dst || old.dport !== now.dport;
}
