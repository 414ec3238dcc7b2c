import type { InputPacket } from '../kernel/routed-packet.ts';
import type { Ending } from './ending.ts';

/** What the routing decision looks at: the header that the packet has when it leaves PREROUTING. */
export function inputPacket(ending: Ending): InputPacket {
  return {
    family: ending.family,
    src: ending.src,
    dst: ending.dst,
    iif: ending.inInterface,
    mark: ending.mark,
    tos: ending.tos,
    protocol: ending.protocol,
    sport: ending.sport,
    dport: ending.dport,
    ttl: ending.ttl,
    length: ending.lengthBytes,
    df: ending.dontFragment,
  };
}
