import type { CaptureDiff, FlowChange } from '../model/diff.ts';
import { english } from '../words/en/index.ts';
import type { Words } from '../words/words.ts';
import { blamedChanges } from './diff-document.ts';
import type { ReachComparison } from '../model/reach.ts';
import { reachLines } from './reach-comparison-text.ts';
import { printedLines } from './visible.ts';

/** The comparison for a person at a terminal. Control characters of the bundles are replaced. */
export function diffText(diff: CaptureDiff, reach: ReachComparison, words: Words = english): string {
  const { comparison } = words;
  const { changes, flows, notes } = diff;
  const blamed = blamedChanges(flows);
  const changed = flows.filter((flow) => flow.changed);
  const diverted = flows.filter((flow) => flow.diverted);
  const idle = changes.filter(({ id }) => !blamed.has(id));
  const parts = [
    comparison.found(diff),
    part(
      comparison.sections.flows,
      changed.flatMap((flow) => flowLines(flow, diff, words)),
    ),
    part(
      comparison.otherPath,
      diverted.flatMap((flow) => flowLines(flow, diff, words)),
    ),
    part(comparison.withoutEffect, idle.map(comparison.changeText)),
    changes.length === 0 ? [] : reachLines(reach, words),
    ...(['before', 'after'] as const).map((side) =>
      part(comparison.onlyIn(side), oneSidedLines(diff, side, words)),
    ),
    part(comparison.countedDrops, diff.counted.slice(0, mostCounted).map(comparison.countedDrop)),
    part(comparison.sections.notes, notes.map(comparison.note)),
  ];
  return printedLines(parts.flat());
}

const mostCounted = 20;

/** A heading and its lines; nothing where there are none. */
function part(heading: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', heading, ...lines.map((line) => `  ${line}`)];
}

function flowLines(
  { flow, before, after, attribution, unattributed }: FlowChange,
  { changes }: CaptureDiff,
  { comparison }: Words,
): readonly string[] {
  const blamed = changes.filter(({ id }) => attribution?.changes.includes(id));
  const why =
    attribution === null
      ? [
          `  ${comparison.noChangeBlamed}${unattributed === null ? '' : ` ${comparison.unattributed(unattributed)}`}`,
        ]
      : [
          ...blamed.map((change) => `  ${comparison.causedBy(change, attribution.proof)}`),
          `    ${comparison.attribution(attribution)}`,
        ];
  return [
    comparison.flow(flow),
    `  ${comparison.outcomeLine('before', before)}`,
    `  ${comparison.outcomeLine('after', after)}`,
    ...why,
  ];
}

/** How many flows of one capture alone are named. */
const mostNamed = 10;

function oneSidedLines(
  { flows }: CaptureDiff,
  side: 'before' | 'after',
  { comparison }: Words,
): readonly string[] {
  const only = flows.filter((flow) => flow[side === 'before' ? 'after' : 'before'] === null);
  const more = only.length - mostNamed;
  return [
    ...only
      .slice(0, mostNamed)
      .map((flow) => `${comparison.flow(flow.flow)}: ${comparison.outcomeText(flow[side])}`),
    ...(more > 0 ? [comparison.more(more)] : []),
  ];
}
