import { deltaNumber } from '../model/delta-column.ts';
import type { Analysis } from '../model/analysis.ts';
import { eventsOf } from '../model/journey-events.ts';
import type { ComparedStep, FlowChange, PartingSteps } from '../model/diff.ts';
import type { ResolvedPlace, ChainPath } from '../model/journey.ts';
import { stepsOf } from '../model/shape-steps.ts';
import { commonOrder } from './common-order.ts';
import { ruleContent } from '../dialects/rule-content.ts';
import type { SimulatedWay } from '../model/simulation.ts';

/**
 * The journeys of a flow's two example packets, laid step beside step by place and by the rule's content, and the first
 * step where they part; null for a flow that only one capture has.
 */
export function partingStep(before: Analysis, after: Analysis, flow: FlowChange): PartingSteps | null {
  if (flow.before === null || flow.after === null) return null;
  const [old, now] = [stepsOfPacket(before, flow.before.example), stepsOfPacket(after, flow.after.example)];
  return partedAt(flow.before.example, flow.after.example, alignSteps(old, now));
}

/** The journey of a packet beside its walk through another configuration, in the same way. */
export function besideWay(analysis: Analysis, packet: number, { steps }: SimulatedWay): PartingSteps {
  const captured = stepsOfPacket(analysis, packet).map(({ step }) => ({ step, key: keyOfText(step) }));
  const walked = steps.flatMap((each): readonly KeyedStep[] => {
    if (each.kind === 'routing') return [];
    const { table, chain, stepKind, number, text, verdict, at } = each;
    const step = { table, chain, stepKind, number, ruleText: text, verdict, line: at };
    return [{ step, key: keyOfText(step) }];
  });
  // The log begins after the rule that traces; a walk begins with the packet.
  const begins = walked.findIndex(({ key }) => key === captured[0]?.key);
  return partedAt(packet, packet, alignSteps(captured, walked.slice(Math.max(0, begins))));
}

/** Both sides have the words of one bundle. */
function keyOfText({ table, chain, ruleText, stepKind }: ComparedStep): string {
  return `${table}/${chain} ${ruleText ?? (stepKind === 'rule' ? 'rule' : 'end')}`;
}

function partedAt(before: number, after: number, rows: PartingSteps['rows']): PartingSteps {
  const parting = rows.findIndex(
    (row) => row.before === null || row.after === null || row.before.verdict !== row.after.verdict,
  );
  return { before, after, rows, parting: parting < 0 ? null : parting };
}

interface KeyedStep {
  readonly step: ComparedStep;
  readonly key: string;
}

function stepsOfPacket({ events, journeys }: Analysis, packet: number): readonly KeyedStep[] {
  const own = eventsOf(journeys, packet);
  return stepsOf(journeys.shapes, journeys.shape[packet] as number).map((shape, index) => {
    const event = own[index] as number;
    const line = {
      file: events.logs[events.log[event] as number] as string,
      line: deltaNumber(events.line, event),
    };
    return keyedStep(shape, journeys.places[shape.place] as ResolvedPlace, line);
  });
}

/** The end of a chain is the same step however many rules stand before it. */
function keyedStep({ hook }: ChainPath, resolved: ResolvedPlace, line: ComparedStep['line']): KeyedStep {
  const { place, at, rule, verdict } = resolved;
  const { table, chain, kind, number } = place;
  const what =
    rule !== null ? ruleContent(rule) : at === 'unknown' || at === 'rule' ? `${kind} ${number}` : at;
  return {
    step: { table, chain, stepKind: kind, number, ruleText: rule?.text ?? null, verdict, line },
    key: `${hook} ${table}/${chain} ${what}`,
  };
}

function alignSteps(before: readonly KeyedStep[], after: readonly KeyedStep[]): PartingSteps['rows'] {
  const rows: { before: ComparedStep | null; after: ComparedStep | null }[] = [];
  const keys = [before, after].map((steps) => steps.map(({ key }) => key));
  let [i, j] = [0, 0];
  for (const [atBefore, atAfter] of [
    ...commonOrder(keys[0] ?? [], keys[1] ?? []),
    [before.length, after.length] as const,
  ]) {
    while (i < atBefore) rows.push({ before: before[i++]?.step ?? null, after: null });
    while (j < atAfter) rows.push({ before: null, after: after[j++]?.step ?? null });
    const [old, now] = [before[i++], after[j++]];
    if (old !== undefined && now !== undefined) rows.push({ before: old.step, after: now.step });
  }
  return rows;
}
