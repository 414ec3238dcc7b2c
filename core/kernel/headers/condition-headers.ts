import type { Condition } from '../../model/condition.ts';
import type { Field } from '../../model/rule-field.ts';
import type { MatchFacts } from '../match/match-facts.ts';
import type { MatchPacket } from '../match/match-packet.ts';
import { type Diagram, EVERYTHING, NOTHING } from '../sets/decision-diagrams.ts';
import type { HeaderSpace } from '../sets/header-space.ts';
import { type Headers, sentKey } from './headers.ts';
import { FEW } from './lookup-headers.ts';
import { type HeaderQuestion, answered } from './questions.ts';
import { whereHolds } from './where-holds.ts';

/** The question whether a condition holds, with its answers no and yes. */
export type AskCondition = (condition: Condition) => HeaderQuestion;

/**
 * The headers for whose packets all of the conditions hold; where that is not known of one, those for which its question
 * is answered so. Larger sets are looked at last, and for the headers alone that are left by then.
 */
export function headersMatching(
  conditions: readonly Condition[],
  packet: MatchPacket,
  headers: Headers,
  facts: MatchFacts,
  ask: AskCondition,
): Diagram {
  const { diagrams } = headers.space;
  let own: Diagram = EVERYTHING;
  const wide: Condition[] = [];
  for (const condition of conditions) {
    if (looksIntoMuch(condition, facts)) wide.push(condition);
    else own = diagrams.and(own, matchingOne(condition, packet, headers, facts, ask, 'known'));
    if (own === NOTHING) return NOTHING;
  }
  let set = diagrams.and(headers.set, own);
  for (const condition of wide) {
    if (set === NOTHING) break;
    set = diagrams.and(set, matchingOne(condition, packet, { ...headers, set }, facts, ask, 'wide'));
  }
  return set;
}

function matchingOne(
  condition: Condition,
  packet: MatchPacket,
  headers: Headers,
  facts: MatchFacts,
  ask: AskCondition,
  how: 'known' | 'wide',
): Diagram {
  if (condition.kind === 'comment') return EVERYTHING;
  const { diagrams } = headers.space;
  const known = how === 'wide' ? null : knownOf(headers.space, condition);
  const shape = known === null ? '' : shapeOf(condition, packet, headers, facts);
  let where = known?.get(shape);
  if (where === undefined) {
    const { yes, open } = whereHolds(condition, packet, headers, facts);
    if (open === NOTHING) where = yes;
    else {
      const question = ask(condition);
      const [fails, holds] = answered(headers.space, question) as [Diagram, Diagram];
      // The question is about the condition without its `!`.
      const assumed = 'negated' in condition && condition.negated ? fails : holds;
      where = diagrams.or(yes, diagrams.and(open, assumed));
      if (question.isFleeting) return where;
    }
    known?.set(shape, where);
  }
  return where;
}

/** Whether a condition asks for a large set: then only the elements that the headers at hand can have are looked at. */
export function looksIntoMuch(condition: Condition, { nftSets, ipsets }: MatchFacts): boolean {
  if (condition.kind === 'ipset')
    return ipsets?.some(({ entries, type }) => entries.length > FEW || type === 'list:set') === true;
  if (condition.kind !== 'lookup' || condition.set.kind !== 'named') return false;
  const { name } = condition.set;
  return (nftSets?.find((set) => set.name === name)?.elements.length ?? 0) > FEW;
}

/** What is known of conditions in one space, by what they look at of the packet. */
const spaces = new WeakMap<HeaderSpace, WeakMap<Condition, Map<string, Diagram>>>();

function knownOf(space: HeaderSpace, condition: Condition): Map<string, Diagram> {
  const conditions = spaces.get(space) ?? new WeakMap<Condition, Map<string, Diagram>>();
  spaces.set(space, conditions);
  const known = conditions.get(condition) ?? new Map<string, Diagram>();
  conditions.set(condition, known);
  return known;
}

/** A rule of two configurations can be one object, though its set, or the host's addresses, are others in each. */
function shapeOf(
  condition: Condition,
  packet: MatchPacket,
  headers: Headers,
  { network, ipsets, nftSets }: MatchFacts,
): string {
  const within = (...facts: readonly (object | null | undefined)[]): string => facts.map(idOf).join(' ');
  switch (condition.kind) {
    case 'compare':
      return shapeOfField(condition.field, packet, headers);
    case 'lookup':
      return `${condition.fields.map((field) => shapeOfField(field, packet, headers)).join()} ${within(nftSets)}`;
    default:
      return `${wholeShape(packet, headers)} ${within(network, ipsets, nftSets)}`;
  }
}

/** A number for each object; 0 for none. */
function idOf(object: object | null | undefined): number {
  if (object === null || object === undefined) return 0;
  let id = ids.get(object);
  if (id === undefined) {
    id = ++lastId;
    ids.set(object, id);
  }
  return id;
}

let lastId = 0;
const ids = new WeakMap<object, number>();

function shapeOfField(field: Field, packet: MatchPacket, headers: Headers): string {
  const { asSent } = headers;
  switch (field.kind) {
    case 'address':
      return packet[field.side] ?? `${asSent[field.side]}`;
    case 'port':
      return field.side === 'src' ? `${packet.sport ?? asSent.sport}` : `${packet.dport ?? asSent.dport}`;
    case 'protocol':
      return packet.protocol ?? '';
    case 'interface':
      return field.side === 'in'
        ? (packet.inInterface ?? `${asSent.in}`)
        : (packet.outInterface ?? `${asSent.out}`);
    default:
      return wholeShape(packet, headers);
  }
}

function wholeShape(packet: MatchPacket, { asSent }: Headers): string {
  let key = packets.get(packet);
  if (key === undefined) {
    key = JSON.stringify(packet);
    packets.set(packet, key);
  }
  return key + sentKey(asSent);
}

const packets = new WeakMap<MatchPacket, string>();
