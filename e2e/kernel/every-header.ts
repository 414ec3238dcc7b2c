import { formatAddress } from '../../core/kernel/address.ts';
import { isCertain, outcomesOf } from '../../core/kernel/headers/ends-of-headers.ts';
import { allAsSent, type AsSent, newRecord } from '../../core/kernel/headers/headers.ts';
import { type Direction, packetWith, plainPacket } from '../../core/kernel/headers/plain-packet.ts';
import type { MatchPacket } from '../../core/kernel/match/match-packet.ts';
import { type Box, boxesOf } from '../../core/kernel/sets/boxes.ts';
import { EVERYTHING } from '../../core/kernel/sets/decision-diagrams.ts';
import { withNumber } from '../../core/kernel/sets/field-bits.ts';
import {
  forSomeAnswers,
  headerFields,
  type HeaderSpace,
  newHeaderSpace,
  ofInterfaces,
  ofState,
} from '../../core/kernel/sets/header-space.ts';
import { holdsHeader, type SampledHeader } from '../../core/kernel/sets/sample.ts';
import { endKey, type WalkEnd } from '../../core/kernel/walk/walk-end.ts';
import { walkHeaders, walkPacket } from '../../core/kernel/walk/walk-packet.ts';
import type { WalkHost } from '../../core/kernel/walk/walk.ts';
import type { Random } from './random.ts';

export interface Comparison {
  readonly headers: number;
  readonly certain: number;
  /** Open though the single walk knows. */
  readonly needlesslyOpen: number;
  readonly differences: readonly string[];
}

/** Walks all headers at once, and headers drawn from every part one by one: what is different. */
export function compareEveryHeader(
  host: WalkHost,
  interfaces: readonly string[],
  direction: Direction,
  random: Random,
  most: number,
): Comparison {
  const space = newHeaderSpace('ipv4', interfaces);
  const { diagrams, fields } = space;
  const asked = [
    ofState(space, ['NEW', 'ESTABLISHED', 'RELATED', 'INVALID']),
    direction === 'own' ? withNumber(diagrams, fields.in, 0) : ofInterfaces(space, 'in', interfaces),
    random.chance(0.7) ? withNumber(diagrams, fields.mark, 0) : EVERYTHING,
  ].reduce((set, each) => diagrams.and(set, each));
  const record = newRecord();
  walkHeaders(host, plainPacket(space, direction), { space, set: asked, asSent: allAsSent, record });
  const outcomes = outcomesOf(space, record);
  const differences: string[] = [];
  const covered = forSomeAnswers(space, outcomes.set);
  if (record.left.length > 0) differences.push('something was left');
  const ended = diagrams.some(covered, space.end.first, space.end.first + space.end.width);
  if (ended !== asked) differences.push('the parts are not what was asked');
  let [headers, certain, needlesslyOpen] = [0, 0, 0];
  const boxes = [...boxesOf(space, outcomes.set, 100_000)];
  const step = Math.max(1, Math.floor(boxes.length / most));
  for (let at = random.below(step); at < boxes.length; at += step) {
    const box = boxes[at];
    if (!box) continue;
    const header = headerIn(box, random);
    const leaf = holdsHeader(space, outcomes.set, header);
    if (leaf !== box.leaf) differences.push(`${shown(space, header)}: the box says another end than the set`);
    const outcome = outcomes.outcome(leaf);
    const packet = packetWith(space, header, direction, new Set());
    const single = walkPacket(host, packet);
    headers++;
    const ends = outcome.ends.map(({ end, packet: last, asSent }) =>
      keyOf(end, last, { header, asSent, space }),
    );
    const [only] = single.ends;
    const singleIsCertain = only?.certain === true;
    const singles = single.ends.map(({ end, packet: last }) => ({ end, key: keyOf(end, last, null) }));
    if (isCertain(outcome)) {
      certain++;
      // A packet whose ways all end there ends there, however many they are.
      const isEnd = singles.every(
        ({ end, key }) => end.kind !== 'open' && ends.some((each) => fits(each, key)),
      );
      if (singles.length === 0 || !isEnd)
        differences.push(
          `${shown(space, header)}: surely ${ends.join()}, one by one ${singles.map(({ key }) => key).join(' | ')} ${JSON.stringify(single.presumed)}`,
        );
      continue;
    }
    if (singleIsCertain) needlesslyOpen++;
    const isAnything =
      outcome.presumed.length > 0 || outcome.isLeft || outcome.ends.some(({ end }) => end.kind === 'open');
    if (isAnything) continue;
    for (const { key } of singles)
      if (!ends.some((each) => fits(each, key)))
        differences.push(`${shown(space, header)}: perhaps ${ends.join(' | ')}, one by one ${key}`);
  }
  return { headers, certain, needlesslyOpen, differences };
}

/** `?` stands for what is not known. */
function fits(key: string, other: string): boolean {
  const [mine, theirs] = [key.split(' '), other.split(' ')];
  return (
    mine.length === theirs.length &&
    mine.every((word, index) => word === theirs[index] || word === '?' || theirs[index] === '?')
  );
}

function headerIn({ fields, marks }: Box, { pick, below, chance }: Random): SampledHeader {
  const of = (field: (typeof headerFields)[number]): number => {
    if (field === 'mark') {
      const free = chance(0.5) ? 0 : below(2 ** 32);
      const { value, mask } = marks === null ? { value: 0, mask: 0 } : pick(marks);
      return (value | (free & ~mask)) >>> 0;
    }
    const ranges = fields[field];
    const limits: Record<string, number> = { dport: 65536, sport: 65536, protocol: 256, icmpType: 256 };
    if (ranges === null) {
      if (field === 'src' || field === 'dst') return below(2 ** 32);
      return below(limits[field] ?? 1);
    }
    const { first, last } = pick(ranges);
    const [low, high] = [Number(first), Number(last)];
    return pick([low, high, low + below(high - low + 1)]);
  };
  return Object.fromEntries(headerFields.map((field) => [field, of(field)])) as unknown as SampledHeader;
}

function keyOf(
  end: WalkEnd,
  packet: MatchPacket,
  of: { readonly header: SampledHeader; readonly asSent: AsSent; readonly space: HeaderSpace } | null,
): string {
  if (end.kind === 'routing') return `routing ${end.cause.kind}`;
  if (end.kind !== 'forwarded' && end.kind !== 'sent') return endKey(end).replaceAll(' ', '_');
  const hasPorts = [6, 17, 33, 132, 136].includes(Number(of?.header.protocol ?? packet.protocol));
  const address = (side: 'src' | 'dst'): string =>
    packet[side] ?? (of?.asSent[side] === true ? formatAddress(of.header[side]) : '?');
  const port = (field: 'sport' | 'dport'): string =>
    !hasPorts ? '-' : String(packet[field] ?? (of?.asSent[field] === true ? of.header[field] : '?'));
  return [
    endKey(end).replaceAll(' ', '_'),
    address('src'),
    address('dst'),
    port('sport'),
    port('dport'),
  ].join(' ');
}

function shown(space: HeaderSpace, header: SampledHeader): string {
  const { state, protocol, icmpType, src, dst, sport, dport, mark } = header;
  return `${space.interfaces[Number(header.in)]} state ${state} proto ${protocol} ${formatAddress(src)}:${sport} > ${formatAddress(dst)}:${dport} type ${icmpType} mark ${mark}`;
}
