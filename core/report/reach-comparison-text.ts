import type { ReachComparison } from '../model/reach.ts';
import { english } from '../words/en/index.ts';
import type { Words } from '../words/words.ts';

/** A handful is read; --json has all. */
const MOST_BOXES = 6;

/** Which packets end otherwise, as paragraphs of a text: each kind with its boxes, the widest first. */
export function reachLines(
  { lines, complete }: ReachComparison,
  { reach, terms }: Words = english,
): readonly string[] {
  const several = new Set(lines.map(({ box }) => box.host)).size > 1;
  const paragraphs = kinds.flatMap((kind) => {
    const alike = lines.filter((line) => line.kind === kind).toSorted((a, b) => b.share - a.share);
    if (alike.length === 0) return [];
    const boxes = alike
      .slice(0, MOST_BOXES)
      .map(({ box }) => `  ${reach.box(box)}${several ? ` (${box.host})` : ''}`);
    const more = alike.length > MOST_BOXES ? [`  ${reach.moreBoxes(alike.length - MOST_BOXES)}`] : [];
    return ['', reach.changedPackets[kind], ...boxes, ...more];
  });
  if (!complete) return [...paragraphs, '', terms.sentence(reach.morePackets)];
  return paragraphs.length === 0 ? ['', reach.noOtherPacket] : paragraphs;
}

const kinds = ['newlyAlive', 'newlyDead', 'mayChange'] as const;
