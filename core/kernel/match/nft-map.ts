import type { NftSet, Target } from '../../model/ruleset.ts';
import type { MatchPacket } from './match-packet.ts';
import { elementHolds, fieldOf } from './nft-set.ts';

/**
 * What a map of nft has for a packet, in nft's words: that of the element that the key is in, else of `*`. The words are
 * those of a vmap (`udp dport`, `vmap`, then `@ports` or `{` and the elements). Null where that is not known.
 */
export function valueInMap(
  { options }: Pick<Target, 'options'>,
  packet: MatchPacket,
  sets: readonly NftSet[],
): string | null {
  const at = options.findIndex((word) => word === 'vmap' || word === 'map');
  const [map = '', ...listed] = options.slice(at + 1);
  const fields = options.slice(0, at);
  const values = fields.map((name) => fieldOf(name, packet));
  const set = sets.find(({ name }) => map === `@${name}`);
  const elements = map === '{' ? listed.map(elementOf) : set?.elements;
  if (elements === undefined || values.includes(null)) return null;
  let rest: string | null = null;
  for (const { key, value } of elements) {
    if (key.length === 1 && key[0] === '*') {
      rest = value;
      continue;
    }
    const holds = elementHolds(fields, values as readonly string[], key);
    if (holds === 'yes') return value;
    if (holds === 'unknown') return null;
  }
  return rest;
}

/** `10.0.0.1 . 80 : jump web` */
function elementOf(words: string): { readonly key: readonly string[]; readonly value: string | null } {
  const [key = '', ...value] = words.split(' : ');
  return { key: key.split(' . '), value: value.join(' : ') };
}
