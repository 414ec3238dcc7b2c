import type { MatchFacts } from '../kernel/match/match-facts.ts';
import type { MatchPacket } from '../kernel/match/match-packet.ts';
import { matchRule } from '../kernel/conditions/match-rule.ts';
import type { FixCommand } from '../model/fix.ts';
import type { Condition } from '../model/condition.ts';
import type { IpSet } from '../model/ipset.ts';
import type { Field } from '../model/rule-field.ts';
import type { NftSet, Rule } from '../model/ruleset.ts';
import type { Candidate } from './candidate.ts';
import type { DeadPacket, MetPlace } from './dead-packet.ts';

/** How many rules of a chain are looked at, those nearest to the death. */
const MOST_RULES = 2000;

/** A set that lacks the packet in a rule that would accept it, or that has it in the rule that drops it. */
export function setFixes(
  dead: DeadPacket,
  places: readonly MetPlace[],
  packet: MatchPacket,
  facts: MatchFacts,
): readonly Candidate[] {
  const lacking = places.flatMap((place): readonly Candidate[] => {
    const passed = place.chain.rules.slice(Math.max(0, place.number - 1 - MOST_RULES), place.number - 1);
    return passed.flatMap((rule) => {
      if (!rule.spec.statements.some(({ kind }) => kind === 'accept')) return [];
      const match = matchRule(rule.spec, packet, facts);
      return match.failures === 1 && match.failed !== null
        ? addition(dead, place, rule, match.failed.condition, packet)
        : [];
    });
  });
  const last = places.at(-1);
  const rule = last?.chain.rules[last.number - 1];
  const holding = last === undefined || rule === undefined ? [] : rule.spec.conditions.flatMap((condition) => removal(dead, last, rule, condition, packet)); // prettier-ignore
  return [...holding, ...lacking.toReversed()].slice(0, 2);
}

function addition(
  dead: DeadPacket,
  place: MetPlace,
  rule: Rule,
  condition: Condition,
  packet: MatchPacket,
): readonly Candidate[] {
  if (condition.kind === 'ipset' && !condition.negated) {
    const set = dead.state.ipsets.find(({ name }) => name === condition.name);
    const element = set === undefined ? null : ipsetElement(set, condition.sides, packet);
    if (set === undefined || element === null) return [];
    const why = { kind: 'add-to-set', set: set.name, element, rule: rule.text } as const;
    return [{ commands: [ipset(`add ${set.name} ${element}`)], why, opens: { kind: 'set', set: set.name }, persist: persistOfSet(place, dead, 'ipset') }]; // prettier-ignore
  }
  if (
    condition.kind !== 'lookup' ||
    condition.negated ||
    condition.set.kind !== 'named' ||
    condition.use !== 'set'
  )
    return [];
  const { name } = condition.set;
  const set = place.loaded.table.sets.find((each) => each.name === name);
  const element = set === undefined ? null : nftElement(set, condition.fields, packet);
  if (set === undefined || element === null) return [];
  const why = { kind: 'add-to-set', set: name, element, rule: rule.text } as const;
  return [{ commands: [nft(place, `add element`, name, element)], why, opens: { kind: 'set', set: name }, persist: persistOfSet(place, dead, 'nft') }]; // prettier-ignore
}

function removal(
  dead: DeadPacket,
  place: MetPlace,
  rule: Rule,
  condition: Condition,
  packet: MatchPacket,
): readonly Candidate[] {
  if (condition.kind === 'ipset' && !condition.negated) {
    const set = dead.state.ipsets.find(({ name }) => name === condition.name);
    const element = set === undefined ? null : ipsetElement(set, condition.sides, packet);
    const isThere = set?.entries.some((entry) => entry.element === element && !entry.nomatch) === true;
    if (set === undefined || element === null || !isThere) return [];
    const why = { kind: 'take-from-set', set: set.name, element, rule: rule.text } as const;
    return [{ commands: [ipset(`del ${set.name} ${element}`)], why, opens: { kind: 'set', set: set.name }, persist: persistOfSet(place, dead, 'ipset') }]; // prettier-ignore
  }
  if (
    condition.kind !== 'lookup' ||
    condition.negated ||
    condition.set.kind !== 'named' ||
    condition.use !== 'set'
  )
    return [];
  const { name } = condition.set;
  const set = place.loaded.table.sets.find((each) => each.name === name);
  const element = set === undefined ? null : nftElement(set, condition.fields, packet);
  const isThere = set?.elements.some(({ key }) => key.join(' . ') === element) === true;
  if (set === undefined || element === null || !isThere) return [];
  const why = { kind: 'take-from-set', set: name, element, rule: rule.text } as const;
  return [{ commands: [nft(place, `delete element`, name, element)], why, opens: { kind: 'set', set: name }, persist: persistOfSet(place, dead, 'nft') }]; // prettier-ignore
}

/** An entry for the packet by the sides that the rule asks for; null for types whose parts the packet does not tell. */
function ipsetElement({ type, family }: IpSet, sides: readonly string[], packet: MatchPacket): string | null {
  const dimensions = type.replace(/^\w+:/, '').split(',');
  if (family !== null && family !== packet.family) return null;
  const parts = dimensions.map((dimension, index) => {
    const side = sides[index];
    if (side !== 'src' && side !== 'dst') return null;
    if (dimension === 'ip' || dimension === 'net') return packet[side];
    if (dimension !== 'port') return null;
    const port = side === 'src' ? packet.sport : packet.dport;
    return port === null ? null : type === 'bitmap:port' ? String(port) : `${packet.protocol}:${port}`;
  });
  return parts.some((part) => part === null) ? null : parts.join(',');
}

function nftElement({ kind, flags }: NftSet, fields: readonly Field[], packet: MatchPacket): string | null {
  if (kind === 'map' || flags.includes('constant')) return null;
  const parts = fields.map((field) => {
    switch (field.kind) {
      case 'address':
        return packet[field.side];
      case 'port':
        return field.side === 'src' ? packet.sport : packet.dport;
      case 'protocol':
        return packet.protocol;
      case 'interface':
        return field.side === 'in' ? `"${packet.inInterface}"` : `"${packet.outInterface}"`;
      default:
        return null;
    }
  });
  return parts.some((part) => part === null) ? null : parts.join(' . ');
}

function ipset(words: string): FixCommand {
  return { tool: 'ipset', program: 'ipset', words };
}

function nft({ loaded }: MetPlace, verb: string, set: string, element: string): FixCommand {
  return {
    tool: 'nft',
    program: 'nft',
    words: `${verb} ${loaded.table.family} ${loaded.table.name} ${set} { ${element} }`,
  };
}

function persistOfSet({ hook }: MetPlace, dead: DeadPacket, owner: 'ipset' | 'nft'): Candidate['persist'] {
  return {
    owner,
    hook: hook === 'input' || hook === 'forward' || hook === 'output' ? hook : 'other',
    service: null,
    interfaces: { in: dead.packet.inInterface ?? '', out: '' },
    names: [],
    says: '',
  };
}
