import type { CauseFinding } from '../../model/cause.ts';
import type { KernelMessage } from '../../model/kernel-message.ts';
import { baseChainsAhead, endsInNat } from '../endings/journey-end.ts';
import { deadEndOutsideRules } from '../finding.ts';
import { isNear } from '../kernel-messages-near.ts';
import { diedInRouting } from '../routing/routing-replay.ts';
import type { CauseRecogniser } from './cause-recogniser.ts';
import { loggedDestination, loggedMartian } from './martian-log.ts';

const NEAR_SECONDS = 1;

/**
 * The packet passed PREROUTING and was not seen again, and the kernel says that it refused a packet of these addresses on
 * that interface (log_martians). Where routes and sysctls of the bundle prove which check it was, they say more.
 */
export const refusedAsLogged: CauseRecogniser = {
  finds: ['martian-source', 'other'],
  withoutCapture: ['other'],
  explain(ending, context) {
    const { hook, last, base, inInterface } = ending;
    if (hook !== 'prerouting' || base?.layer === 'bridge' || context.left === 'seen') return null;
    if (last.verdict !== 'accept' && !(last.verdict === null && endsInNat(ending))) return null;
    const source = loggedMartian(context.witness, ending);
    const said = source ?? loggedDestination(context.witness, ending);
    if (said === null) return null;
    if (baseChainsAhead(ending, context.live).some((chain) => chain.hook === 'prerouting')) return null;
    if (diedInRouting(ending, context)?.cause?.confidence === 'inferred') return null;
    const { src, dst } = ending;
    const finding: CauseFinding =
      source === null
        ? { kind: 'other', parameters: { kind: 'as-logged', destination: dst } }
        : {
            kind: 'martian-source',
            parameters: { source: src, interface: inInterface, reason: { kind: 'as-logged' } },
          };
    const confidence = isNear(said, ending, NEAR_SECONDS) ? 'observed' : 'inferred';
    return deadEndOutsideRules(ending, finding, confidence, inInterface, { evidence: [evidenceOf(said)] });
  },
};

function evidenceOf({ at, text }: KernelMessage) {
  return { ...at, text };
}
