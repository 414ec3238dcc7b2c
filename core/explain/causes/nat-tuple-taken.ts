import { natOf } from '../../kernel/rule-effect.ts';
import type { Nat } from '../../model/statement.ts';
import type { ConntrackEntry } from '../../model/network.ts';
import { type JourneyEnd, endsInNat } from '../endings/journey-end.ts';
import { deadEndInChain } from '../finding.ts';
import type { CauseRecogniser } from './cause-recogniser.ts';

/**
 * A SNAT rule to one address and port, and another connection holds that tuple already: nf_nat_setup_info() finds no
 * free one, and nf_conntrack_confirm() drops the packet (net/netfilter/nf_nat_core.c, nf_conntrack_core.c). The
 * conntrack table shows the holder, and shows no entry of the packet's own flow, which was never confirmed.
 */
export const natTupleTaken: CauseRecogniser = {
  finds: ['nat-failure'],
  explain(ending, { witness, log }) {
    const { rule, verdict } = ending.last;
    if (!endsInNat(ending) || verdict !== 'accept' || rule === null) return null;
    const wanted = singleTuple(natOf(rule.spec));
    if (wanted === null) return null;
    const sameProtocol = witness.conntrack.filter((entry) => entry.protocol === ending.protocol);
    const holder = sameProtocol.find((entry) => holds(entry, wanted, ending) && !isOwn(entry, ending));
    if (holder === undefined || sameProtocol.some((entry) => isOwn(entry, ending))) return null;
    // Entries are of the moment when they were listed: the holder must have been there before the packet.
    const own = log.seen(ending.host, ending);
    const other = log.seen(ending.host, { protocol: holder.protocol, ...holder.original });
    if (own !== null && other !== null && own.first < other.first) return null;
    const confidence = other === null ? 'possible' : 'inferred';
    const parameters = {
      kind: 'tuple-taken',
      holder: { address: holder.original.src, port: holder.original.sport },
      wanted,
      towards: { address: ending.dst, port: ending.dport },
    } as const;
    return deadEndInChain(ending, { kind: 'nat-failure', parameters }, confidence, {
      evidence: [{ ...holder.at, text: '' }],
    });
  },
};

/** `--to-source 10.2.0.1:5000`; null for a range, or for an address without a port, which leave a choice. */
function singleTuple(nat: Nat | null): { address: string; port: number } | null {
  if (nat?.type !== 'snat' || nat.map !== null) return null;
  const { address, ports } = nat.to;
  if (address === null || ports === null || ports === 'shifted') return null;
  return address.first === address.last && ports[0] === ports[1]
    ? { address: address.first, port: ports[0] }
    : null;
}

function holds(
  { reply }: ConntrackEntry,
  wanted: { address: string; port: number },
  ending: JourneyEnd,
): boolean {
  return (
    reply.dst === wanted.address &&
    reply.dport === wanted.port &&
    reply.src === ending.dst &&
    reply.sport === ending.dport
  );
}

function isOwn({ original }: ConntrackEntry, ending: JourneyEnd): boolean {
  return original.src === ending.src && original.sport === ending.sport;
}
