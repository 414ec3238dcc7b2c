import type { TimelineItem } from '../model/packet-story.ts';
import type { SimulatedStep, SimulatedWay } from '../model/simulation.ts';

type ChainStep = Extract<SimulatedStep, { kind: 'step' }>;

/** The steps of a walk as those of a captured packet are shown; in place of a log's line each has that of its rule. */
export function walkedTimeline({ steps }: SimulatedWay): readonly TimelineItem[] {
  const depthOf = callDepth();
  return steps.map((step): TimelineItem => {
    if (step.kind === 'routing') {
      const { decision, evidence } = step;
      return { kind: 'routing', decision, without: [], evidence, confidence: 'inferred', rewrites: [] };
    }
    const { table, chain, tableFamily, stepKind, number, text, at, verdict, changes } = step;
    return {
      kind: 'step',
      line: at,
      table,
      chain,
      stepKind,
      number,
      at: text !== null ? 'rule' : stepKind === 'policy' ? 'policy' : 'return',
      ruleText: text,
      tracer: tableFamily === 'ip' || tableFamily === 'ip6' ? 'trace' : 'nft',
      tableFamily,
      handle: null,
      ruleShownAt: text === null ? null : { ...at, text },
      verdict,
      depth: depthOf(step),
      drift: null,
      rewrites: changes,
    };
  });
}

/** How deep in calls each next step is. */
function callDepth(): (step: ChainStep) => number {
  let calls: string[] = [];
  let before: ChainStep | null = null;
  return (step) => {
    const isCalled = before?.verdict === 'jump' || before?.verdict === 'goto';
    const isSameTable = before?.table === step.table && before.tableFamily === step.tableFamily;
    const known = isSameTable ? calls.indexOf(step.chain) : -1;
    if (known >= 0) calls = calls.slice(0, known + 1);
    else calls = isSameTable && isCalled ? [...calls, step.chain] : [step.chain];
    before = step;
    return calls.length - 1;
  };
}
