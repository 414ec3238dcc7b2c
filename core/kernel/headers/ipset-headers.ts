import type { Condition } from '../../model/condition.ts';
import type { IpSet, IpSetEntry } from '../../model/ipset.ts';
import type { Side } from '../../model/rule-field.ts';
import type { Value } from '../../model/rule-value.ts';
import { lastAddress, parseAddress, parsePrefix } from '../address.ts';
import { maskOf } from '../match/address-range.ts';
import { icmp6Types, icmpTypes } from '../match/icmp-type-names.ts';
import type { MatchFacts } from '../match/match-facts.ts';
import type { MatchPacket } from '../match/match-packet.ts';
import { portRange } from '../match/port-range.ts';
import { networkLengths } from '../match/set-element.ts';
import { dimensionsOf } from '../match/set-membership.ts';
import { portProtocols, protocolNumber } from '../protocol-number.ts';
import { type Diagram, EVERYTHING, NOTHING } from '../sets/decision-diagrams.ts';
import { inRanges, joinedRanges, type ValueRange, withNumber } from '../sets/field-bits.ts';
import { ofProtocols } from '../sets/header-space.ts';
import { type FieldCase, fieldCases } from './field-cases.ts';
import type { Headers } from './headers.ts';
import { type Decided, never, rangeOf, whereOneOf } from './value-sets.ts';

type IpsetCondition = Extract<Condition, { kind: 'ipset' }>;

/** Headers in a set of ipset(8), as set-membership.ts has it for one packet. */
export function whereInIpset(
  { name, sides, entryAsked, negated }: IpsetCondition,
  packet: MatchPacket,
  headers: Headers,
  { ipsets }: MatchFacts,
): Decided {
  const { diagrams } = headers.space;
  const listings = (ipsets ?? []).filter((set) => set.name === name);
  if (entryAsked.length > 0 || listings.length === 0) return unsure;
  const { yes, open } = inListings(listings, { sides, packet, headers, all: ipsets ?? [] }, 'rule');
  return { yes: negated ? diagrams.not(diagrams.or(yes, open)) : yes, open };
}

const unsure: Decided = { yes: NOTHING, open: EVERYTHING };

interface Asked {
  readonly sides: readonly string[];
  readonly packet: MatchPacket;
  readonly headers: Headers;
  readonly all: readonly IpSet[];
}

/** Several listings of one set are of several times: only what all of them say is certain. */
function inListings(listings: readonly IpSet[], asked: Asked, within: 'rule' | 'list'): Decided {
  const { diagrams } = asked.headers.space;
  const whole = listings.filter(({ complete }) => complete);
  const answers = (whole.length > 0 ? whole : listings).map((set) => {
    if (set.type !== 'list:set') return inListing(set, asked);
    if (within === 'list') return unsure;
    const members = set.entries.map(({ element }) =>
      inListings(
        asked.all.filter((each) => each.name === element),
        asked,
        'list',
      ),
    );
    const yes = diagrams.union(members.map((member) => member.yes));
    const open = diagrams.minus(diagrams.union(members.map((member) => member.open)), yes);
    return withAbsent(set, { yes, open }, asked);
  });
  const [first = unsure, ...others] = answers;
  return others.reduce((sum, answer) => {
    const yes = diagrams.and(sum.yes, answer.yes);
    const maybe = diagrams.union([sum.yes, sum.open, answer.yes, answer.open]);
    return { yes, open: diagrams.minus(maybe, yes) };
  }, first);
}

/** What a list that is not whole, or whose entries expire, does not show may be in the set. */
function withAbsent({ complete, expires }: IpSet, { yes, open }: Decided, { headers }: Asked): Decided {
  const { diagrams } = headers.space;
  return complete && !expires ? { yes, open } : { yes, open: diagrams.not(diagrams.or(yes, NOTHING)) };
}

function inListing(set: IpSet, asked: Asked): Decided {
  const { diagrams, family } = asked.headers.space;
  const dimensions = dimensionsOf.get(set.type);
  if (dimensions === undefined) return unsure;
  if (asked.sides.length < dimensions.length || (set.family !== null && set.family !== family)) return never;
  const exceptions = set.entries.some(({ nomatch }) => nomatch);
  if (!exceptions && dimensions.length === 1) return withAbsent(set, inOneDimension(set, asked), asked);
  if (!exceptions) {
    const each = set.entries.map((entry) => entryHolds(set, entry, dimensions, asked));
    const yes = diagrams.union(each.map((one) => one.yes).toSorted((a, b) => a - b));
    const open = diagrams.minus(diagrams.union(each.map((one) => one.open)), yes);
    return withAbsent(set, { yes, open }, asked);
  }
  // The narrowest entry decides, also against: so each goes over all that are wider.
  const wideFirst = set.entries
    .map((entry) => ({ entry, lengths: networkLengths(entry.element, dimensions) }))
    .toSorted((a, b) => compareLengths(a.lengths, b.lengths));
  let [yes, open]: [Diagram, Diagram] = withAbsentOf(set);
  for (const { entry } of wideFirst) {
    const here = entryHolds(set, entry, dimensions, asked);
    const decided = entry.nomatch ? diagrams.minus(yes, here.yes) : diagrams.or(yes, here.yes);
    // Where it is not known to select, what it would change is not known.
    const doubtful = diagrams.and(here.open, entry.nomatch ? diagrams.or(yes, open) : diagrams.not(yes));
    open = diagrams.or(diagrams.minus(open, here.yes), doubtful);
    yes = diagrams.minus(decided, doubtful);
  }
  return { yes, open };
}

function withAbsentOf({ complete, expires }: IpSet): [Diagram, Diagram] {
  return [NOTHING, complete && !expires ? NOTHING : EVERYTHING];
}

function compareLengths(one: readonly number[], other: readonly number[]): number {
  for (const [index, length] of one.entries()) {
    const difference = length - (other[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Addresses or networks alone, which are many: as ranges of one field. */
function inOneDimension(set: IpSet, asked: Asked): Decided {
  const { headers, packet, sides } = asked;
  const { diagrams } = headers.space;
  const dimension = dimensionsOf.get(set.type)?.[0] ?? '';
  const side = sideOf(sides[0]);
  if (side === null) return unsure;
  const [only] = fieldCases({ kind: 'address', side, family: null }, packet, headers);
  const isPlain = (dimension === 'ip' || dimension === 'net') && set.mask === null;
  if (isPlain && only !== undefined && only.kind === 'address') {
    const { ranges, readable } = rangesOf(set, only);
    const within = ranges.length > 256 ? headers.set : EVERYTHING;
    const yes = inRanges(diagrams, only.bits, ranges, within);
    return { yes, open: readable ? NOTHING : diagrams.not(yes) };
  }
  const each = set.entries.map((entry) => entryHolds(set, entry, [dimension], asked));
  const yes = diagrams.union(each.map((one) => one.yes));
  return { yes, open: diagrams.minus(diagrams.union(each.map((one) => one.open)), yes) };
}

interface EntryRanges {
  readonly ranges: readonly ValueRange[];
  /** False where an entry was not understood, or is of the other family. */
  readonly readable: boolean;
}

/** The entries of a set of addresses or networks, in order; read once, since each rule with the set asks for them. */
function rangesOf(set: IpSet, field: Extract<FieldCase, { kind: 'address' }>): EntryRanges {
  const widths = readEntries.get(set) ?? new Map<number, EntryRanges>();
  readEntries.set(set, widths);
  let read = widths.get(field.bits.width);
  if (read === undefined) {
    const each = set.entries.map(({ element }) => {
      const value = addressValue(element, null);
      return value === null ? null : rangeOf(field, value);
    });
    const ranges = joinedRanges(each.filter((range) => range !== null));
    read = { ranges, readable: !each.includes(null) };
    widths.set(field.bits.width, read);
  }
  return read;
}

const readEntries = new WeakMap<IpSet, Map<number, EntryRanges>>();

function entryHolds(set: IpSet, entry: IpSetEntry, dimensions: readonly string[], asked: Asked): Decided {
  const { diagrams } = asked.headers.space;
  const parts = entry.element.split(',');
  if (parts.length !== dimensions.length) return unsure;
  let [yes, possible]: [Diagram, Diagram] = [EVERYTHING, EVERYTHING];
  for (const [index, dimension] of dimensions.entries()) {
    const side = sideOf(asked.sides[index]);
    const where = side === null ? unsure : partHolds(set, entry, dimension, parts[index] ?? '', side, asked);
    yes = diagrams.and(yes, where.yes);
    possible = diagrams.and(possible, diagrams.or(where.yes, where.open));
  }
  return { yes, open: diagrams.minus(possible, yes) };
}

function sideOf(word: string | undefined): Side | null {
  return word === 'src' || word === 'dst' ? word : null;
}

function partHolds(
  set: IpSet,
  entry: IpSetEntry,
  dimension: string,
  part: string,
  side: Side,
  { packet, headers }: Asked,
): Decided {
  const of = (cases: ReturnType<typeof fieldCases>, value: Value): Decided => {
    const { diagrams } = headers.space;
    const each = cases.map((one) => whereOneOf(diagrams, one, [value], null));
    return {
      yes: diagrams.union(each.map(({ yes }) => yes)),
      open: diagrams.union(each.map(({ open }) => open)),
    };
  };
  switch (dimension) {
    case 'ip':
    case 'net': {
      const value = addressValue(part, set.mask);
      return value === null
        ? unsure
        : of(fieldCases({ kind: 'address', side, family: null }, packet, headers), value);
    }
    case 'port':
      return portHolds(part, side, packet, headers, set.type === 'bitmap:port');
    case 'iface': {
      if (part.startsWith('physdev:')) return unsure;
      const field = { kind: 'interface', side: side === 'src' ? 'in' : 'out', by: 'name' } as const;
      const named = of(fieldCases(field, packet, headers), {
        kind: 'name',
        name: part,
        isPrefix: entry.wildcard,
      });
      return named;
    }
    default:
      return unsure;
  }
}

/** As matchesSetPort() has it for one packet. */
function portHolds(
  part: string,
  side: Side,
  packet: MatchPacket,
  headers: Headers,
  onlyNumbers: boolean,
): Decided {
  const { space } = headers;
  const { diagrams, fields } = space;
  const colon = part.indexOf(':');
  const wanted = colon < 0 ? 6 : protocolNumber(part.slice(0, colon));
  if (wanted === null) return unsure;
  const own =
    packet.protocol === null
      ? ofProtocols(space, onlyNumbers ? [6, 17] : [wanted])
      : onProtocol(packet.protocol, onlyNumbers ? [6, 17] : [wanted]);
  const written = part.slice(colon + 1);
  const within = (decided: Decided): Decided => ({
    yes: diagrams.and(own, decided.yes),
    open: diagrams.and(own, decided.open),
  });
  const isIcmp = wanted === 1 || wanted === 58;
  if (isIcmp && !onlyNumbers) {
    const names = wanted === 1 ? icmpTypes : icmp6Types;
    const [type = NaN, code = 0] = (names.get(written.toLowerCase()) ?? written).split('/').map(Number);
    if (Number.isNaN(type)) return within(unsure);
    const ofType = withNumber(diagrams, fields.icmpType, type);
    const isEcho = [0, 8, 128, 129].includes(type);
    if (isEcho && !Number.isNaN(code)) return within(code === 0 ? { yes: ofType, open: NOTHING } : never);
    return within({ yes: NOTHING, open: ofType });
  }
  if (!onlyNumbers && !portProtocols.filter((each) => each !== 33).includes(wanted))
    return within({ yes: EVERYTHING, open: NOTHING });
  const range = portRange(/^\d+-\d+$/.test(written) ? written.replace('-', ':') : written);
  if (range === null) return within(unsure);
  const each = fieldCases({ kind: 'port', side, header: 'th' }, packet, headers).map((one) =>
    whereOneOf(diagrams, one, [{ kind: 'number', first: range[0], last: range[1] }], null),
  );
  return within({
    yes: diagrams.union(each.map(({ yes }) => yes)),
    open: diagrams.union(each.map(({ open }) => open)),
  });
}

function onProtocol(protocol: string, wanted: readonly number[]): Diagram {
  const own = protocolNumber(protocol);
  return own !== null && wanted.includes(own) ? EVERYTHING : NOTHING;
}

/** `10.2.0.0/24`, `10.2.0.2-10.2.0.9`, `fd00::1`; with a mask of the set, the network that the address stands for. */
function addressValue(part: string, setMask: string | null): Value | null {
  const [from, to, ...more] = part.split('-');
  if (to !== undefined) {
    const [first, last] = [parseAddress(from ?? ''), parseAddress(to)];
    if (first === null || last === null || more.length > 0) return null;
    return { kind: 'addresses', first, last };
  }
  if (setMask !== null) {
    const base = parseAddress(part);
    const mask = base === null ? null : maskOf(setMask, base);
    if (base === null || mask === null) return null;
    return { kind: 'network', base, mask };
  }
  const prefix = parsePrefix(part);
  return prefix === null ? null : { kind: 'addresses', first: prefix.value, last: lastAddress(prefix) };
}
