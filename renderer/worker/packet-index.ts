import { type Analysis, nextEvent } from '../../core/index.ts';
import type { PacketTimes } from './packet-times.ts';
import { indexNames, type NameIndex } from './name-index.ts';

/**
 * What a filter needs of each packet, packed. Headers of a packet: `headers[headerStart[p]]` to
 * `headers[headerStart[p + 1] - 1]`, each change of header once: a packet has a dozen lines, but two to four headers.
 */
export interface PacketIndex {
  /** Protocol and host: an index into `kinds`. */
  readonly kind: Uint32Array;
  /** Indexes into the names of the trace events. */
  readonly kinds: readonly { readonly protocol: number; readonly host: number }[];
  readonly headerStart: Uint32Array;
  readonly headers: Uint32Array;
  readonly names: NameIndex;
  /** Made when they are first asked for; null where no log has times. */
  times: PacketTimes | null;
}

/** One pass over all events; done once, when a capture was read. */
export function indexPackets({ events, journeys }: Analysis): PacketIndex {
  const { count, first } = journeys;
  const { protocol, host } = events.identities;
  const kind = new Uint32Array(count);
  const kindOf = kindNumbers();
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
    const identity = events.identity[begin] ?? 0;
    kind[packet] = kindOf.number(protocol[identity] ?? 0, host[identity] ?? 0);
  }
  headerStart[count] = used;
  return {
    kind,
    kinds: kindOf.kinds,
    headerStart,
    headers: headers.slice(0, used),
    names: indexNames({ events }),
    times: null,
  };
}

function kindNumbers() {
  const kinds: { protocol: number; host: number }[] = [];
  const numbers = new Map<number, number>();
  return {
    kinds,
    number(protocol: number, host: number): number {
      const key = host * 0x1000000 + protocol;
      let number = numbers.get(key);
      if (number === undefined) {
        number = kinds.push({ protocol, host }) - 1;
        numbers.set(key, number);
      }
      return number;
    },
  };
}
