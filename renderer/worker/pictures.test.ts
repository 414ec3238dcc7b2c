import { readdirSync, readFileSync, statSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Box, packetStory, type Room } from '../../core/index.ts';
import { isReadable } from '../graph/view.ts';
import { captureOf } from '../testing/capture.ts';
import { onWay } from '../views/flows/packet-way.ts';
import { holdCapture } from './capture.ts';
import { picturePair } from './compare.ts';
import { narrowedPicture } from './narrowed-picture.ts';
import { pictureOf, summarize } from './summarize.ts';
import type { DrawnPicture } from './protocol.ts';

/** The graph's pane in windows of 1000x720, 1440x900 and 2560x1440. */
const rooms: readonly Room[] = [
  { width: 485, height: 345 },
  { width: 690, height: 460 },
  { width: 1230, height: 860 },
];
/** Of text of 12 px, 11 px are left. */
const readable = 0.92;

const captures = [
  'docker-dnat/bundle',
  'big-kube/bundle',
  'kube-proxy/bundle',
  'multi-host/bundle',
  'nft-native/bundle',
  'bridge/bundle',
  'both-backends/bundle',
  'ipv6/bundle',
  'policy-routing/bundle',
  'stale-ruleset/bundle',
  'lab-odd-names-a/bundle',
  'pair-rp-filter/before',
];

/** What is too long to be read as a whole in so small a pane: its end is shown. */
const tooLong: Readonly<Record<string, readonly Room[]>> = { 'big-kube/bundle': rooms.slice(0, 1) };

describe.each(captures)('%s', async (path) => {
  const { analysis } = await captureOf(
    filesIn(new URL(`../../e2e/captures/${path}`, import.meta.url).pathname),
  );

  it.each(rooms)('in $width px boxes, numbers and edges keep apart', (room) => {
    const capture = holdCapture(analysis, room);
    expect(faults(pictureOf(capture))).toEqual([]);
    expect(faults(narrowedPicture(capture, 0, [], room))).toEqual([]);
  });

  it.each(rooms)('in $width px the first packet’s way is read from end to end', async (room) => {
    const capture = holdCapture(analysis, room);
    const packet = ((await summarize(capture)).firstPacket ?? 1) - 1;
    const story = await packetStory(analysis, packet);
    const isRead = (picture: DrawnPicture) => {
      const own = picture.nodes.map(({ host }) => host === story.host);
      const boxes = picture.drawing.boxes.filter((_, i) => own[i]);
      const way = picture.drawing.boxes.filter((_, i) => own[i] && onWay(story)(picture.nodes[i] as never));
      return isReadable(boxes, way, room, readable);
    };
    const shown = isRead(pictureOf(capture)) || isRead(narrowedPicture(capture, packet, [], room));
    expect(shown).toBe(!(tooLong[path] ?? []).includes(room));
  });
});

describe.each(['pair-rp-filter', 'pair-drop-inserted', 'pair-blackhole'])('%s', async (pair) => {
  const side = (name: string) =>
    captureOf(filesIn(new URL(`../../e2e/captures/${pair}/${name}`, import.meta.url).pathname));
  const [{ analysis: before }, { analysis: after }] = await Promise.all([side('before'), side('after')]);

  it.each(rooms.slice(1))('in $width px both graphs are read as a whole, one above the other', (room) => {
    const picture = picturePair({ before, after }, [], room);
    const each = { width: 0.95 * room.width, height: 0.75 * room.height };
    expect(isReadable(picture.drawing.boxes, [], each, readable)).toBe(true);
  });
});

/** Places that overlap, and numbers that stand on a place or on each other. */
function faults({ nodes, drawing: { boxes, edges } }: DrawnPicture): readonly string[] {
  const name = (index: number) => nodes[index]?.name ?? '?';
  const numbers = edges.flatMap(({ label, packets }) => {
    if (label === null) return [];
    const half = String(packets).length * 3.3;
    return [{ left: label.x - half, right: label.x + half, top: label.y - 6, bottom: label.y + 6 }];
  });
  const places = boxes.flatMap((box, i) =>
    boxes.slice(0, i).flatMap((other, k) => (meet(box, other) ? [`${name(i)} on ${name(k)}`] : [])),
  );
  const covered = numbers.flatMap((box, i) => [
    ...boxes.flatMap((other, k) => (meet(box, other) ? [`a number on ${name(k)}`] : [])),
    ...numbers.slice(0, i).flatMap((other) => (meet(box, other) ? ['a number on another'] : [])),
  ]);
  const crossing = edges.flatMap(({ from, to, points }) =>
    points.slice(1).flatMap((point, i) => {
      const before = points[i] ?? point;
      const piece = {
        left: Math.min(before.x, point.x),
        right: Math.max(before.x, point.x),
        top: Math.min(before.y, point.y),
        bottom: Math.max(before.y, point.y),
      };
      return boxes.flatMap((box, k) =>
        k !== from && k !== to && nodes[k]?.kind !== 'drop' && meet(piece, box)
          ? [`${name(from)} to ${name(to)} crosses ${name(k)}`]
          : [],
      );
    }),
  );
  return [...places, ...covered, ...crossing];
}

function meet(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

function filesIn(folder: string): Record<string, Uint8Array> {
  return Object.fromEntries(
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => statSync(`${folder}/${name}`).isFile())
      .map((name) => [name, new Uint8Array(readFileSync(`${folder}/${name}`))] as const),
  );
}
