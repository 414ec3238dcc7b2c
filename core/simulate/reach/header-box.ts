import { formatAddress } from '../../kernel/address.ts';
import type { Box, MaskedMark } from '../../kernel/sets/boxes.ts';
import type { ValueRange } from '../../kernel/sets/field-bits.ts';
import { type HeaderSpace, headerStates } from '../../kernel/sets/header-space.ts';
import type { HeaderBox } from '../../model/reach.ts';
import type { ReachQuery } from './reach-query.ts';

/** A box of headers in words; a field that all of `asked` may have is null, as it is there. */
export function headerBox(
  space: HeaderSpace,
  { fields, marks }: Pick<Box, 'fields' | 'marks'>,
  asked: HeaderBox,
): HeaderBox {
  const { family, interfaces } = space;
  const numbers = (ranges: readonly ValueRange[] | null, most: number): number[] | null =>
    ranges?.flatMap(({ first, last }) => numbersIn(Number(first), Math.min(Number(last), most - 1))) ?? null;
  const names = numbers(fields.in, interfaces.length)?.map((index) => interfaces[index] ?? '') ?? null;
  const states =
    numbers(fields.state, headerStates.length)?.map((index) => headerStates[index] ?? '') ?? null;
  return {
    in: asked.local || (asked.in === null && names?.length === interfaces.length) ? null : names,
    family,
    src: addressRanges(fields.src),
    dst: addressRanges(fields.dst),
    protocol: fields.protocol === null ? null : protocolNames(numbers(fields.protocol, 256) ?? []),
    sport: printed(fields.sport),
    dport: printed(fields.dport),
    icmpType: printed(fields.icmpType),
    state: asked.state === null && isUsual(states) ? null : states,
    mark: marks?.map(printedMark) ?? null,
    local: asked.local,
  };
}

/** A box as people read it may hold more than was asked for: states of no packet, any protocol. */
export function withinAsked(box: HeaderBox, asked: HeaderBox, { states }: ReachQuery): HeaderBox {
  const left = box.state?.filter((name) => states.some((state) => state === name)) ?? null;
  return {
    ...box,
    in: box.in ?? asked.in,
    protocol: box.protocol ?? asked.protocol,
    state: left === null || left.length === states.length ? asked.state : left,
  };
}

function isUsual(states: readonly string[] | null): boolean {
  return states === null || (states.length === 4 && !states.includes('UNTRACKED'));
}

/** What was asked for, in the same words. */
export function askedBox(query: ReachQuery): HeaderBox {
  const { family, in: interfaces, local, src, dst, protocols, sport, dport, icmpType, states, mark } = query;
  const one = (range: ValueRange | null): readonly ValueRange[] | null => (range === null ? null : [range]);
  return {
    in: local ? null : interfaces,
    family,
    src: addressRanges(one(src)),
    dst: addressRanges(one(dst)),
    protocol: protocols === null ? null : [...new Set(protocolNames(protocols) ?? [])],
    sport: printed(one(sport)),
    dport: printed(one(dport)),
    icmpType: printed(one(icmpType)),
    state: isUsual(states) ? null : states,
    mark: mark.mask === 0 ? null : [printedMark(mark)],
    local,
  };
}

function numbersIn(first: number, last: number): number[] {
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index);
}

function addressRanges(ranges: readonly ValueRange[] | null): readonly string[] | null {
  return ranges?.map(({ first, last }) => `${formatAddress(first)}-${formatAddress(last)}`) ?? null;
}

function printed(ranges: readonly ValueRange[] | null): readonly string[] | null {
  return ranges?.map(({ first, last }) => `${first}-${last}`) ?? null;
}

function printedMark({ value, mask }: MaskedMark): string {
  return `0x${value.toString(16)}/0x${mask.toString(16)}`;
}

/** Protocols that have a name in answers; all others together are `other`. */
const named: ReadonlyMap<number, string> = new Map([
  [1, 'icmp'], [2, 'igmp'], [4, 'ipip'], [6, 'tcp'], [17, 'udp'], [33, 'dccp'], [41, 'ipv6'], [47, 'gre'], [50, 'esp'],
  [51, 'ah'], [58, 'icmpv6'], [89, 'ospf'], [103, 'pim'], [112, 'vrrp'], [132, 'sctp'], [136, 'udplite'],
]); // prettier-ignore

function protocolNames(numbers: readonly number[]): readonly string[] | null {
  if (numbers.length === 256) return null;
  const others = numbers.filter((number) => !named.has(number));
  const names = numbers.flatMap((number) => named.get(number) ?? []);
  const areAllOthers = others.length === 256 - named.size;
  return [...names, ...(areAllOthers ? ['other'] : others.map(String))];
}
