import { mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { writeFiles } from './bundle.ts';
import { makeCapture } from './make-capture.ts';
import type { Flow } from './packet.ts';
import { flowText } from './packet.ts';
import type { Pair } from './pair.ts';

/** Captures both sides of a pair into `before/` and `after/` of the folder; what speaks against its truth. */
export async function makePair(name: string, pair: Pair, folder: string): Promise<readonly string[]> {
  writeFiles(folder, new Map());
  const doubts: string[] = [];
  const truths = new Map<string, CapturedTruth>();
  for (const side of ['before', 'after'] as const) {
    const made = mkdtempSync(join(folder, 'making-'));
    try {
      const found = await makeCapture(`${name}-${side}`, pair.title, pair[side], made);
      doubts.push(...found.map((doubt) => `${side}: ${doubt}`));
      rmSync(join(folder, side), { recursive: true, force: true });
      renameSync(join(made, 'bundle'), join(folder, side));
      truths.set(side, JSON.parse(readFileSync(join(made, 'truth.json'), 'utf8')) as CapturedTruth);
    } finally {
      rmSync(made, { recursive: true, force: true });
    }
  }
  const { before, after } = Object.fromEntries(truths) as Record<'before' | 'after', CapturedTruth>;
  const flows = comparedFlows(before, after);
  const expected = new Set(pair.changes.flatMap((change) => change.flows));
  for (const { text, changed } of flows) {
    if (changed && !expected.has(text)) doubts.push(`${text} ended otherwise, which the pair does not say`);
    if (!changed && expected.has(text)) doubts.push(`${text} ended alike, though the pair says otherwise`);
  }
  for (const text of expected)
    if (!flows.some((flow) => flow.text === text)) doubts.push(`${text} is not in both captures`);
  const truth = {
    scenario: name,
    title: pair.title,
    category: 'before-after',
    tracer: pair.before.backend === 'nft' ? 'nft-monitor' : 'legacy-trace',
    family: 'ipv4',
    changes: pair.changes.map(({ kind, says, flows: named, diverts = [] }) => ({
      kind,
      detail: says,
      flows_changed: flows.filter(({ text }) => named.includes(text)).map(plainFlow),
      flows_diverted: flows.filter(({ text }) => diverts.includes(text)).map(({ flow }) => flow),
    })),
    flows_unchanged: flows
      .filter(({ changed }) => !changed)
      .map(({ flow, before: { disposition } }) => ({ flow, disposition })),
    ...(doubts.length > 0 ? { doubts } : {}),
  };
  writeFiles(folder, new Map([['truth.json', `${JSON.stringify(truth, null, 1)}\n`]]));
  return doubts;
}

interface CapturedTruth {
  readonly probes: readonly {
    readonly flow: Flow;
    readonly packets_sent: number;
    readonly outcomes: Readonly<Record<string, number>>;
    readonly cause: {
      readonly kind: string;
      readonly table?: string;
      readonly chain?: string;
      readonly rule?: number | 'policy';
      readonly text?: string;
    } | null;
  }[];
}

interface FlowEnd {
  readonly packets: number;
  readonly disposition: string;
  readonly cause: CapturedTruth['probes'][number]['cause'];
}

interface ComparedFlow {
  readonly text: string;
  readonly flow: Flow;
  readonly changed: boolean;
  readonly before: FlowEnd;
  readonly after: FlowEnd;
}

/** A flow ended otherwise if its fate did, or the place where it died, whatever the rule's number. */
function comparedFlows(before: CapturedTruth, after: CapturedTruth): readonly ComparedFlow[] {
  const later = new Map(after.probes.map((probe) => [flowText(probe.flow), probe]));
  return before.probes.flatMap((probe) => {
    const text = flowText(probe.flow);
    const other = later.get(text);
    if (other === undefined) return [];
    const ends = [endOf(probe), endOf(other)] as const;
    const [old, now] = ends.map(({ disposition, cause }) => {
      const { kind, table, chain, text: rule } = cause ?? {};
      const words = rule?.replace(/\bcounter packets \d+ bytes \d+/, 'counter');
      // A socket that listens or not is no matter of the router's configuration.
      return JSON.stringify(
        disposition === 'delivered' ? disposition : [disposition, kind, table, chain, words],
      );
    });
    return [{ text, flow: probe.flow, changed: old !== now, before: ends[0], after: ends[1] }];
  });
}

function endOf({ packets_sent: packets, outcomes, cause }: CapturedTruth['probes'][number]): FlowEnd {
  const names = Object.keys(outcomes);
  return { packets, disposition: names.length === 1 ? (names[0] as string) : 'mixed', cause };
}

function plainFlow({ flow, before, after }: ComparedFlow): unknown {
  return { flow, before, after };
}
