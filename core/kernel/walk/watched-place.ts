import type { Headers, WatchedPlace } from '../headers/headers.ts';
import type { PlacedRule } from './walk-end.ts';

type PlacedChain = Pick<PlacedRule, 'table' | 'chain'>;

/** Keeps headers that come to a chain, where that is what is watched. */
export function seeChain(headers: Headers | null, place: PlacedChain): void {
  const watched = headers?.record.watched ?? null;
  if (headers !== null && watched?.rule === null && isOf(watched, place)) watched.seen.push(headers.set);
}

/** Keeps headers that match a rule, where that is what is watched. */
export function seeRule(headers: Headers | null, placed: PlacedRule): void {
  const watched = headers?.record.watched ?? null;
  if (headers !== null && watched?.rule === placed.number && isOf(watched, placed))
    watched.seen.push(headers.set);
}

/** The place in a chain, from 0, of the rule that is watched; -1 for none. */
export function watchedRule(headers: Headers | null, place: PlacedChain): number {
  const watched = headers?.record.watched ?? null;
  return watched !== null && watched.rule !== null && isOf(watched, place) ? watched.rule - 1 : -1;
}

function isOf(watched: WatchedPlace, { table, chain }: PlacedChain): boolean {
  const { tableFamily } = watched;
  return (
    watched.chain === chain.name &&
    watched.table === table.name &&
    (tableFamily === null || tableFamily === table.family)
  );
}
