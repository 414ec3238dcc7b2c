import type { Family } from '../../model/family.ts';
import { chainsAhead } from '../endings/journey-end.ts';
import { deadEndOutsideRules } from '../finding.ts';
import { messagesNear } from '../kernel-messages-near.ts';
import type { CauseRecogniser } from './cause-recogniser.ts';

/** net_ratelimit() writes ten messages and keeps back what follows within five seconds. */
const NEAR_SECONDS = 5;

/**
 * All chains let the packet pass, and at that time the kernel says that it had no room for another neighbour
 * (neigh_alloc() in net/core/neighbour.c): the packet is dropped before it is known whom to ask for the address. The
 * message names neither address nor interface, so it stays possible.
 */
export const neighbourTableFull: CauseRecogniser<{
  readonly 'neighbour-table-full': { readonly interface: string; readonly family: Family };
}> = {
  finds: ['neighbour-table-full'],
  withoutCapture: ['neighbour-table-full'],
  explain(ending, { live, witness, linesLost, left }) {
    const { hook, last, outInterface } = ending;
    if (hook !== 'postrouting' && hook !== 'forward' && hook !== 'output') return null;
    if (last.verdict !== 'accept' || outInterface === '' || outInterface === 'lo') return null;
    if (linesLost || left === 'seen' || chainsAhead(ending, live).length > 0) return null;
    const [said] = messagesNear(witness, 'neighbour-table-full', ending, NEAR_SECONDS);
    if (said === undefined) return null;
    const finding = {
      kind: 'neighbour-table-full',
      parameters: { interface: outInterface, family: ending.family },
    } as const;
    return deadEndOutsideRules(ending, finding, 'possible', outInterface, {
      grounds: left === 'absent' ? [{ kind: 'not-captured', interface: outInterface }] : [],
      evidence: [{ ...said.at, text: said.text }],
    });
  },
};
