import type { Journeys, ChainPath } from '../../model/journey.ts';
import { countByShape } from '../../model/shape-steps.ts';
import type { Answer } from './answers-at-places.ts';
import type { MatchPacket } from '../../kernel/match/match-packet.ts';

/** What packets did that met a place, by their ways. */
export interface StepsAfter {
  readonly packets: number;
  /** Chains of the same table in which such packets were seen next. */
  readonly called: ReadonlySet<string>;
  /** Packets that went on in the same chain. */
  readonly continued: number;
  /** Packets that were seen next in a chain that had called this one. */
  readonly returned: number;
  /** Packets that were seen next in another table. */
  readonly left: number;
  /** Packets whose last line this is. */
  readonly ended: number;
}

/** What the log shows of a place apart from its number. */
export interface Behaviour extends StepsAfter {
  /** The destination (`address port`) that packets had at their next line, where it was rewritten. */
  readonly rewrittenTo: ReadonlySet<string>;
  /** How the host answered packets that ended there. */
  readonly answers: ReadonlySet<Answer>;
  /** Packets that met the place, with different headers, as they were there. */
  readonly examples: readonly MatchPacket[];
}

type MutableSteps = {
  -readonly [K in keyof StepsAfter]: StepsAfter[K] extends ReadonlySet<string> ? Set<string> : StepsAfter[K];
};

/** Counts what packets did by their paths, since there are far fewer paths than packets; entry i belongs to place i. */
export function observeSteps(journeys: Journeys): readonly StepsAfter[] {
  const stepsAfter = journeys.places.map((): MutableSteps => ({
    packets: 0,
    called: new Set(),
    continued: 0,
    returned: 0,
    left: 0,
    ended: 0,
  }));
  const { shapes } = journeys;
  const through = countByShape(journeys);
  shapes.forEach(({ place }, way) => {
    const steps = stepsAfter[place];
    if (steps !== undefined) steps.ended += through[way] as number;
  });
  // Children come after their parents, so backwards every count is complete when it is passed on.
  for (let way = shapes.length - 1; way > 0; way--) {
    const next = shapes[way] as ChainPath;
    const packets = through[way] as number;
    const steps = stepsAfter[next.place];
    if (steps !== undefined) steps.packets += packets;
    through[next.parent] = (through[next.parent] as number) + packets;
    const step = shapes[next.parent] as ChainPath;
    const before = stepsAfter[step.place];
    if (before !== undefined && packets > 0) countNext(before, journeys, step, next, packets);
  }
  return stepsAfter;
}

function countNext(
  steps: MutableSteps,
  journeys: Journeys,
  step: ChainPath,
  next: ChainPath,
  packets: number,
): void {
  const here = journeys.places[step.place]?.place;
  const there = journeys.places[next.place]?.place;
  if (here === undefined || there === undefined) return;
  if (there.table !== here.table || next.hook !== step.hook) steps.left += packets;
  else if (there.chain === here.chain) steps.continued += packets;
  else if (next.depth > step.depth) steps.called.add(there.chain);
  else steps.returned += packets;
}
