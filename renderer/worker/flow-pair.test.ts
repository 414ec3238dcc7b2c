import { expect, it } from 'vitest';
import type { ComparedStep, TimelineItem } from '../../core/index.ts';
import { alignTimelines } from './flow-pair.ts';

type Step = Extract<TimelineItem, { kind: 'step' }>;

function step(chain: string, verdict: Step['verdict'] = 'accept'): Step {
  return {
    kind: 'step',
    line: { file: 'kern.log', line: 1 },
    tracer: 'trace',
    tableFamily: 'ip',
    handle: null,
    table: 'filter',
    chain,
    stepKind: 'policy',
    number: 1,
    at: 'policy',
    ruleText: null,
    ruleShownAt: null,
    verdict,
    depth: 0,
    drift: null,
    rewrites: [],
  };
}

const routing = (dev: string): TimelineItem => ({
  kind: 'routing',
  decision: { kind: 'forward', hops: [{ dev, via: null }], route: null },
  without: [],
  confidence: 'inferred',
  evidence: [],
  rewrites: [],
});
const routeOf = ({ decision }: Extract<TimelineItem, { kind: 'routing' }>) =>
  'hops' in decision ? `by ${decision.hops[0]?.dev}` : decision.kind;
const there = {} as ComparedStep;
const words = (item: TimelineItem | null) =>
  item === null ? '-' : item.kind === 'step' ? `${item.chain} ${item.verdict}` : routeOf(item);

it('steps_of_one_side_only_stand_beside_those_of_the_other_in_the_same_gap', () => {
  const before = [step('A'), routing('eth1'), step('B'), step('C'), step('D')];
  const after = [step('A'), routing('eth1'), step('B'), step('E', 'drop')];
  const rows = [
    { before: there, after: there },
    { before: there, after: there },
    { before: there, after: null },
    { before: there, after: null },
    { before: null, after: there },
  ];
  const aligned = alignTimelines(rows, before, after);
  expect(aligned.rows.map((row) => `${words(row.before)} | ${words(row.after)}`)).toEqual([
    'A accept | A accept',
    'by eth1 | by eth1',
    'B accept | B accept',
    'C accept | E drop',
    'D accept | -',
  ]);
  expect(aligned.parting).toBe(3);
});

it('another_routing_decision_is_where_they_part', () => {
  const before = [step('A'), routing('eth1'), step('B')];
  const after = [step('A'), routing('eth2'), step('B')];
  const both = { before: there, after: there };
  const aligned = alignTimelines([both, both], before, after);
  expect(aligned.parting).toBe(1);
  expect(aligned.rows).toHaveLength(3);
});

it('a_flow_of_one_capture_alone_does_not_part', () => {
  const aligned = alignTimelines([], [step('A')], []);
  expect(aligned).toEqual({ rows: [{ before: step('A'), after: null }], parting: -1 });
});
