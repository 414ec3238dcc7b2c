import type { FlowKey } from '../model/diff.ts';
import type { ReachComparison } from '../model/reach.ts';
import type { WalkedEnd, WhatIf } from '../model/what-if.ts';
import { english } from '../words/en/index.ts';
import type { Words } from '../words/words.ts';
import { causeDocument } from './packet-document.ts';

/** The document of `netopsy whatif --json`, schema netopsy/whatif/1. */
export function whatIfDocument(
  { changes, flows, unchanged, notReplayable, reach }: WhatIf,
  words: Words = english,
) {
  return {
    schema: 'netopsy/whatif/1',
    changes: changes.map(({ id, host, text, edit }) => ({ id, host, text, does: words.whatIf.does(edit) })),
    flows: whatIfFlows({ flows }, words),
    unchanged,
    notReplayable: notReplayable.map(({ host, flow, packets, example, why }) => ({
      host,
      flow: flowDocument(flow),
      packets,
      examplePacket: example + 1,
      why: words.whatIf.notReplayable({ why }),
    })),
    ...reachFields(reach),
  };
}

/** Which packets end otherwise, captured or not. */
export function reachFields({ newlyAlive, newlyDead, mayChange, complete }: ReachComparison) {
  return { newlyAlive, newlyDead, mayChange, complete };
}
/** What changes would do, as plain data. */
export type WhatIfDocument = ReturnType<typeof whatIfDocument>;

/** Flows whose end changes or may change, as documents have them. */
export function whatIfFlows({ flows }: Pick<WhatIf, 'flows'>, words: Words) {
  return flows.map(({ host, flow, packets, example, captured, changed, diverted, open }) => ({
    host,
    flow: flowDocument(flow),
    packets,
    examplePacket: example + 1,
    captured: {
      disposition: captured.disposition,
      cause: captured.cause === null ? null : causeDocument(words, captured.cause, []),
    },
    changed: endDocument(changed, words),
    diverted,
    certain: open === null,
    open: open === null ? null : words.whatIf.open(open),
  }));
}

function endDocument(end: WalkedEnd, words: Words) {
  const { disposition, cause, egress } = end;
  return { disposition, cause, egress, summary: words.whatIf.ending(end) };
}

function flowDocument({ host: _, ...flow }: FlowKey) {
  return flow;
}
