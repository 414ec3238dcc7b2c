import type { ReachComparison } from '../model/reach.ts';
import { english } from '../words/en/index.ts';
import type { Words } from '../words/words.ts';

/** A handful is read; --json has all. */
const MOST_BOXES = 8;

/** Which packets end otherwise, as paragraphs of a text: each kind with its boxes, the widest in words. */
export function reachLines(
  comparison: ReachComparison,
  { reach, terms }: Words = english,
): readonly string[] {
  const several = new Set(kinds.flatMap((kind) => comparison[kind].map(({ host }) => host))).size > 1;
  const paragraphs = kinds.flatMap((kind) => {
    const boxes = comparison[kind];
    if (boxes.length === 0) return [];
    const lines = boxes
      .slice(0, MOST_BOXES)
      .map((box) => `  ${reach.box(box)}${several ? ` (${box.host})` : ''}`);
    const more = boxes.length > MOST_BOXES ? [`  ${reach.moreBoxes(boxes.length - MOST_BOXES)}`] : [];
    return ['', reach.changedPackets[kind], ...lines, ...more];
  });
  if (!comparison.complete) return [...paragraphs, '', terms.sentence(reach.morePackets)];
  return paragraphs.length === 0 ? ['', reach.noOtherPacket] : paragraphs;
}

const kinds = ['newlyAlive', 'newlyDead', 'mayChange'] as const;
