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
      if (!rule.spec.statements.some(({ kind }) => kind === 'accept' || kind === 'verdict-map')) return [];
      const match = matchRule(rule.spec, packet, facts);
      return match.failures === 1 && match.failed !== null
        ? setChange(dead, place, 'add', rule, match.failed.condition, packet)
        : [];
    });
  });
  const last = places.at(-1);
  const rule = last?.chain.rules[last.number - 1];
  const holding = last === undefined || rule === undefined ? [] : rule.spec.conditions.flatMap((condition) => setChange(dead, last, 'take', rule, condition, packet)); // prettier-ignore
  return [...holding, ...lacking.toReversed()].slice(0, 2);
}

/** What a change does to a set, in the words of each tool. */
const changes = {
  add: { why: 'add-to-set', ipset: 'add', nft: 'add element' },
  take: { why: 'take-from-set', ipset: 'del', nft: 'delete element' },
  /** Of what the set leaves out by an entry of its own. */
  except: { why: 'take-exception', ipset: 'del', nft: 'delete element' },
} as const;

/** The packet's element put into the set that the condition asks, or taken from it; none where that changes nothing. */
function setChange(
  dead: DeadPacket,
  place: MetPlace,
  wanted: 'add' | 'take',
  rule: Rule,
  condition: Condition,
  packet: MatchPacket,
): readonly Candidate[] {
  const found = askedElement(dead, place, condition, packet);
  if (found === null || (wanted === 'take' && found.stands !== 'in')) return [];
  const { tool, set, element, stands } = found;
  const change = stands === 'excepted' ? 'except' : wanted;
  const verb = changes[change][tool];
  const command =
    tool === 'ipset' ? ipset(`${verb} ${set} ${element}`) : nftElementCommand(place, verb, set, element);
  return [
    {
      commands: [command],
      why: { kind: changes[change].why, set, element, rule: rule.text },
      opens: { kind: 'set', set },
      persist: persistOfSet(place, dead, tool),
    },
  ];
}

/** What a named set would have for the packet, and whether an entry has exactly that, or leaves it out (`nomatch`). */
interface AskedElement {
  readonly tool: 'ipset' | 'nft';
  readonly set: string;
  readonly element: string;
  readonly stands: 'in' | 'excepted' | 'not-in';
}

/** Null for a condition that asks no named set, and where the packet does not tell the element. */
function askedElement(
  { state }: DeadPacket,
  { loaded }: MetPlace,
  condition: Condition,
  packet: MatchPacket,
): AskedElement | null {
  if (condition.kind === 'ipset' && !condition.negated) {
    const set = state.ipsets.find(({ name }) => name === condition.name);
    const element = set === undefined ? null : ipsetElement(set, condition.sides, packet);
    if (set === undefined || element === null) return null;
    const entry = set.entries.find((each) => each.element === element);
    const stands = entry === undefined ? 'not-in' : entry.nomatch ? 'excepted' : 'in';
    return { tool: 'ipset', set: set.name, element, stands };
  }
  if (condition.kind !== 'lookup' || condition.negated) return null;
  const reference = condition.set;
  const set = loaded.table.sets.find(({ name }) => reference.kind === 'named' && name === reference.name);
  const element = set === undefined ? null : nftElement(set, condition.fields, packet);
  if (set === undefined || element === null) return null;
  if (condition.use === 'vmap')
    return leadsToAccept(set)
      ? { tool: 'nft', set: set.name, element: `${element} : accept`, stands: 'not-in' }
      : null;
  const isThere = set.elements.some(({ key }) => key.join(' . ') === element);
  return { tool: 'nft', set: set.name, element, stands: isThere ? 'in' : 'not-in' };
}

/** Whether a verdict map accepts what it has for other keys. */
function leadsToAccept({ elements }: NftSet): boolean {
  return elements.some(({ leadsTo }) => leadsTo?.kind === 'verdict' && leadsTo.verdict.kind === 'accept');
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

function nftElement({ flags }: NftSet, fields: readonly Field[], packet: MatchPacket): string | null {
  if (flags.includes('constant')) return null;
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

function nftElementCommand({ loaded }: MetPlace, verb: string, set: string, element: string): FixCommand {
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
