import { type Box, boxesOf } from '../sets/boxes.ts';
import { type Diagram, EVERYTHING, NOTHING } from '../sets/decision-diagrams.ts';
import type { HeaderSpace } from '../sets/header-space.ts';
import type { HeaderOutcome, OutcomeMap } from './ends-of-headers.ts';

/** A box of headers that all come to the same. */
export interface HeaderPart {
  readonly box: Pick<Box, 'fields' | 'marks'>;
  readonly outcome: HeaderOutcome;
}

/** With more outcomes than these, boxes are made of all of them at once: quicker, and more boxes. */
const MANY_OUTCOMES = 64;

/** To look at each outcome by itself costs as many nodes as all of them have together, once for each. */
const MOST_VISITS = 40_000_000;

/** All headers of one outcome. */
export interface OutcomeGroup {
  readonly outcome: HeaderOutcome;
  readonly set: Diagram;
}

/** Headers by outcome, those that a reader can't tell apart as one; null for too many outcomes to look at each by itself. */
export function outcomeGroups(space: HeaderSpace, outcomes: OutcomeMap): readonly OutcomeGroup[] | null {
  const groups = new Map<string, { outcome: HeaderOutcome; leaves: Set<Diagram> }>();
  for (const leaf of leavesOf(space, outcomes.set)) {
    const outcome = outcomes.outcome(leaf);
    const key = keyOf(outcome);
    const group = groups.get(key) ?? { outcome, leaves: new Set() };
    group.leaves.add(leaf);
    groups.set(key, group);
  }
  const isMuch = groups.size * space.diagrams.size > MOST_VISITS;
  if (groups.size > MANY_OUTCOMES && isMuch) return null;
  return Array.from(groups.values(), ({ outcome, leaves }) => ({
    outcome,
    set: withLeaves(space, outcomes.set, leaves),
  }));
}

/**
 * All headers of a walk as boxes that do not overlap, not more than `most`; null in place of what was too much. Boxes
 * of one outcome are made by themselves: what distinguishes the headers of others then cuts none of them apart.
 */
export function* headerParts(
  space: HeaderSpace,
  outcomes: OutcomeMap,
  groups: readonly OutcomeGroup[] | null,
  most: number,
): Generator<HeaderPart | null> {
  if (groups === null) {
    for (const box of boxesOf(space, outcomes.set, most))
      yield box === null ? null : { box, outcome: outcomes.outcome(box.leaf) };
    return;
  }
  let given = 0;
  for (const { outcome, set } of groups)
    for (const box of boxesOf(space, set, most - given)) {
      given++;
      yield box === null ? null : { box, outcome };
      if (box === null) return;
    }
}

/** Equal for outcomes that a reader can't tell apart. */
function keyOf({ ends, asked, presumed, isLeft }: HeaderOutcome): string {
  const decides = ends.length > 1 ? asked : [];
  const words = [decides, presumed].map((all) =>
    all
      .map(({ words }) => words)
      .toSorted()
      .join('\n'),
  );
  return [ends.map(({ number }) => number).join(), ...words, isLeft].join('\n\n');
}

/** What stands below all fields. */
export function leavesOf({ diagrams, firstQuestion }: HeaderSpace, set: Diagram): ReadonlySet<Diagram> {
  const [leaves, seen] = [new Set<Diagram>(), new Set<Diagram>()];
  const visit = (at: Diagram): void => {
    if (at === NOTHING || seen.has(at)) return;
    seen.add(at);
    if (diagrams.levelOf(at) >= firstQuestion) {
      leaves.add(at);
      return;
    }
    visit(diagrams.lowOf(at));
    visit(diagrams.highOf(at));
  };
  visit(set);
  return leaves;
}

/** The headers that lead to some of the leaves. */
export function withLeaves(
  { diagrams, firstQuestion }: HeaderSpace,
  set: Diagram,
  leaves: ReadonlySet<Diagram>,
): Diagram {
  const known = new Map<Diagram, Diagram>();
  const visit = (at: Diagram): Diagram => {
    if (at === NOTHING) return NOTHING;
    if (diagrams.levelOf(at) >= firstQuestion) return leaves.has(at) ? EVERYTHING : NOTHING;
    let made = known.get(at);
    if (made === undefined) {
      made = diagrams.node(diagrams.levelOf(at), visit(diagrams.lowOf(at)), visit(diagrams.highOf(at)));
      known.set(at, made);
    }
    return made;
  };
  return visit(set);
}
