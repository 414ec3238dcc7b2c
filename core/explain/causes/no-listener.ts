import type { SeenPacket, Witness } from '../../model/network.ts';
import { chainsAhead, type JourneyEnd } from '../endings/journey-end.ts';
import { deadEndInRouting, type Explanation } from '../finding.ts';

/**
 * The packet reached the local stack, and the stack answered that nobody listens: a RST to a SYN, an ICMP port
 * unreachable to a datagram. The answer shows in a capture of the interface; without one nothing is said.
 */
export const nobodyListens: Explanation = (ending, { witness, live, textAt }) => {
  if (ending.hook !== 'input' || ending.last.verdict !== 'accept' || chainsAhead(ending, live).length > 0)
    return null;
  const answer = refusal(ending, witness, textAt);
  if (answer === null) return null;
  const finding = deadEndInRouting(
    ending,
    'no-listener',
    'inferred',
    `Delivered, but no program listens on ${ending.protocol} port ${ending.dport}: the host answered with ${answer.tcpFlags === null ? 'an ICMP port unreachable' : 'a RST'}`,
    [{ ...answer.at, text: '' }],
    `${ending.protocol} ${ending.dport}`,
  );
  return { ...finding, disposition: 'delivered' };
};

function refusal(
  ending: JourneyEnd,
  { seenPackets }: Witness,
  textAt: (at: SeenPacket['at']) => string,
): SeenPacket | null {
  if (seenPackets.length === 0 || ending.dport === null) return null;
  const answers = seenPackets.filter((packet) => packet.src === ending.dst && packet.dst === ending.src);
  if (ending.protocol === 'tcp') {
    const own = answers.filter(({ sport, dport }) => sport === ending.dport && dport === ending.sport);
    // A connection that was accepted and reset later is no refusal.
    if (own.some(({ tcpFlags }) => tcpFlags === 'S.')) return null;
    return own.find(({ tcpFlags }) => tcpFlags?.includes('R') === true) ?? null;
  }
  if (ending.protocol !== 'udp') return null;
  const words = new RegExp(`udp port ${ending.dport}(?: unreachable|,)`);
  return answers.find(({ tcpFlags, at }) => tcpFlags === null && words.test(textAt(at))) ?? null;
}
