import type { Condition } from '../../model/condition.ts';
import type { Side } from '../../model/rule-field.ts';
import { formatAddress } from '../address.ts';
import { judgeCondition } from '../conditions/judge-condition.ts';
import type { Holds } from '../match/holds.ts';
import type { MatchFacts } from '../match/match-facts.ts';
import type { MatchPacket } from '../match/match-packet.ts';
import { type AddressClass, type AddressClasses, addressClasses } from '../routing/address-classes.ts';
import type { HostNetwork } from '../routing/host-network.ts';
import { type Diagram, EVERYTHING, NOTHING } from '../sets/decision-diagrams.ts';
import { inRanges } from '../sets/field-bits.ts';
import { type HeaderSpace, ofInterfaces } from '../sets/header-space.ts';
import type { Headers } from './headers.ts';
import type { Decided } from './value-sets.ts';

/** `addrtype`, `fib daddr type`: asked once for each class of addresses, and for each interface where that counts. */
export function byAddressType(
  condition: Extract<Condition, { kind: 'address-type' }>,
  packet: MatchPacket,
  headers: Headers,
  facts: MatchFacts,
): Decided {
  const { side, limitedTo } = condition;
  const arrivals = limitedTo === 'in' ? arrivalsOf(packet, headers) : [{ among: EVERYTHING, packet }];
  return decided(
    headers,
    arrivals.flatMap(({ among, packet: arrived }) =>
      addressesOf(side, arrived, headers, facts.network).map((each) => ({
        among: headers.space.diagrams.and(among, each.among),
        holds: judgeCondition(condition, each.packet, facts).verdict,
      })),
    ),
  );
}

/** The way back to the source: asked for each class of sources and each interface. */
export function byReversePath(
  condition: Extract<Condition, { kind: 'reverse-path' }>,
  packet: MatchPacket,
  headers: Headers,
  facts: MatchFacts,
): Decided {
  const { space } = headers;
  const rules = facts.network?.fib[space.family].rules ?? [];
  const byDestination = rules.some(({ from, rule }) => from !== null || rule.unknownWords.length > 0);
  if (
    facts.network === null ||
    (byDestination && packet.dst === null) ||
    (condition.byMark && packet.mark === null)
  )
    return { yes: NOTHING, open: EVERYTHING };
  return decided(
    headers,
    arrivalsOf(packet, headers).flatMap(({ among, packet: arrived }) =>
      addressesOf('src', arrived, headers, facts.network).map((each) => {
        // Of destinations only multicast counts, and that only for packets without a source.
        const isPlain = each.packet.dst !== null || !isUnspecified(each.packet.src);
        const anywhere = space.family === 'ipv4' ? '192.0.2.1' : '2001:db8::1';
        const asked = { ...each.packet, dst: each.packet.dst ?? anywhere };
        const holds: Holds = isPlain ? judgeCondition(condition, asked, facts).verdict : 'unknown';
        return { among: space.diagrams.and(among, each.among), holds };
      }),
    ),
  );
}

function isUnspecified(address: string | null): boolean {
  return address === '0.0.0.0' || address === '::';
}

interface SomeHeaders {
  readonly among: Diagram;
  readonly packet: MatchPacket;
}

/** The headers by interface where that is their own. */
function arrivalsOf(packet: MatchPacket, { space, asSent }: Headers): readonly SomeHeaders[] {
  if (packet.inInterface !== null || !asSent.in) return [{ among: EVERYTHING, packet }];
  return space.interfaces.map((name) => ({
    among: ofInterfaces(space, 'in', [name]),
    packet: { ...packet, inInterface: name },
  }));
}

/** The headers by the class of an address where that is their own. */
function addressesOf(
  side: Side,
  packet: MatchPacket,
  { space, asSent }: Headers,
  network: HostNetwork | null,
): readonly SomeHeaders[] {
  if (packet[side] !== null || !asSent[side] || network === null) return [{ among: EVERYTHING, packet }];
  return classesOf(network, space).all.map((each) => ({
    among: ofClass(space, side, each),
    packet: { ...packet, [side]: formatAddress(each.first) },
  }));
}

/** The classes of a host's addresses, made once. */
export function classesOf(network: HostNetwork, { family }: HeaderSpace): AddressClasses {
  const known = classes.get(network) ?? new Map<string, AddressClasses>();
  classes.set(network, known);
  const made = known.get(family) ?? addressClasses(network, family);
  known.set(family, made);
  return made;
}

const classes = new WeakMap<HostNetwork, Map<string, AddressClasses>>();

/** Headers with an address of the class. */
export function ofClass(space: HeaderSpace, side: Side, each: AddressClass): Diagram {
  const known = inClass.get(space) ?? new Map<AddressClass, Record<Side, Diagram | null>>();
  inClass.set(space, known);
  const sides = known.get(each) ?? { src: null, dst: null };
  known.set(each, sides);
  sides[side] ??= inRanges(space.diagrams, space.fields[side], each.ranges);
  return sides[side];
}

const inClass = new WeakMap<HeaderSpace, Map<AddressClass, Record<Side, Diagram | null>>>();

function decided(
  { space: { diagrams } }: Headers,
  answers: readonly { readonly among: Diagram; readonly holds: Holds }[],
): Decided {
  const of = (holds: Holds): Diagram =>
    diagrams.union(answers.filter((each) => each.holds === holds).map(({ among }) => among));
  return { yes: of('yes'), open: of('unknown') };
}
