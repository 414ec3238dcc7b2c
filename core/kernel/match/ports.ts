import type { Asked, Judgement, OptionMatches } from './judgement.ts';
import { judgeValue, never, valueOf } from './judgement.ts';
import { inPortRange } from './port-range.ts';

/**
 * The ports of tcp, udp, udplite, sctp and dccp (net/netfilter/xt_tcpudp.c and its like): `--dport 80`,
 * `! --sport 1024:65535`.
 */
export const ports = {
  '--sport': (asked) => judgePort(asked, 'source port', asked.packet.sport),
  '--dport': (asked) => judgePort(asked, 'destination port', asked.packet.dport),
} satisfies OptionMatches;

function judgePort(asked: Asked, name: string, port: number | null): Judgement {
  return (
    lacksTransport(asked) ?? judgeValue(asked, name, port, (value) => inPortRange(valueOf(asked), value))
  );
}

/** Fragments behind the first have no transport header: its matches never select them, negated or not. */
export function lacksTransport({ packet }: Asked): Judgement | null {
  return packet.fragmentOffset !== null && packet.fragmentOffset > 0
    ? never('the packet is a fragment without a transport header')
    : null;
}
