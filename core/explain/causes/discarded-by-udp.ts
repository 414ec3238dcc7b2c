import { deadEndOutsideRules } from '../finding.ts';
import { messagesNear } from '../kernel-messages-near.ts';
import type { CauseRecogniser } from './cause-recogniser.ts';

const NEAR_SECONDS = 1;

/**
 * The packet came through INPUT, and at that time the kernel says that UDP threw away a datagram of the same addresses and
 * ports (__udp4_lib_rcv() in net/ipv4/udp.c). Another one of that flow may be meant, so it stays possible.
 */
export const discardedByUdp: CauseRecogniser<{
  /** `tooShort`: it was not the checksum, but the datagram was shorter than its header says. */
  readonly checksum: { readonly tooShort: boolean };
}> = {
  finds: ['checksum'],
  withoutCapture: ['checksum'],
  explain(ending, { witness }) {
    const { hook, protocol, last } = ending;
    if (hook !== 'input' || !protocol.startsWith('udp') || last.verdict !== 'accept') return null;
    const said = (['udp-checksum', 'udp-short'] as const)
      .flatMap((kind) => messagesNear(witness, kind, ending, NEAR_SECONDS))
      .find(
        ({ fields: { src, sport, dst, dport } }) =>
          src === ending.src && sport === ending.sport && dst === ending.dst && dport === ending.dport,
      );
    if (said === undefined) return null;
    const parameters = { tooShort: said.kind === 'udp-short' };
    return deadEndOutsideRules(ending, { kind: 'checksum', parameters }, 'possible', '', {
      evidence: [{ ...said.at, text: said.text }],
    });
  },
};
