import type { HeaderBox, Reach, ReachEnd, ReachPart } from '../model/reach.ts';
import { english } from '../words/en/index.ts';
import type { Words } from '../words/words.ts';

/** What `netopsy reach --json` prints. */
export interface ReachDocument {
  readonly schema: 'netopsy/reach/1';
  readonly host: string;
  readonly asked: HeaderBox;
  readonly parts: readonly ReachPartDocument[];
  readonly complete: boolean;
  /** What was not explored, and why. */
  readonly left: string | null;
}

/** Packets that all come to the same. */
export interface ReachPartDocument {
  readonly box: HeaderBox;
  /** How many of the headers that were asked for are in the box, from 0 to 1. */
  readonly share: number;
  /** That of all ends which are possible; `unknown` where they differ. */
  readonly disposition: string;
  readonly cause: ReachEnd['cause'];
  readonly egress: ReachEnd['egress'];
  readonly certain: boolean;
  /** What decides, in a sentence; null where the part is certain. */
  readonly open: string | null;
  /** Every end that is possible. */
  readonly ways: readonly (Omit<ReachEnd, 'end'> & { readonly summary: string })[];
}

/** What becomes of packets, as a document for other programs. */
export function reachDocument(
  host: string,
  { asked, parts, left }: Reach,
  words: Words = english,
): ReachDocument {
  return {
    schema: 'netopsy/reach/1',
    host,
    asked,
    parts: parts.map((part) => partDocument(part, words)),
    complete: left === null && parts.every(({ isLeft }) => !isLeft),
    left: left === null ? null : words.reach.left(left),
  };
}

function partDocument(part: ReachPart, words: Words): ReachPartDocument {
  const { box, share, ends, certain } = part;
  const [first, ...others] = ends;
  const same = <T>(read: (end: ReachEnd) => T): T | null => {
    if (first === undefined) return null;
    const value = read(first);
    return others.every((end) => JSON.stringify(read(end)) === JSON.stringify(value)) ? value : null;
  };
  return {
    box,
    share,
    disposition: (part.isLeft ? null : same(({ disposition }) => disposition)) ?? 'unknown',
    cause: same(({ cause }) => cause),
    egress: same(({ egress }) => egress),
    certain,
    open: certain ? null : openSentence(part, words),
    ways: ends.map(({ end, ...way }) => ({ ...way, summary: words.reach.reachEnd({ end, ...way }) })),
  };
}

/** Why a part is not certain. */
export function openSentence(
  { isLeft, decides, presumed, ends }: ReachPart,
  { reach, simulation, terms }: Words,
): string {
  if (isLeft) return terms.sentence(reach.notFollowed);
  if (decides.length > 0) return terms.sentence(reach.decides(decides));
  if (presumed.length > 0) return terms.sentence(reach.presumes(presumed));
  return ends.map(({ end }) => terms.sentence(simulation.end(end))).join(' ');
}
