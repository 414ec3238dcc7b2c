import {
  packetStory,
  partingStep,
  type ComparedStep,
  type PacketStory,
  type RoutingStep,
  type TimelineItem,
} from '../../core/index.ts';
import type { Compared } from './compare.ts';
import type { FlowPair, PairedRow } from './comparison.ts';

/** Both example packets of a flow; numbers of packets are counted from 1 on the page. */
export async function flowPair({ before, after, diff }: Compared, index: number): Promise<FlowPair> {
  const flow = diff.flows[index];
  if (flow === undefined) throw new Error('There is no such flow.');
  const stories = {
    before: flow.before === null ? null : await packetStory(before, flow.before.example),
    after: flow.after === null ? null : await packetStory(after, flow.after.example),
  };
  const counted = (story: PacketStory | null) =>
    story === null ? null : { ...story, packet: story.packet + 1 };
  return {
    before: counted(stories.before),
    after: counted(stories.after),
    ...alignTimelines(
      partingRows(before, after, flow),
      stories.before?.timeline ?? [],
      stories.after?.timeline ?? [],
    ),
  };

  function partingRows(...of: Parameters<typeof partingStep>): readonly StepRow[] {
    return partingStep(...of)?.rows ?? [];
  }
}

interface StepRow {
  readonly before: ComparedStep | null;
  readonly after: ComparedStep | null;
}

/**
 * The timelines beside each other: steps as they were aligned, steps of one side only beside those of the other in the
 * same gap, and what stands between steps (routing decisions) before the step that it leads to. With no aligned steps
 * each timeline stands alone.
 */
export function alignTimelines(
  rows: readonly StepRow[],
  before: readonly TimelineItem[],
  after: readonly TimelineItem[],
): Pick<FlowPair, 'rows' | 'parting'> {
  const [old, now] = [new Reader(before), new Reader(after)];
  const paired: PairedRow[] = [];
  const pair = (left: readonly TimelineItem[], right: readonly TimelineItem[]): void => {
    for (let i = 0; i < Math.max(left.length, right.length); i++)
      paired.push({ before: left[i] ?? null, after: right[i] ?? null });
  };
  let [alone, other]: [TimelineItem[], TimelineItem[]] = [[], []];
  for (const row of rows) {
    const together = row.before !== null && row.after !== null;
    if (!together) {
      if (row.before !== null) alone.push(...old.step());
      if (row.after !== null) other.push(...now.step());
      continue;
    }
    pair(alone, other);
    [alone, other] = [[], []];
    const [left, right] = [old.step(), now.step()];
    pair(left.slice(0, -1), right.slice(0, -1));
    pair(left.slice(-1), right.slice(-1));
  }
  pair([...alone, ...old.rest()], [...other, ...now.rest()]);
  return { rows: paired, parting: before.length === 0 || after.length === 0 ? -1 : paired.findIndex(parts) };
}

class Reader {
  readonly #items: readonly TimelineItem[];
  #at = 0;

  constructor(items: readonly TimelineItem[]) {
    this.#items = items;
  }

  /** The next step, and before it what leads to it. */
  step(): readonly TimelineItem[] {
    const start = this.#at;
    while (this.#items[this.#at]?.kind === 'routing') this.#at++;
    return this.#items.slice(start, ++this.#at);
  }

  rest(): readonly TimelineItem[] {
    return this.#items.slice(this.#at);
  }
}

/** Whether two routing decisions are told in the same words. */
export function isSameDecision(before: RoutingStep, after: RoutingStep): boolean {
  const told = ({ decision, without }: RoutingStep): string => JSON.stringify([decision, without]);
  return told(before) === told(after);
}

function parts({ before, after }: PairedRow): boolean {
  if (before === null || after === null || before.kind !== after.kind) return true;
  if (before.kind === 'routing' && after.kind === 'routing') return !isSameDecision(before, after);
  return before.kind === 'step' && after.kind === 'step' && before.verdict !== after.verdict;
}
