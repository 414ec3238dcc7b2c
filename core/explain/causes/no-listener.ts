import type { SeenPacket, Witness } from '../../model/witness.ts';
import { chainsAhead, type JourneyEnd, letsPass } from '../endings/journey-end.ts';
import { deadEndOutsideRules } from '../finding.ts';
import type { CauseRecogniser } from './cause-recogniser.ts';

/**
 * The packet reached the local stack, and the stack answered that nobody listens: a RST to a SYN, an ICMP port
 * unreachable to a datagram. The answer shows in a capture of the interface; without one nothing is said.
 */
export const noListener: CauseRecogniser<{
  readonly 'no-listener': {
    readonly protocol: string;
    readonly port: number | null;
    readonly answer: 'rst' | 'port-unreachable';
  };
}> = {
  finds: ['no-listener'],
  explain(ending, { witness, live }) {
    if (ending.hook !== 'input' || !letsPass(ending) || chainsAhead(ending, live).length > 0) return null;
    const refused = refusal(ending, witness);
    if (refused === null) return null;
    const { protocol, dport: port } = ending;
    const answer = refused.tcpFlags === null ? 'port-unreachable' : 'rst';
    return deadEndOutsideRules(
      ending,
      { kind: 'no-listener', parameters: { protocol, port, answer } },
      'inferred',
      `${protocol} ${port}`,
      { disposition: 'delivered', evidence: [{ ...refused.at, text: '' }] },
    );
  },
};

function refusal(ending: JourneyEnd, { seenPackets }: Witness): SeenPacket | null {
  if (seenPackets.length === 0 || ending.dport === null) return null;
  const answers = seenPackets.filter((packet) => packet.src === ending.dst && packet.dst === ending.src);
  if (ending.protocol === 'tcp') {
    const own = answers.filter(({ sport, dport }) => sport === ending.dport && dport === ending.sport);
    // A connection that was accepted and reset later is no refusal.
    if (own.some(({ tcpFlags }) => tcpFlags === 'S.')) return null;
    return own.find(({ tcpFlags }) => tcpFlags?.includes('R') === true) ?? null;
  }
  if (ending.protocol !== 'udp') return null;
  return answers.find(({ refusedPort }) => refusedPort === ending.dport) ?? null;
}
