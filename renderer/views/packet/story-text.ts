import type { JourneyRow, PacketStory, TimelineItem } from '../../../core/index.ts';
import { words } from '../../language.ts';
import { socketText } from '../../../core/index.ts';

/** A packet's story as plain text, to be pasted into a ticket. */
export function storyText(story: PacketStory, row: JourneyRow | null): string {
  const flow =
    row?.packet === story.packet
      ? ` ${story.protocol} ${socketText(row.src, row.sport)} -> ${socketText(row.dst, row.dport)}`
      : '';
  const confidence = story.cause === null ? '' : ` (${story.cause.confidence})`;
  return [
    `Packet ${story.packet}${flow}`,
    `${words.endings.journeyEnd(story)}${confidence}`,
    ...(story.cause === null ? [] : [words.causes.remedy(story.cause)]),
    ...story.evidence.map(({ file, line, text }) => `  ${file}:${line}  ${text}`),
    ...story.timeline.map((item, i) => `${String(i + 1).padStart(3)} ${itemText(item)}`),
    '',
  ].join('\n');
}

function itemText(item: TimelineItem): string {
  const rewrites = item.rewrites
    .map(({ field, before, after }) => `; ${field} ${before} -> ${after}`)
    .join('');
  if (item.kind === 'routing') return `routing: ${words.routing.step(item)}${rewrites}`;
  const indent = '  '.repeat(Math.min(item.depth, 8));
  const rule = item.ruleText ?? (item.at === 'rule' ? '' : words.panes.endOfChain);
  const verdict = item.verdict === null ? '' : ` [${item.verdict}]`;
  const drift = item.drift === null ? '' : ` (${words.drift.drift(item.drift)})`;
  return `${indent}${item.table} ${item.chain} ${item.number ?? ''} ${rule}${verdict}${rewrites}${drift}`;
}
