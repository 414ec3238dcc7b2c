import type { PacketStory, PlacedNode } from '../../../core/index.ts';

/** Whether a place of the graph is on the packet's way; a folded family is where one of its chains is. */
export function onWay(story: PacketStory | null): (node: PlacedNode) => boolean {
  if (story === null) return () => false;
  const { header, outInterface, timeline, host, disposition } = story;
  const chains = timeline.flatMap((item) => (item.kind === 'step' ? [`${item.table}/${item.chain}`] : []));
  const names = new Set([
    ...chains,
    header.inInterface === '' ? 'local' : `in:${header.inInterface}`,
    ...(timeline.some(({ kind }) => kind === 'routing') ? ['routing'] : []),
    ...(disposition === 'forwarded' || disposition === 'sent' ? [`out:${outInterface}`] : []),
    ...(disposition === 'delivered' || disposition === 'queued' ? ['local'] : []),
  ]);
  return ({ name, chains: count, host: at }) =>
    at === host &&
    (names.has(name) || (count > 1 && chains.some((chain) => chain.startsWith(name.slice(0, -1)))));
}
