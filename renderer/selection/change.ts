import { parseFilter } from './parse.ts';
import { printFilter } from './print.ts';
import type { Fact, FactKind, Term } from './selection.ts';

/** Whether a filter holds all these facts, so that a list can show what it is narrowed to. */
export function holds(text: string, facts: readonly Fact[]): boolean {
  const { selection } = parseFilter(text);
  return facts.length > 0 && facts.every((fact) => selection.some((term) => same(term, positive(fact))));
}

/**
 * The filter text after a click on something that `facts` describe: without them where it held them all, else with
 * them in the place of whatever chose something else of the same kind.
 */
export function toggle(text: string, facts: readonly Fact[]): string {
  const { selection } = parseFilter(text);
  if (holds(text, facts)) {
    return printFilter(selection.filter((term) => !facts.some((fact) => same(term, positive(fact)))));
  }
  const leaving = new Set(facts.flatMap((fact) => rivals[fact.kind] ?? [fact.kind]));
  const kept = selection.filter((term) => term.negated || !leaving.has(term.kind));
  return printFilter([...kept, ...facts.map(positive)]);
}

/** Kinds that are chosen one instead of the other: what a person clicks next is where they look now. */
const places: readonly FactKind[] = ['chain', 'via', 'edge', 'rule', 'policy'];
const deaths: readonly FactKind[] = ['cause', 'dead-end', 'end'];
const rivals: Partial<Record<FactKind, readonly FactKind[]>> = {
  chain: places,
  via: places,
  edge: places,
  rule: places,
  policy: places,
  cause: deaths,
  'dead-end': deaths,
  end: deaths,
  flow: ['flow', 'conversation'],
  conversation: ['flow', 'conversation'],
};

function positive(fact: Fact): Term {
  return { ...fact, negated: false };
}

function same(a: Term, b: Term): boolean {
  return printFilter([a]) === printFilter([b]);
}
