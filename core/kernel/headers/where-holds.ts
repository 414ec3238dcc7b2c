import type { Comparison, Condition } from '../../model/condition.ts';
import { assertNever } from '../../model/family.ts';
import { holdsFor } from '../conditions/comparison.ts';
import { judgeCondition } from '../conditions/judge-condition.ts';
import { agreed } from '../conditions/judgement.ts';
import type { MatchFacts } from '../match/match-facts.ts';
import type { MatchPacket } from '../match/match-packet.ts';
import { type Diagram, EVERYTHING, NOTHING } from '../sets/decision-diagrams.ts';
import { ofInterfaces } from '../sets/header-space.ts';
import { byAddressType, byReversePath } from './by-address.ts';
import { fieldCases, laterFragments } from './field-cases.ts';
import type { Headers } from './headers.ts';
import { whereInIpset } from './ipset-headers.ts';
import { whereInSet } from './lookup-headers.ts';
import { type Decided, never, whereOneOf } from './value-sets.ts';

/** Where a condition certainly holds for packets of these headers, negation included, and where that is not known. */
export function whereHolds(
  condition: Condition,
  packet: MatchPacket,
  headers: Headers,
  facts: MatchFacts,
): Decided {
  switch (condition.kind) {
    case 'compare':
      return whereCompares(condition, packet, headers);
    case 'lookup':
      return whereInSet(condition, packet, headers, facts);
    case 'either-port': {
      const { diagrams } = headers.space;
      const sides = (['src', 'dst'] as const).map((side) =>
        decidedOf(
          headers,
          fieldCases({ kind: 'port', side, header: 'th' }, packet, headers),
          condition.values,
        ),
      );
      const yes = diagrams.union(sides.map((each) => each.yes));
      const open = diagrams.minus(diagrams.union(sides.map((each) => each.open)), yes);
      const where = negated(headers, { yes, open }, condition.negated);
      // multiport_mt() never selects later fragments.
      return { yes: diagrams.minus(where.yes, laterFragments(headers)), open: where.open };
    }
    case 'ipset':
      return whereInIpset(condition, packet, headers, facts);
    case 'address-type':
      return byAddressType(condition, packet, headers, facts);
    case 'reverse-path':
      return byReversePath(condition, packet, headers, facts);
    case 'bridge-port':
      return byBridge(condition, packet, headers, facts);
    case 'tcp-option':
    case 'socket-exists':
    case 'nth':
    case 'chance':
    case 'comment':
    case 'undecidable':
    case 'hidden-interfaces':
    case 'unknown':
      return everywhere(judgeCondition(condition, packet, facts).verdict);
    default:
      return assertNever(condition);
  }
}

/** The same answer for all headers. */
export function everywhere(verdict: 'yes' | 'no' | 'unknown'): Decided {
  return verdict === 'yes'
    ? { yes: EVERYTHING, open: NOTHING }
    : verdict === 'unknown'
      ? { yes: NOTHING, open: EVERYTHING }
      : never;
}

function whereCompares(condition: Comparison, packet: MatchPacket, headers: Headers): Decided {
  const { diagrams } = headers.space;
  const [yes, open]: [Diagram[], Diagram[]] = [[], []];
  for (const each of fieldCases(condition.field, packet, headers)) {
    if (each.kind === 'read') {
      const holds = agreed(each.readings.map((reading) => holdsFor(condition, reading)));
      if (holds === 'yes') yes.push(each.among);
      if (holds === 'unknown') open.push(each.among);
      continue;
    }
    const where = whereOneOf(diagrams, each, condition.values, condition.mask);
    const rest = diagrams.minus(each.among, diagrams.or(where.yes, where.open));
    yes.push(condition.negated ? rest : where.yes);
    open.push(where.open);
  }
  return { yes: diagrams.union(yes), open: diagrams.union(open) };
}

function decidedOf(
  { space: { diagrams } }: Headers,
  cases: ReturnType<typeof fieldCases>,
  values: Comparison['values'],
): Decided {
  const each = cases.map((one) => whereOneOf(diagrams, one, values, null));
  return {
    yes: diagrams.union(each.map(({ yes }) => yes)),
    open: diagrams.union(each.map(({ open }) => open)),
  };
}

/** What holds once a `!` stands before the condition. */
export function negated(
  { space: { diagrams } }: Headers,
  { yes, open }: Decided,
  isNegated: boolean,
): Decided {
  return isNegated ? { yes: diagrams.not(diagrams.or(yes, open)), open } : { yes, open };
}

/** A packet that came in by a bridge came in by one of its ports; others have none. */
function byBridge(
  condition: Extract<Condition, { kind: 'bridge-port' }>,
  packet: MatchPacket,
  headers: Headers,
  facts: MatchFacts,
): Decided {
  const { diagrams } = headers.space;
  const bridges = bridgesOf(facts);
  if (packet.physIn !== null || bridges.length === 0)
    return everywhere(judgeCondition(condition, { ...packet, physIn: packet.physIn ?? '' }, facts).verdict);
  const byBridges = ofInterfaces(headers.space, 'in', bridges);
  const [fromPort, fromElsewhere] = [null, ''].map((physIn) =>
    everywhere(judgeCondition(condition, { ...packet, physIn }, facts).verdict),
  ) as [Decided, Decided];
  const both = (one: Diagram, other: Diagram): Diagram =>
    diagrams.or(diagrams.and(byBridges, one), diagrams.minus(other, byBridges));
  return { yes: both(fromPort.yes, fromElsewhere.yes), open: both(fromPort.open, fromElsewhere.open) };
}

function bridgesOf({ network }: MatchFacts): readonly string[] {
  const masters = Array.from(network?.links.values() ?? [], ({ master }) => master);
  return [...new Set(masters.filter((master) => master !== null))];
}
