import type { Reach, ReachPart } from '../model/reach.ts';
import { english } from '../words/en/index.ts';
import type { Words } from '../words/words.ts';
import { openSentence } from './reach-document.ts';
import { printedLines } from './visible.ts';

/** What becomes of packets, for a person at a terminal: their parts by how they end. */
export function reachText(
  { asked, lines: parts, martiansAside, left }: Reach,
  words: Words = english,
): string {
  const { reach } = words;
  const groups = new Map<string, ReachPart[]>();
  for (const part of parts) {
    const key = [
      part.certain,
      ...headingsOf(part, words),
      part.certain ? '' : openSentence(part, words),
    ].join('\n');
    groups.set(key, [...(groups.get(key) ?? []), part]);
  }
  const told = [...groups.values()].toSorted(byInterest);
  return printedLines([
    reach.asked(reach.box(asked)),
    ...(left === null ? [] : ['', reach.unexplored(reach.left(left))]),
    ...(parts.length === 0 && left === null ? ['', reach.nothingAsked] : []),
    ...told.slice(0, MOST_ENDS).flatMap((alike) => groupLines(alike, words)),
    ...(told.length > MOST_ENDS ? ['', reach.moreEnds(told.length - MOST_ENDS)] : []),
    ...(martiansAside ? ['', reach.martiansAside] : []),
  ]);
}

/** What gets through first, what routing refuses last. */
function byInterest([first]: readonly ReachPart[], [second]: readonly ReachPart[]): number {
  return rankOf(first) - rankOf(second);
}

function rankOf(part: ReachPart | undefined): number {
  const [end] = part?.ends ?? [];
  if (part === undefined || end === undefined) return 4;
  if (end.end.kind === 'routing') return 3;
  return part.certain ? (end.cause === null ? 0 : 1) : 2;
}

/** A person reads a handful. */
const MOST_BOXES = 6;
const MOST_ENDS = 30;

function groupLines(parts: readonly ReachPart[], words: Words): readonly string[] {
  const [first] = parts;
  if (first === undefined) return [];
  return [
    '',
    ...headingsOf(first, words),
    ...(first.certain ? [] : [`  ${openSentence(first, words)}`]),
    ...parts.slice(0, MOST_BOXES).map(({ box }) => `  ${words.reach.box(box)}`),
    ...(parts.length > MOST_BOXES ? [`  ${words.reach.moreBoxes(parts.length - MOST_BOXES)}`] : []),
  ];
}

/** The ends of a part, one a line; of many the first. */
function headingsOf({ ends, certain }: ReachPart, { reach }: Words): readonly string[] {
  const lines = ends.slice(0, 4).map((end) => reach.heading(reach.reachEnd(end), certain));
  return lines.length === 0 ? [reach.notFollowed] : [...lines, ...(ends.length > 4 ? ['...'] : [])];
}
