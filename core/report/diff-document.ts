import type { CaptureDiff, Change, FlowChange, FlowOutcome } from '../model/diff.ts';
import type { TableFamily } from '../model/table-family.ts';
import { english } from '../words/en/index.ts';
import type { Words } from '../words/words.ts';
import type { ReachComparison } from '../model/reach.ts';
import { causeDocument } from './packet-document.ts';
import { reachFields } from './what-if-document.ts';

/** The document of `netopsy diff --json`, schema netopsy/diff/1. */
export function diffDocument(
  { changes, flows, edges, counted, notes }: CaptureDiff,
  reach: ReachComparison,
  words: Words = english,
) {
  const blamed = blamedChanges(flows);
  return {
    schema: 'netopsy/diff/1',
    changes: changes.map(({ before, after, chain, detail, effect, ...change }) => ({
      ...change,
      detail: words.changes.detail(detail),
      effect: effect === null ? null : words.comparison.effectText(effect),
      chain: chain === null ? null : { ...chain, family: familyWords.get(chain.family) ?? chain.family },
      before: before?.text ?? null,
      after: after?.text ?? null,
      beforeAt: placeOf(before),
      afterAt: placeOf(after),
      changedTraffic: blamed.has(change.id),
    })),
    flows: flows.map(({ flow, before, after, changed, diverted, attribution, unattributed }) => ({
      flow,
      before: outcomeDocument(before, words),
      after: outcomeDocument(after, words),
      changed,
      diverted,
      attributedTo: attribution?.changes ?? [],
      attribution:
        attribution === null
          ? null
          : {
              proof: attribution.proof,
              summary: words.comparison.attribution(attribution),
              besides: attribution.besides,
            },
      unattributed: unattributed === null ? null : words.comparison.unattributed(unattributed),
    })),
    edges,
    counted: counted.map(({ at, rule, ...place }) => ({
      ...place,
      family: familyWords.get(place.family) ?? place.family,
      rule: rule?.number ?? null,
      text: rule?.text ?? null,
      file: at.file,
      line: at.line,
    })),
    ...reachFields(reach),
    notes: notes.map(words.comparison.note),
  };
}

/** A table that sees one family is named by that. */
const familyWords: ReadonlyMap<TableFamily, string> = new Map([
  ['ip', 'ipv4'],
  ['ip6', 'ipv6'],
]);

/** The ids of the changes that a flow is attributed to; all others changed nothing that the captures show. */
export function blamedChanges(flows: readonly FlowChange[]): ReadonlySet<number> {
  return new Set(flows.flatMap(({ attribution }) => attribution?.changes ?? []));
}

function placeOf(line: Change['before']) {
  return line === null ? null : { file: line.file, line: line.line };
}

/** `examplePacket` is the number that `netopsy packets` gives the packet. */
function outcomeDocument(outcome: FlowOutcome | null, words: Words) {
  if (outcome === null) return null;
  const { packets, disposition, byDisposition, cause, egress, example, lastLine } = outcome;
  return {
    packets,
    disposition,
    byDisposition,
    cause: cause === null ? null : causeDocument(words, cause, []),
    egress,
    examplePacket: example + 1,
    exampleLine: lastLine,
  };
}
