import type { HeaderRecord } from '../../kernel/headers/headers.ts';
import { martianHeaders } from '../../kernel/headers/readable-parts.ts';
import { readableBoxes } from '../../kernel/headers/readable-boxes.ts';
import { boxesOf } from '../../kernel/sets/boxes.ts';
import {
  DecisionDiagrams,
  type Diagram,
  NOTHING,
  TooManyNodes,
} from '../../kernel/sets/decision-diagrams.ts';
import { withNumber } from '../../kernel/sets/field-bits.ts';
import {
  forAllAnswers,
  forSomeAnswers,
  type HeaderSpace,
  newHeaderSpace,
} from '../../kernel/sets/header-space.ts';
import type { Family } from '../../model/family.ts';
import { isDead } from '../../model/disposition.ts';
import type { ChangedLine, HostHeaderBox, ReachComparison, ReachListener } from '../../model/reach.ts';
import { type PreparedState, preparedState, type SimulatedState } from '../simulate-host.ts';
import { dispositionOf } from '../simulated-way.ts';
import { askedHeaders, interfacesOf } from './asked-headers.ts';
import { askedBox, headerBox, withinAsked } from './header-box.ts';
import { everyPacket, type ReachQuery } from './reach-query.ts';
import { walkedHeaders } from './walked-headers.ts';

/**
 * A comparison stands beside an answer that is wanted at once: it gives up sooner than a question about all packets does. On
 * a node with 10,000 services that takes seconds, in place of minutes.
 */
const MOST_NODES = 1 << 21;

/** More boxes of one kind than these are not told. */
const MOST_BOXES = 200;

/** Which packets of a host end otherwise in one configuration than in another. */
export function compareReach(
  host: string,
  before: SimulatedState,
  after: SimulatedState,
  query: ReachQuery = everyPacket,
  listener: ReachListener | null = null,
): ReachComparison {
  return reachComparer(host, before, query, listener)(after);
}

/**
 * The same for several configurations that are compared with one: the walk of that one is made once. Both walks ask the
 * same questions in the same bits, so packets for which a limit decides in both configurations alike are unchanged.
 */
export function reachComparer(
  host: string,
  before: SimulatedState,
  query: ReachQuery = everyPacket,
  listener: ReachListener | null = null,
): (after: SimulatedState) => ReachComparison {
  const old = preparedState(before);
  const walks = new Map<string, WalkedBefore>();
  return (after) => {
    const changed = preparedState(after);
    const families: readonly Family[] =
      query.family !== null ? [query.family] : hasIpv6(old) || hasIpv6(changed) ? ['ipv4', 'ipv6'] : ['ipv4'];
    const directions = query.local || query.in !== null ? [query.local] : [false, true];
    const parts: ReachComparison[] = [];
    const pairs = families.flatMap((family) => directions.map((local) => ({ family, local })));
    for (const [index, { family, local }] of pairs.entries()) {
      // Where one walk takes more than memory allows, the others do, and each takes long to find out.
      if (parts.includes(unknown)) break;
      const heard = partOf(listener, index, pairs.length);
      parts.push(compareWalks(host, walks, old, changed, family, { ...query, local }, heard));
    }
    const sum = sumOfComparisons(parts);
    // Headers have no length, so what a lower MTU lets die is not among them.
    return sizesOf(before) === sizesOf(after) ? sum : { ...sum, complete: false };
  };
}

/** The sizes of packets that a host's links and routes carry. */
function sizesOf({ network }: SimulatedState): string {
  const links = network?.links.map(({ name, mtu }) => `${name} ${mtu}`) ?? [];
  const routes = network?.routes.flatMap(({ mtu, text }) => (mtu === null ? [] : [text])) ?? [];
  return [...links, ...routes].join('\n');
}

/** What the comparisons of several hosts say together. */
export function sumOfComparisons(comparisons: readonly ReachComparison[]): ReachComparison {
  return {
    newlyAlive: comparisons.flatMap(({ newlyAlive }) => newlyAlive),
    newlyDead: comparisons.flatMap(({ newlyDead }) => newlyDead),
    mayChange: comparisons.flatMap(({ mayChange }) => mayChange),
    lines: comparisons.flatMap(({ lines }) => lines),
    opened: Math.max(0, ...comparisons.map(({ opened }) => opened)),
    complete: comparisons.every(({ complete }) => complete),
  };
}

function hasIpv6({ network, tables }: PreparedState): boolean {
  return (
    (network?.fib.ipv6.tables.size ?? 0) > 0 ||
    tables.ipv6.some(({ family }) => family === 'ip6') ||
    network?.addresses.some(({ family }) => family === 'ipv6') === true
  );
}

/** What becomes of the headers of one family and direction. */
interface Fates {
  readonly alive: Diagram;
  readonly dead: Diagram;
  /** Neither is known. */
  readonly open: Diagram;
  /** Something was taken for granted of them. */
  readonly presumed: Diagram;
  /** Refused for where they say that they come from, or perhaps. */
  readonly martian: Diagram;
  readonly left: boolean;
}

interface WalkedBefore {
  readonly space: HeaderSpace;
  readonly asked: Diagram;
  readonly fates: Fates | null;
}

const nothing: ReachComparison = {
  newlyAlive: [],
  newlyDead: [],
  mayChange: [],
  lines: [],
  opened: 0,
  complete: true,
};
const unknown: ReachComparison = { ...nothing, opened: 1, complete: false };

function compareWalks(
  host: string,
  walks: Map<string, WalkedBefore>,
  before: PreparedState,
  after: PreparedState,
  family: Family,
  query: ReachQuery,
  listener: ReachListener | null,
): ReachComparison {
  const known = interfacesOf(before.network, before.tables[family], query.in ?? []);
  const interfaces = [
    ...new Set([...known, ...interfacesOf(after.network, after.tables[family], query.in ?? [])]),
  ];
  const key = `${family} ${query.local} ${interfaces.join()}`;
  let walked = walks.get(key);
  if (walked === undefined || walked.space.diagrams.isHalfFull) {
    const space = newHeaderSpace(family, interfaces, new DecisionDiagrams(MOST_NODES));
    const asked = askedHeaders(space, query);
    walked = { space, asked, fates: fatesOf(before, space, asked, query, partOf(listener, 0, 2)) };
    walks.set(key, walked);
  }
  const { space, asked, fates: old } = walked;
  const now = old === null ? null : fatesOf(after, space, asked, query, partOf(listener, 1, 2));
  if (old === null || now === null) return unknown;
  try {
    return differences(host, space, asked, old, now, query);
  } catch (error) {
    if (error instanceof TooManyNodes) return unknown;
    throw error;
  }
}

function fatesOf(
  state: PreparedState,
  space: HeaderSpace,
  asked: Diagram,
  query: ReachQuery,
  listener: ReachListener | null,
): Fates | null {
  if (asked === NOTHING)
    return { alive: NOTHING, dead: NOTHING, open: NOTHING, presumed: NOTHING, martian: NOTHING, left: false };
  const walked = walkedHeaders(state, space, asked, query, listener);
  if (walked === null) return null;
  const { diagrams } = space;
  const { record } = walked;
  const ended = diagrams.union(record.ended);
  const presumed = Array.from(record.presumed.values(), ({ sets }) => diagrams.union(sets));
  return {
    alive: endingSo(space, record, ended, 'alive'),
    dead: endingSo(space, record, ended, 'dead'),
    open: endingSo(space, record, ended, 'open'),
    presumed: forSomeAnswers(space, diagrams.union(presumed)),
    martian: martianHeaders(space, asked, walked.outcomes),
    left: record.left.length > 0,
  };
}

/** Headers, and the answers for which they end so. */
function endingSo(
  space: HeaderSpace,
  record: HeaderRecord,
  ended: Diagram,
  fate: 'alive' | 'dead' | 'open',
): Diagram {
  const { diagrams, end: bits } = space;
  const numbers = [...record.ends.values()]
    .filter(({ end }) => fateOf(dispositionOf(end)) === fate)
    .map(({ number }) => withNumber(diagrams, bits, number));
  return diagrams.some(diagrams.and(ended, diagrams.union(numbers)), bits.first, bits.first + bits.width);
}

function fateOf(disposition: ReturnType<typeof dispositionOf>): 'alive' | 'dead' | 'open' {
  if (isDead(disposition)) return 'dead';
  return disposition === 'forwarded' || disposition === 'delivered' || disposition === 'sent'
    ? 'alive'
    : 'open';
}

function differences(
  host: string,
  space: HeaderSpace,
  all: Diagram,
  old: Fates,
  now: Fates,
  query: ReachQuery,
): ReachComparison {
  const { diagrams } = space;
  const unsure = diagrams.or(old.presumed, now.presumed);
  const surely = (from: Diagram, to: Diagram): Diagram =>
    diagrams.minus(forAllAnswers(space, diagrams.and(from, to)), unsure);
  const [alive, dead] = [surely(old.dead, now.alive), surely(old.alive, now.dead)];
  const changed = diagrams.union([
    diagrams.and(old.dead, now.alive),
    diagrams.and(old.alive, now.dead),
    diagrams.and(old.open, diagrams.or(now.alive, now.dead)),
    diagrams.and(now.open, diagrams.or(old.alive, old.dead)),
  ]);
  const perhaps = diagrams.minus(forSomeAnswers(space, changed), diagrams.or(alive, dead));
  const asked = askedBox({ ...query, family: space.family });
  let complete = !old.left && !now.left;
  const boxes = (set: Diagram): readonly HostHeaderBox[] => {
    const list: HostHeaderBox[] = [];
    for (const box of boxesOf(space, set, MOST_BOXES)) {
      if (box === null) complete = false;
      else list.push({ host, ...headerBox(space, box, asked) });
    }
    return list;
  };
  const told = { newlyAlive: boxes(alive), newlyDead: boxes(dead), mayChange: boxes(perhaps) };
  const martian = diagrams.or(old.martian, now.martian);
  const lines = [
    ...linesOf('newlyAlive', alive),
    ...linesOf('newlyDead', dead),
    ...linesOf('mayChange', perhaps),
  ];
  const opened = diagrams.share(forSomeAnswers(space, diagrams.and(old.dead, now.alive)));
  return { ...told, lines, opened, complete };

  function linesOf(kind: ChangedLine['kind'], set: Diagram): readonly ChangedLine[] {
    // Headers that are all of that kind would be widened to any.
    const care = diagrams.minus(set, martian) === NOTHING ? all : diagrams.minus(all, martian);
    return readableBoxes(space, set, { all, care }, MOST_BOXES).flatMap(({ box, adds }) => {
      const [example = null] = [...boxesOf(space, adds, 1)];
      if (example === null) return [];
      const wide = withinAsked(headerBox(space, box, asked), asked, query);
      const share = diagrams.share(adds) / diagrams.share(all);
      return [{ kind, box: { host, ...wide }, example: headerBox(space, example, asked), share }];
    });
  }
}

/** Hears of one of `count` equal parts of an answer's making. */
export function partOf(listener: ReachListener | null, index: number, count: number): ReachListener | null {
  if (listener === null) return null;
  return {
    isDue: () => listener.isDue(),
    tell: (progress) =>
      listener.tell(
        progress.kind === 'followed'
          ? { kind: 'followed', share: (index + progress.share) / count }
          : progress,
      ),
  };
}
