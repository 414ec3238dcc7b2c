import { deadEndOutsideRules } from '../finding.ts';
import { messagesNear } from '../kernel-messages-near.ts';
import type { CauseRecogniser } from './cause-recogniser.ts';

const NEAR_SECONDS = 1;

/**
 * The kernel says that a conntrack helper dropped this packet (nf_ct_helper_log()): the message has its header as it was
 * after NAT of its source, so destination and ID are compared. Helpers see it after all chains of INPUT and POSTROUTING
 * (nf_conntrack_helper at NF_IP_PRI_CONNTRACK_HELPER).
 */
export const droppedByHelper: CauseRecogniser<{
  /** The helper, and why, in the kernel's words. */
  readonly helper: { readonly name: string; readonly reason: string };
}> = {
  finds: ['helper'],
  withoutCapture: ['helper'],
  explain(ending, { witness, left }) {
    if (left === 'seen' || (ending.last.verdict !== 'accept' && ending.last.verdict !== null)) return null;
    const said = messagesNear(witness, 'conntrack-helper-drop', ending, NEAR_SECONDS).find(
      ({ fields }) =>
        fields.ipId === ending.ipId && fields.dst === ending.dst && fields.protocol === ending.protocol,
    );
    if (said === undefined) return null;
    const { name = '', reason = '' } = said.fields;
    return deadEndOutsideRules(ending, { kind: 'helper', parameters: { name, reason } }, 'observed', name, {
      evidence: [{ ...said.at, text: said.text }],
    });
  },
};
