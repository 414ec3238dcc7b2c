import { protocolNumber } from '../protocol-number.ts';
import { inNetwork } from './address-range.ts';
import { isInterfaceNamed } from './interface-name.ts';
import type { Asked, Judgement, OptionMatches } from './judgement.ts';
import { judge, judgeValue, valueOf } from './judgement.ts';

/**
 * The options without a match, ip_packet_match() (net/ipv4/netfilter/ip_tables.c):
 *
 *   -s 10.1.0.0/24 ! -d 10.2.0.2/32 -i eth+ -o br0 -p tcp -f
 */
export const header = {
  '-4': (asked) => judgeValue(asked, 'family', asked.packet.family, (family) => family === 'ipv4'),
  '-6': (asked) => judgeValue(asked, 'family', asked.packet.family, (family) => family === 'ipv6'),
  '-s': (asked) => judgeAddress(asked, 'source address', asked.packet.src),
  '-d': (asked) => judgeAddress(asked, 'destination address', asked.packet.dst),
  '-i': (asked) => judgeInterface(asked, 'input interface', asked.packet.inInterface),
  '-o': (asked) => judgeInterface(asked, 'output interface', asked.packet.outInterface),
  '-p': (asked) => {
    const wanted = valueOf(asked).toLowerCase();
    return judgeValue(asked, 'protocol', asked.packet.protocol, (protocol) => isProtocol(wanted, protocol));
  },
  '-f': (asked) =>
    judgeValue(
      asked,
      'fragment offset',
      asked.packet.fragmentOffset,
      (offset) => offset > 0,
      (offset) => `fragment offset ${offset}`,
    ),
} satisfies OptionMatches;

function judgeAddress(asked: Asked, name: string, address: string | null): Judgement {
  const network = valueOf(asked);
  const holds = address === null ? null : inNetwork(network, address);
  if (address !== null && holds === null)
    return judge(asked, null, `the packet has ${address}, one of the two is redacted`);
  return judgeValue(asked, name, address, () => holds);
}

function judgeInterface(asked: Asked, name: string, device: string | null): Judgement {
  const show = (value: string): string => (value === '' ? `no ${name}` : value);
  return judgeValue(asked, name, device, (value) => isInterfaceNamed(valueOf(asked), value), show);
}

function isProtocol(wanted: string, protocol: string): boolean | null {
  if (wanted === 'all' || wanted === '0' || wanted === protocol.toLowerCase()) return true;
  const [one, other] = [protocolNumber(wanted), protocolNumber(protocol)];
  return one === null || other === null ? null : one === other;
}
