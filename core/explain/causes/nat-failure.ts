import type { ConntrackEntry } from '../../model/network.ts';
import { type JourneyEnd, endsInNat } from '../endings/journey-end.ts';
import { deadEndInChain, type Explanation, type Finding, rulePlace } from '../finding.ts';

/**
 * A SNAT rule to one address and port, and another connection holds that tuple already: nf_nat_setup_info() finds no
 * free one, and nf_conntrack_confirm() drops the packet (net/netfilter/nf_nat_core.c, nf_conntrack_core.c). The
 * conntrack table shows the holder, and shows no entry of the packet's own flow, which was never confirmed.
 */
export const natFailed: Explanation = (ending, { witness }): Finding | null => {
  const { rule, verdict } = ending.last;
  if (!endsInNat(ending) || verdict !== 'accept' || rule?.target?.name !== 'SNAT') return null;
  const wanted = singleTuple(rule.target.options);
  if (wanted === null) return null;
  const sameProtocol = witness.conntrack.filter((entry) => entry.protocol === ending.protocol);
  const holder = sameProtocol.find((entry) => holds(entry, wanted, ending) && !isOwn(entry, ending));
  if (holder === undefined || sameProtocol.some((entry) => isOwn(entry, ending))) return null;
  const finding = deadEndInChain(
    ending,
    'nat-failure',
    'inferred',
    `Dropped behind ${rulePlace(ending)} because NAT found no free tuple: the connection from ${holder.original.src}:${holder.original.sport} already holds ${wanted.address}:${wanted.port} towards ${ending.dst}:${ending.dport}`,
  );
  if (finding.cause === null) return finding;
  return {
    ...finding,
    cause: { ...finding.cause, evidence: [...finding.cause.evidence, { ...holder.at, text: '' }] },
  };
};

/** `--to-source 10.2.0.1:5000`; null for a range, or for an address without a port, which leave a choice. */
function singleTuple(options: readonly string[]): { address: string; port: number } | null {
  const value = options[options.indexOf('--to-source') + 1] ?? '';
  const parts = /^([^:-]+):(\d+)$/.exec(value);
  return parts === null ? null : { address: parts[1] as string, port: Number(parts[2]) };
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
