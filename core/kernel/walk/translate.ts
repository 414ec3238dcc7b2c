import { formatAddress, maskAddress, parseAddress, parsePrefix, widthOf } from '../address.ts';
import { hasPorts, protocolNumber } from '../protocol-number.ts';
import type { MatchPacket } from '../match/match-packet.ts';
import { assertNever } from '../../model/family.ts';
import type { Nat, NatRange } from '../../model/statement.ts';
import { followTranslation } from './connection.ts';
import { ownAddress } from './own-address.ts';
import type { Branch } from './branch.ts';
import { presume, type Walk } from './walk.ts';

/**
 * nf_nat_setup_info() (net/netfilter/nf_nat_core.c) for a connection's first packet: PREROUTING and OUTPUT translate
 * the destination, INPUT and POSTROUTING the source. An address or port that the kernel picks among several is not
 * known afterwards. That it changes a source port to keep connections
 * apart is not foreseen.
 * Null: without an address on the interface, the kernel drops.
 */
export function translate(walk: Walk, branch: Branch, nat: Nat): Branch | null {
  const { packet, hook } = branch;
  const side = hook === 'prerouting' || hook === 'output' ? 'dst' : 'src';
  const range = rangeOf(walk, branch, nat, side);
  if (range === null) return null;
  const isRandom = nat.flags.some((flag) => flag === 'random' || flag === 'fully-random');
  const address = range.address ?? packet[side];
  const port = portAfter(packet, side, range.ports, isRandom);
  const translated: MatchPacket =
    side === 'dst' ? { ...packet, dst: address, dport: port } : { ...packet, src: address, sport: port };
  const isChanged = address !== packet[side] || port !== (side === 'dst' ? packet.dport : packet.sport);
  const after = {
    ...branch,
    packet: followTranslation(translated, side, isChanged),
    natDone: { ...branch.natDone, [side]: true },
  };
  return side === 'src' && range.ports !== null ? presumeFree(walk, after, address, port) : after;
}

/** Where the rule leaves no other port, a second connection to the same destination finds none, and is dropped. */
function presumeFree(walk: Walk, branch: Branch, address: string | null, port: number | null): Branch {
  const { dst } = branch.packet;
  return presume(walk, branch, `connections ${dst}`, {
    kind: 'free-tuple',
    dst,
    address,
    port,
  });
}

/** The address that the packet gets, and the ports that the kernel may choose from. */
interface Choice {
  /** Null: the address stays. Several are given with both their ends, which reads as no address. */
  readonly address: string | null;
  readonly ports: NatRange['ports'];
}

function rangeOf({ host }: Walk, branch: Branch, { type, to }: Nat, side: 'dst' | 'src'): Choice | null {
  const { packet, hook } = branch;
  const { address, ports } = to;
  switch (type) {
    case 'dnat':
    case 'snat':
    case 'same':
      if (address === null) return { address: null, ports };
      return {
        address: address.first === address.last ? address.first : `${address.first}-${address.last}`,
        ports,
      };
    case 'netmap':
      return { address: mapped(packet[side], address?.first ?? null), ports: null };
    case 'redirect': {
      if (hook === 'output') return { address: packet.family === 'ipv6' ? '::1' : '127.0.0.1', ports };
      const own = ownAddress(host, branch, packet.inInterface, null);
      return own === null ? null : { address: own, ports };
    }
    case 'masquerade': {
      const own = ownAddress(host, branch, branch.routedOut, packet.dst);
      // Without an address on the way out the kernel looks on other interfaces, in an order that no file shows.
      return { address: own ?? '(?)', ports };
    }
    default:
      return assertNever(type);
  }
}

/** get_unique_tuple(): a port that is in the range already is kept. */
function portAfter(
  packet: MatchPacket,
  side: 'dst' | 'src',
  ports: NatRange['ports'],
  isRandom: boolean,
): number | null {
  const port = side === 'dst' ? packet.dport : packet.sport;
  const protocol = packet.protocol === null ? null : protocolNumber(packet.protocol);
  if (protocol !== null && !hasPorts(protocol)) return port;
  if (ports === 'shifted') return null;
  const [low, high] = ports ?? [0, 65535];
  if (ports !== null && low === high) return low;
  return isRandom || port === null || port < low || port > high ? null : port;
}

/** netmap_tg4(): the network's bits are the target's, the others stay. */
function mapped(address: string | null, network: string | null): string | null {
  const prefix = parsePrefix(network ?? '');
  const value = address === null ? null : parseAddress(address);
  if (prefix === null || value === null || typeof value !== typeof prefix.value) return '(NETMAP)';
  const kept = BigInt(value) - BigInt(maskAddress(value, prefix.length));
  const sum = BigInt(prefix.value) + kept;
  return formatAddress(widthOf(value) === 32 ? Number(sum) : sum);
}
