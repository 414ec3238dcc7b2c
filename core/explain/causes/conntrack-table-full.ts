import { baseChainsAhead } from '../endings/journey-end.ts';
import { deadEndOutsideRules } from '../finding.ts';
import { messagesNear } from '../kernel-messages-near.ts';
import type { CauseRecogniser } from './cause-recogniser.ts';

/** Where conntrack stands on PREROUTING and OUTPUT (NF_IP_PRI_CONNTRACK, include/uapi/linux/netfilter_ipv4.h). */
const CONNTRACK = -200;
/** net_ratelimit() writes ten messages and keeps back what follows within five seconds. */
const NEAR_SECONDS = 5;

/**
 * The packet was last seen before conntrack, and the kernel says that it dropped packets there for want of room
 * (nf_conntrack_in() in net/netfilter/nf_conntrack_core.c). The message names none, so it stays possible; packets of known
 * connections and untracked ones go on.
 */
export const conntrackTableFull: CauseRecogniser<{ readonly 'conntrack-table-full': object }> = {
  finds: ['conntrack-table-full'],
  withoutCapture: ['conntrack-table-full'],
  explain(ending, { live, witness, linesLost, left }) {
    const { hook, base, last, untracked } = ending;
    if (base === null || (hook !== 'prerouting' && hook !== 'output') || base.layer === 'bridge') return null;
    if (base.priority >= CONNTRACK || last.verdict !== 'accept' || untracked) return null;
    if (linesLost || left === 'seen') return null;
    const [next] = baseChainsAhead(ending, live);
    if (next === undefined || next.hook !== hook || next.priority < CONNTRACK) return null;
    const [said] = messagesNear(witness, 'conntrack-table-full', ending, NEAR_SECONDS);
    if (said === undefined) return null;
    return deadEndOutsideRules(ending, { kind: 'conntrack-table-full', parameters: {} }, 'possible', '', {
      grounds: [{ kind: 'no-line-of', chain: `${next.table}/${next.chain}`, counted: false }],
      evidence: [{ ...said.at, text: said.text }],
    });
  },
};
