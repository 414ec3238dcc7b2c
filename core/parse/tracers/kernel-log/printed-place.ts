import type { PlaceKind } from '../../../model/trace.ts';

/** `filter:FORWARD:rule:2`; a chain's name may hold any byte but a space, colons included. Null for anything else. */
export function readPlace(
  text: string,
): { table: string; chain: string; kind: PlaceKind; number: number } | null {
  const found = /^([^:]+):(.+):(rule|return|policy):(\d{1,9})$/.exec(text);
  if (found === null) return null;
  return {
    table: found[1] as string,
    chain: found[2] as string,
    kind: found[3] as PlaceKind,
    number: Number(found[4]),
  };
}
