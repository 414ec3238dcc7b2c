import { parseAddress, parsePrefix, prefixContains } from '../address.ts';
import type { InterfaceAddress } from '../../model/network.ts';
import type { Branch } from './branch.ts';
import type { WalkHost } from './walk.ts';

/**
 * The address that MASQUERADE and REDIRECT take: inet_select_addr() (net/ipv4/devinet.c), the interface's first
 * address in a network with the next hop, else its first. Null where it is known to have none; where it is not known,
 * `(eth0)`, which reads as no address.
 */
export function ownAddress(
  { network }: WalkHost,
  { packet, routedVia }: Branch,
  dev: string | null,
  towards: string | null,
): string | null {
  const unknown = `(${dev ?? '?'})`;
  if (dev === null || network === null || network.addresses.length === 0) return unknown;
  const own = network.addresses.filter((each) => each.dev === dev && each.family === packet.family);
  const [first] = own;
  if (first === undefined)
    return network.addresses.some(({ listing }) => listing === 'whole') ? null : unknown;
  // With several addresses of IPv6 the kernel weighs their scopes and lifetimes.
  if (packet.family === 'ipv6' && own.length > 1) return unknown;
  const gateway = routedVia ?? towards;
  const near = gateway === null ? undefined : own.find((each) => isInNetworkOf(each, gateway));
  return (near ?? first).address;
}

function isInNetworkOf(own: InterfaceAddress, address: string): boolean {
  const [network, value] = [parsePrefix(`${own.address}/${own.prefixLength}`), parseAddress(address)];
  return network !== null && value !== null && prefixContains(network, value);
}
