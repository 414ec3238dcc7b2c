import { rewritesAddress } from '../conntrack-entry.ts';
import { chainsAhead } from '../endings/journey-end.ts';
import { deadEndInRouting, type Explanation } from '../finding.ts';

const ICMP_REDIRECT = 5;

/**
 * An ICMP redirect about a connection that NAT translates: it would name addresses that its receiver does not know, so
 * nat drops it where it rewrites destinations (nf_nat_icmp_reply_translation(), net/netfilter/nf_nat_proto.c). Most are
 * the host's own, sent because a packet leaves by the interface that it came in by. nat logs nothing of it.
 */
export const redirectRefusedByNat: Explanation = (
  ending,
  { live, witness, natRewrites, logEndsHere, noneAhead },
) => {
  const { hook, host, family, last } = ending;
  if (ending.icmpType !== ICMP_REDIRECT || (hook !== 'output' && hook !== 'prerouting')) return null;
  if (last.verdict !== 'accept' || !['raw', 'mangle'].includes(last.place.table)) return null;
  const natAtWork = live
    .chainsOn(host, ending.base?.side ?? 'legacy', family, { layer: 'ip', hook })
    .some((chain) => chain.nat && live.isLive(host, family, chain));
  if (!natRewrites || !natAtWork || logEndsHere) return null;
  const ahead = chainsAhead(ending, live);
  if (ahead.length === 0) return null;
  const entry = witness.conntrack.find(
    (each) =>
      rewritesAddress(each) && [each.original.src, each.reply.src].some((address) => address === ending.dst),
  );
  const proven = noneAhead && entry !== undefined;
  return deadEndInRouting(
    ending,
    'nat-failure',
    proven ? 'inferred' : 'possible',
    `${proven ? 'Dropped' : 'Possibly dropped'} by NAT in ${hook.toUpperCase()}: the packet is an ICMP redirect, which NAT refuses for a connection that it translates, and no line of ${ahead[0]} follows`,
    entry === undefined ? [] : [{ ...entry.at, text: '' }],
    `redirect ${hook}`,
  );
};
