import type { Analysis } from '../model/analysis.ts';
import type { Evidence, LineRef } from '../model/evidence.ts';
import { stepsOf } from '../model/shape-steps.ts';
import type { FoundChange } from './script.ts';
import type { ComparedFlow } from './outcomes.ts';

/**
 * The changes that the causes themselves name: the line that let the packets die after is one that was added or
 * changed, the line that let them die before was removed or changed.
 */
export function changesNamedBy(
  changes: readonly FoundChange[],
  { before, after }: Pick<ComparedFlow, 'before' | 'after'>,
): readonly FoundChange[] {
  return changes.filter(
    (change) =>
      !isOfPlaceAlone(change) &&
      (isCited(change.after, after?.cause?.evidence ?? []) ||
        isCited(change.before, before?.cause?.evidence ?? [])),
  );
}

/** A cause that names a policy says nothing of the chain's priority, which stands on the same line. */
function isOfPlaceAlone({ policies }: FoundChange): boolean {
  return policies !== undefined && policies[0] === policies[1];
}

function isCited(line: FoundChange['before'], evidence: readonly Evidence[]): boolean {
  return line !== null && evidence.some((each) => each.file === line.file && each.line === line.line);
}

/**
 * The changes that the packets met, or that leave no line in a log (routes, settings, policies), and the others. Of
 * several explanations, the one by what was met is wanted.
 */
export function changesMet(
  changes: readonly FoundChange[],
  flow: Pick<ComparedFlow, 'before' | 'after'>,
  before: Pick<Analysis, 'journeys'>,
  after: Pick<Analysis, 'journeys'>,
): { readonly met: readonly FoundChange[]; readonly others: readonly FoundChange[] } {
  const lines = {
    before: new Set(linesMet(before, flow.before?.example ?? null)),
    after: new Set(linesMet(after, flow.after?.example ?? null)),
  };
  const named = new Set(changesNamedBy(changes, flow));
  const isOnWay = (change: FoundChange): boolean =>
    named.has(change) ||
    (change.before !== null && lines.before.has(lineWords(change.before))) ||
    (change.after !== null && lines.after.has(lineWords(change.after)));
  const others = changes.filter((change) => !isOnWay(change));
  return {
    met: [...others.filter(({ chain }) => chain === null), ...changes.filter(isOnWay)],
    others: others.filter(({ chain }) => chain !== null),
  };
}

/** The lines of the ruleset that a packet's journey met. */
function linesMet({ journeys }: Pick<Analysis, 'journeys'>, packet: number | null): readonly string[] {
  if (packet === null) return [];
  return stepsOf(journeys.shapes, journeys.shape[packet] as number).flatMap(({ place }) => {
    const line = journeys.places[place]?.shownAt ?? null;
    return line === null ? [] : [lineWords(line)];
  });
}

function lineWords({ file, line }: LineRef): string {
  return `${file}:${line}`;
}
