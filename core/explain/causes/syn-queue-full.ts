import { answerOf } from '../../model/flow.ts';
import { chainsAhead, letsPass } from '../endings/journey-end.ts';
import { deadEndOutsideRules } from '../finding.ts';
import { messagesNear } from '../kernel-messages-near.ts';
import type { CauseRecogniser } from './cause-recogniser.ts';

/** The message is written once for a socket (`synflood_warned`), however many SYNs are dropped after it. */
const NEAR_SECONDS = 5;
const SYN = 0x02;

/**
 * All chains let a SYN pass to the local process, and the kernel says that it drops such at that port, whose queue of
 * half-open connections is full (tcp_conn_request() in net/ipv4/tcp_input.c). The message names no packet, so it stays
 * possible; a SYN that the log shows answered was not dropped.
 */
export const synQueueFull: CauseRecogniser<{ readonly 'syn-queue-full': { readonly port: number } }> = {
  finds: ['syn-queue-full'],
  withoutCapture: ['syn-queue-full'],
  explain(ending, { live, log, witness }) {
    const { host, hook, protocol } = ending;
    if (hook !== 'input' || protocol !== 'tcp' || !letsPass(ending)) return null;
    if (chainsAhead(ending, live).length > 0) return null;
    // Asked last: an ending whose own facts were read explains no other packet of its way.
    const { dst, dport, packet } = ending;
    if (dport === null || (packet.tcpFlags ?? 0) % 0x40 !== SYN) return null;
    const said = messagesNear(witness, 'syn-flood', ending, NEAR_SECONDS).find(
      ({ meaning, fields }) =>
        meaning === 'loss' &&
        fields.dport === dport &&
        [undefined, '::', '0.0.0.0', dst].includes(fields.dst),
    );
    if (said === undefined) return null;
    if (log.seen(host, answerOf(ending)) !== null) return null;
    return deadEndOutsideRules(
      ending,
      { kind: 'syn-queue-full', parameters: { port: dport } },
      'possible',
      `${dport}`,
      { evidence: [{ ...said.at, text: said.text }] },
    );
  },
};
