import type { Witness } from '../../model/witness.ts';
import { baseChainsAhead, type JourneyEnd } from '../endings/journey-end.ts';
import { deadEndOutsideRules, type ExplanationContext } from '../finding.ts';
import { isNear, messagesNear } from '../kernel-messages-near.ts';
import type { CauseRecogniser } from './cause-recogniser.ts';

/** Where conntrack stands on PREROUTING and OUTPUT (NF_IP_PRI_CONNTRACK, include/uapi/linux/netfilter_ipv4.h). */
const CONNTRACK = -200;
/** net_ratelimit() writes ten messages and keeps back what follows within five seconds. */
const NEAR_SECONDS = 5;

/**
 * The packet was last seen before conntrack, and the kernel says that it dropped packets there for want of room
 * (nf_conntrack_in() in net/netfilter/nf_conntrack_core.c). The message names none: which it was, show the connections that
 * had an entry and the count of such drops. Packets of known connections and untracked ones go on.
 */
export const conntrackTableFull: CauseRecogniser<{ readonly 'conntrack-table-full': object }> = {
  finds: ['conntrack-table-full'],
  explain(ending, context) {
    const { live, witness, linesLost, left, logEndsHere } = context;
    const { hook, base, last, untracked } = ending;
    if (base === null || (hook !== 'prerouting' && hook !== 'output') || base.layer === 'bridge') return null;
    if (base.priority >= CONNTRACK || last.verdict !== 'accept' || untracked) return null;
    if (linesLost || left === 'seen') return null;
    const [next] = baseChainsAhead(ending, live);
    if (next === undefined || next.hook !== hook || next.priority < CONNTRACK) return null;
    const messages = messagesNear(witness, 'conntrack-table-full', ending, NEAR_SECONDS);
    const said = messages.find((message) => isNear(message, ending, 1)) ?? messages[0];
    if (said === undefined) return null;
    const counters = witness.lossCounters.filter(
      ({ source, name }) => source === 'conntrack' && name === 'drop',
    );
    const counted = counters.reduce((sum, { value }) => sum + value, 0);
    if (counters.length > 0 && counted === 0) return null;
    const isCounted = counted > 0 && counted >= vanishedHere(ending, context);
    const isProven = isNear(said, ending, 1) && (isCounted || (!logEndsHere && lacksEntry(ending, witness)));
    return deadEndOutsideRules(
      ending,
      { kind: 'conntrack-table-full', parameters: {} },
      isProven && !hasEntry(ending, witness) ? 'inferred' : 'possible',
      '',
      {
        grounds: [{ kind: 'no-line-of', chain: `${next.table}/${next.chain}`, counted: false }],
        evidence: [
          { ...said.at, text: said.text },
          ...counters.flatMap(({ value, at }) => (value > 0 ? [{ ...at, text: '' }] : [])),
        ],
      },
    );
  },
};

/** How many packets of the host were last seen before conntrack. */
function vanishedHere({ host }: JourneyEnd, { countEndings }: ExplanationContext): number {
  return countEndings({
    host,
    name: 'before-conntrack',
    hooks: ['prerouting', 'output'],
    isOne: ({ base, last }) => base !== null && base.priority < CONNTRACK && last.verdict === 'accept',
  });
}

/** The entries of the host were listed, and none is of the packet's connection. */
function lacksEntry(ending: JourneyEnd, witness: Witness): boolean {
  return witness.conntrack.length > 0 && !hasEntry(ending, witness);
}

function hasEntry({ protocol, src, dst, sport, dport }: JourneyEnd, { conntrack }: Witness): boolean {
  return conntrack.some(
    ({ protocol: of, original, reply }) =>
      of === protocol &&
      [original, reply].some(
        (tuple) =>
          tuple.src === src &&
          tuple.dst === dst &&
          (tuple.icmpId === null ? tuple.sport === sport && tuple.dport === dport : tuple.icmpId === sport),
      ),
  );
}
