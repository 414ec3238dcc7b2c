import { rewritesAddress } from '../conntrack-entry.ts';
import { chainsAhead } from '../endings/journey-end.ts';
import { deadEndOutsideRules } from '../finding.ts';
import type { CauseRecogniser } from './cause-recogniser.ts';

const ICMP_REDIRECT = 5;

/**
 * An ICMP redirect about a connection that NAT translates: it would name addresses that its receiver does not know, so
 * nat drops it where it rewrites destinations (nf_nat_icmp_reply_translation(), net/netfilter/nf_nat_proto.c). Most are
 * the host's own, sent because a packet leaves by the interface that it came in by. nat logs nothing of it.
 */
export const natRefusedRedirect: CauseRecogniser = {
  finds: ['nat-failure'],
  explain(ending, { live, witness, natRewrites, logEndsHere, noneAhead }) {
    const { hook, host, family, last } = ending;
    if (ending.icmpType !== ICMP_REDIRECT || (hook !== 'output' && hook !== 'prerouting')) return null;
    if (last.verdict !== 'accept' || !['raw', 'mangle'].includes(last.place.table)) return null;
    const natAtWork = live
      .chainsOn(host, ending.base?.side ?? 'legacy', family, { layer: 'ip', hook })
      .some((chain) => chain.nat && live.isLive(host, family, chain));
    if (!natRewrites || !natAtWork || logEndsHere) return null;
    const [awaited] = chainsAhead(ending, live);
    if (awaited === undefined) return null;
    const entry = witness.conntrack.find(
      (each) =>
        rewritesAddress(each) &&
        [each.original.src, each.reply.src].some((address) => address === ending.dst),
    );
    const finding = {
      kind: 'nat-failure',
      parameters: { kind: 'icmp-redirect', hook, awaited },
    } as const;
    return deadEndOutsideRules(
      ending,
      finding,
      noneAhead && entry !== undefined ? 'inferred' : 'possible',
      `redirect ${hook}`,
      { evidence: entry === undefined ? [] : [{ ...entry.at, text: '' }] },
    );
  },
};
