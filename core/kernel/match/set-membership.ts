import type { IpSet } from '../../model/ipset.ts';
import type { Holds } from './holds.ts';
import type { MatchFacts } from './match-facts.ts';
import type { MatchPacket } from './match-packet.ts';
import { matchesElement, networkLengths } from './set-element.ts';

/**
 * Whether the sets of a host hold a packet, as ip_set_test() (net/netfilter/ipset/ip_set_core.c) and ipset(8) have it:
 * a set with more dimensions than the rule names sides, or of the other family, holds nothing.
 */
export function inSets(sets: readonly IpSet[]): MatchFacts['inSet'] {
  const byName = new Map<string, IpSet[]>();
  for (const set of sets) byName.set(set.name, [...(byName.get(set.name) ?? []), set]);
  const ask = (name: string, question: Question, within: 'rule' | 'list'): Holds => {
    const listings = byName.get(name) ?? [];
    const whole = listings.filter(({ complete }) => complete);
    // Several listings of one set are of several times: only what all of them say is certain.
    const answers = (whole.length > 0 ? whole : listings).map((set): Holds => {
      if (set.type !== 'list:set') return holds(set, question);
      // A list can't be in a list (list_set_uadt, IPSET_ERR_LOOP).
      if (within === 'list') return 'unknown';
      const members = set.entries.map(({ element }) => ask(element, question, 'list'));
      if (members.includes('yes')) return 'yes';
      return members.includes('unknown') ? 'unknown' : absent(set);
    });
    return agreed(answers);
  };
  return (name, sides, packet) => ask(name, { sides, packet }, 'rule');
}

interface Question {
  readonly sides: readonly string[];
  readonly packet: MatchPacket;
}

/** What is certain where each answer may be the right one. */
function agreed(answers: readonly Holds[]): Holds {
  const [first = 'unknown'] = answers;
  return answers.every((answer) => answer === first) ? first : 'unknown';
}

function absent({ complete, expires }: IpSet): Holds {
  return complete && !expires ? 'no' : 'unknown';
}

function holds(set: IpSet, { sides, packet }: Question): Holds {
  const dimensions = dimensionsOf.get(set.type);
  if (dimensions === undefined) return 'unknown';
  if (sides.length < dimensions.length) return 'no';
  if (set.family !== null && set.family !== packet.family) return 'no';
  const selecting = set.entries
    .map((entry) => ({ entry, matches: matchesElement({ set, entry, dimensions, sides, packet }) }))
    .filter(({ matches }) => matches !== 'no')
    .toSorted((a, b) =>
      narrowerFirst(networkLengths(a.entry.element, dimensions), networkLengths(b.entry.element, dimensions)),
    );
  const possible: Holds[] = [];
  for (const { entry, matches } of selecting) {
    possible.push(entry.nomatch ? 'no' : 'yes');
    if (matches === 'yes') return agreed(possible);
  }
  return agreed([...possible, absent(set)]);
}

/**
 * mtype_test_cidrs() (net/netfilter/ipset/ip_set_hash_gen.h) asks for the longest prefix first, of the first network
 * before the second; the first entry found decides, also against (`nomatch`).
 */
function narrowerFirst(first: readonly number[], second: readonly number[]): number {
  for (const [index, length] of first.entries()) {
    const difference = (second[index] ?? 0) - length;
    if (difference !== 0) return difference;
  }
  return 0;
}

/** The types whose entries are understood; in the order of a rule's sides. */
export const dimensionsOf: ReadonlyMap<string, readonly string[]> = new Map(
  [
    'bitmap:ip',
    'bitmap:port',
    'hash:ip',
    'hash:ip,mark',
    'hash:ip,port',
    'hash:ip,port,ip',
    'hash:ip,port,net',
    'hash:ip,mac',
    'hash:mac',
    'hash:net',
    'hash:net,iface',
    'hash:net,net',
    'hash:net,port',
    'hash:net,port,net',
  ].map((type) => [type, type.replace(/^\w+:/, '').split(',')] as const),
);
