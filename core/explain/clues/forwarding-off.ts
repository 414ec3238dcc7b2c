import { parseAddress, shortAddress } from '../../kernel/address.ts';
import type { Clue } from '../../model/clue.ts';
import type { NetworkRecords } from '../../model/network.ts';
import type { SeenPacket } from '../../model/witness.ts';
import type { ClueFinder } from './clue-finder.ts';
import { ownAddresses } from './own-addresses.ts';

/**
 * Packets of a capture that are neither from nor to the host die there where net.ipv4.ip_forward is 0 (ip_route_input_slow()).
 */
export const forwardingOff: ClueFinder = ({ hostRecords, witnessOf }) =>
  [...hostRecords].flatMap(([host, { network }]): Clue[] => {
    const setting = network?.sysctls.findLast(({ key }) => key === 'net.ipv4.ip_forward');
    if (network === null || setting?.value !== '0' || someInterfaceForwards(network)) return [];
    const own = ownAddresses(network);
    if (own.size === 0) return [];
    const passing = witnessOf(host).seenPackets.filter((packet) => isBetweenOthers(packet, own));
    const [first] = passing;
    if (first === undefined) return [];
    const evidence = [setting.at, first.at].map((at) => ({ ...at, text: '' }));
    const parameters = { seen: passing.length, src: first.src, dst: first.dst };
    return [{ kind: 'forwarding-off', parameters, host, packets: 0, evidence }];
  });

function someInterfaceForwards({ sysctls }: NetworkRecords): boolean {
  return sysctls.some(({ key, value }) => /^net\.ipv4\.conf\..+\.forwarding$/.test(key) && value !== '0');
}

function isBetweenOthers({ src, dst, direction }: SeenPacket, own: ReadonlySet<string>): boolean {
  const to = parseAddress(dst);
  if (
    direction === 'out' ||
    typeof to !== 'number' ||
    own.has(shortAddress(src)) ||
    own.has(shortAddress(dst))
  )
    return false;
  const firstByte = to >>> 24;
  // Loopback, multicast and broadcast are forwarded nowhere.
  return firstByte !== 127 && firstByte < 224 && !dst.endsWith('.255');
}
