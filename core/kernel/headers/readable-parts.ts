import { type Box, boxesOf } from '../sets/boxes.ts';
import { type Diagram, NOTHING } from '../sets/decision-diagrams.ts';
import type { HeaderSpace } from '../sets/header-space.ts';
import type { HeaderOutcome, OutcomeMap } from './ends-of-headers.ts';
import { leavesOf, type OutcomeGroup, withLeaves } from './header-parts.ts';
import { readableBoxes } from './readable-boxes.ts';

/** A box as people read it, with what comes of its headers. */
export interface ReadablePart {
  readonly outcome: HeaderOutcome;
  readonly box: Box;
  /** A box of headers that come to this and that no part before has. */
  readonly example: Box;
  /** Of all bit strings, those that no part before has. */
  readonly share: number;
}

/** At most this many boxes are made of one outcome: nobody reads more. */
const MOST_BOXES = 500;

/**
 * Each outcome in few boxes. What routing refuses as martian nobody sends in earnest: boxes of other outcomes may hold such
 * headers, or each would say `from anywhere but` the host's own addresses.
 */
export function* readableParts(
  space: HeaderSpace,
  asked: Diagram,
  martian: Diagram,
  groups: readonly OutcomeGroup[],
): Generator<ReadablePart> {
  const { diagrams } = space;
  const care = diagrams.minus(asked, martian);
  for (const { outcome, set } of groups) {
    const about = { all: asked, care: isMartian(outcome) ? asked : care };
    for (const { box, adds } of readableBoxes(space, set, about, MOST_BOXES)) {
      const [example = null] = adds === NOTHING ? [] : boxesOf(space, adds, 1);
      if (example !== null) yield { outcome, box, example, share: diagrams.share(adds) };
    }
  }
}

/**
 * The headers that routing refuses for where they say that they come from, or may refuse. Where the bundle tells so little
 * of the host that it may refuse most headers, only those that it surely refuses.
 */
export function martianHeaders(space: HeaderSpace, asked: Diagram, outcomes: OutcomeMap): Diagram {
  const { diagrams } = space;
  const those = (isMeant: (outcome: HeaderOutcome) => boolean): Diagram => {
    const leaves = new Set<Diagram>();
    for (const leaf of leavesOf(space, outcomes.set)) if (isMeant(outcomes.outcome(leaf))) leaves.add(leaf);
    return withLeaves(space, outcomes.set, leaves);
  };
  const perhaps = those(isMartian);
  const areMost = diagrams.share(diagrams.and(asked, perhaps)) > diagrams.share(asked) / 2;
  return areMost ? those(isSurelyMartian) : perhaps;
}

function isMartian({ ends }: HeaderOutcome): boolean {
  return ends.some(isRefusedSource);
}

function isSurelyMartian({ ends }: HeaderOutcome): boolean {
  return ends.length > 0 && ends.every(isRefusedSource);
}

function isRefusedSource({ end }: HeaderOutcome['ends'][number]): boolean {
  return end.kind === 'routing' && end.cause.kind === 'martian-source';
}
