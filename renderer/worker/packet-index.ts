import { type Analysis, nextEvent } from '../../core/index.ts';

/**
 * What a filter needs of each packet, packed. Headers of a packet: `headers[headerStart[p]]` to
 * `headers[headerStart[p + 1] - 1]`, each change of header once: a packet has a dozen lines, but two to four headers.
 */
export interface PacketIndex {
  readonly identity: Uint32Array;
  readonly headerStart: Uint32Array;
  readonly headers: Uint32Array;
}

/** One pass over all events; done once, when a capture was read. */
export function indexPackets({ events, journeys }: Analysis): PacketIndex {
  const { count, first } = journeys;
  const identity = new Uint32Array(count);
  const headerStart = new Uint32Array(count + 1);
  const headers = new Uint32Array(events.count);
  let used = 0;
  for (let packet = 0; packet < count; packet++) {
    headerStart[packet] = used;
    const begin = first[packet] ?? 0;
    let last = -1;
    for (let event = begin; event >= 0; event = nextEvent(journeys, event)) {
      const header = events.header[event] ?? 0;
      if (header !== last) headers[used++] = header;
      last = header;
    }
    identity[packet] = events.identity[begin] ?? 0;
  }
  headerStart[count] = used;
  return { identity, headerStart, headers: headers.slice(0, used) };
}
