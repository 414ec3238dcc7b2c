/** The same packet seen on several hosts. All by the packets' indexes from 0; the columns are empty where the bundle has one host. */
export interface CrossHostLinks {
  /** Entry p: the journey of the same packet on the host that it came to next; -1 where none was found. */
  readonly next: Int32Array;
  /** Entry p: the journey of the same packet on the host that it came from; -1 where none was found. */
  readonly previous: Int32Array;
  /**
   * Entry p: index into `hosts` of the host that packet p left for and whose log should show it, but does not; -1 for
   * any other packet.
   */
  readonly neverSeenOn: Int32Array;
  readonly hosts: readonly string[];
}

/** All journeys of one packet, first to last, its own among them. */
export function journeysOfPacket(
  { next, previous }: Pick<CrossHostLinks, 'next' | 'previous'>,
  packet: number,
): readonly number[] {
  let first = packet;
  while ((previous[first] ?? -1) >= 0) first = previous[first] as number;
  const chain = [first];
  for (let at = next[first] ?? -1; at >= 0; at = next[at] ?? -1) chain.push(at);
  return chain;
}
