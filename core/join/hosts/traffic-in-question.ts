import type { ConntrackEntry } from '../../model/conntrack.ts';
import type { TracedTraffic } from '../../model/diagnostic-kind.ts';
import type { Records } from '../../model/records.ts';
import type { SeenPacket } from '../../model/witness.ts';

/**
 * What a bundle without a trace is about, as far as its captures and connections tell: the traffic that begins most often in
 * a capture, else the first connection that nothing answered. Null where they tell nothing.
 */
export function trafficInQuestion(records: readonly Records[]): TracedTraffic | null {
  const seen = records.flatMap((each) => (each.kind === 'seen-packets' ? each.items : []));
  const begun = mostFrequent(seen.flatMap((packet) => begins(packet) ?? []));
  if (begun !== null) return begun;
  const entries = records.flatMap((each) => (each.kind === 'conntrack' ? each.items : []));
  const unanswered = entries.find(isUnanswered);
  return unanswered === undefined ? null : traffic(unanswered.protocol, unanswered.original);
}

/** A SYN, an echo request, a datagram: from whoever speaks first. */
function begins(packet: SeenPacket): TracedTraffic | null {
  const { protocol, dport, sport, tcpFlags, icmpType } = packet;
  const speaksFirst =
    protocol === 'tcp'
      ? tcpFlags === 'S'
      : protocol === 'udp'
        ? (dport ?? 0) < (sport ?? 0)
        : icmpType === 8 || icmpType === 128;
  return speaksFirst ? traffic(protocol, packet) : null;
}

/** Conntrack saw nothing come back, or no more than a SYN-ACK. */
function isUnanswered({ status, state }: ConntrackEntry): boolean {
  return status.includes('UNREPLIED') || state === 'SYN_SENT' || state === 'SYN_RECV';
}

function traffic(
  protocol: string | null,
  { dst, dport }: Pick<SeenPacket, 'dst' | 'dport'>,
): TracedTraffic | null {
  const family = dst.includes(':') ? 'ipv6' : 'ipv4';
  if (protocol === 'tcp' || protocol === 'udp') return dport === null ? null : { family, protocol, dport };
  return protocol === 'icmp' || protocol === 'icmpv6' ? { family, protocol, dport: null } : null;
}

function mostFrequent(all: readonly TracedTraffic[]): TracedTraffic | null {
  const counts = new Map<string, number>();
  let most: TracedTraffic | null = null;
  let least = 0;
  for (const each of all) {
    const name = `${each.protocol} ${each.dport}`;
    const count = (counts.get(name) ?? 0) + 1;
    counts.set(name, count);
    if (count <= least) continue;
    least = count;
    most = each;
  }
  return most;
}
