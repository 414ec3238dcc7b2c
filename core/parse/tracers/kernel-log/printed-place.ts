import type { PlaceKind } from '../../../model/trace.ts';

/** `filter:FORWARD:rule:2`; a chain's name may hold any byte but a space, colons included. Rules are counted from 1. Null for anything else. */
export function readPlace(
  text: string,
): { table: string; chain: string; kind: PlaceKind; number: number } | null {
  const found = /^([^:\s]+):(.+):(rule|return|policy):([1-9]\d{0,8})$/.exec(text);
  if (found === null) return null;
  return {
    table: found[1] as string,
    chain: found[2] as string,
    kind: found[3] as PlaceKind,
    number: Number(found[4]),
  };
}
