import { assertNever } from '../../model/family.ts';
import type { InterfaceAddress } from '../../model/network.ts';
import type { Nat, NatRange } from '../../model/statement.ts';
import { lastAddress, parseAddress, parsePrefix } from '../address.ts';
import type { AsSent, Headers } from '../headers/headers.ts';
import type { MatchPacket } from '../match/match-packet.ts';
import { hasPorts, portProtocols, protocolNumber } from '../protocol-number.ts';
import { type Diagram, EVERYTHING, NOTHING } from '../sets/decision-diagrams.ts';
import { inRanges, withBits } from '../sets/field-bits.ts';
import { ofInterfaces, ofProtocols } from '../sets/header-space.ts';
import type { Applied } from './applied.ts';
import { type Branch, withSet } from './branch.ts';
import { followTranslation } from './connection.ts';
import { ownAddress } from './own-address.ts';
import { presume, type Walk } from './walk.ts';

/** nf_nat_setup_info() for many packets, as translate.ts has it for one: in parts that come to the same addresses. */
export function translateHeaders(walk: Walk, branch: Branch, nat: Nat): readonly Applied[] {
  const side = branch.hook === 'prerouting' || branch.hook === 'output' ? 'dst' : 'src';
  return byProtocol(branch, nat).flatMap((each) =>
    addressesFor(walk, each, nat, side).flatMap(({ branch: some, address }): readonly Applied[] =>
      address === null
        ? [{ branch: some, verdict: 'drop' }]
        : translated(walk, some, nat, side, address === '' ? null : address),
    ),
  );
}

type Side = 'src' | 'dst';

/** Protocols without ports keep what they have, so they are a case of their own where ports change. */
function byProtocol(branch: Branch, { to, flags }: Nat): readonly Branch[] {
  const { headers, packet } = branch;
  const changesPorts =
    to.ports !== null || flags.some((flag) => flag === 'random' || flag === 'fully-random');
  if (headers === null || packet.protocol !== null || !changesPorts) return [branch];
  const ported = ofProtocols(headers.space, portProtocols);
  return [split(branch, ported), split(branch, headers.space.diagrams.not(ported))].flat();
}

function split(branch: Branch, where: Diagram): readonly Branch[] {
  const { headers } = branch;
  if (headers === null) return [];
  const some = withSet(branch, headers.space.diagrams.and(headers.set, where));
  return some === null ? [] : [some];
}

interface NewAddress {
  readonly branch: Branch;
  /** Null: without one, the kernel drops. Several are given with both their ends, which reads as no address; '': it stays. */
  readonly address: string | null;
}

function addressesFor(walk: Walk, branch: Branch, { type, to }: Nat, side: Side): readonly NewAddress[] {
  const { address } = to;
  const { packet, headers } = branch;
  switch (type) {
    case 'dnat':
    case 'snat':
    case 'same': {
      if (address === null) return [{ branch, address: '' }];
      const { first, last } = address;
      return [{ branch, address: first === last ? first : `${first}-${last}` }];
    }
    case 'netmap':
      return [{ branch, address: '(NETMAP)' }];
    case 'redirect':
      if (branch.hook === 'output')
        return [{ branch, address: packet.family === 'ipv6' ? '::1' : '127.0.0.1' }];
      if (packet.inInterface !== null || headers === null || !headers.asSent.in)
        return [{ branch, address: ownAddress(walk.host, branch, packet.inInterface, null) }];
      return headers.space.interfaces.flatMap((name) =>
        split(branch, ofInterfaces(headers.space, 'in', [name])).map((some) => ({
          branch: some,
          address: ownAddress(walk.host, some, name, null),
        })),
      );
    case 'masquerade':
      return masqueraded(walk, branch, side);
    default:
      return assertNever(type);
  }
}

/** Of several addresses the one in the network of the next hop is taken, which may be the destination itself. */
function masqueraded({ host }: Walk, branch: Branch, side: Side): readonly NewAddress[] {
  const { headers, packet, routedVia, routedOut } = branch;
  const unknown = '(?)';
  const own = (host.network?.addresses ?? []).filter(
    ({ dev, family }) => dev === routedOut && family === packet.family,
  );
  const byDestination =
    routedVia === null && packet.dst === null && own.length > 1 && packet.family === 'ipv4';
  if (headers === null || !byDestination || side !== 'src')
    return [{ branch, address: ownAddress(host, branch, routedOut, packet.dst) ?? unknown }];
  if (!headers.asSent.dst) return [{ branch, address: unknown }];
  const { diagrams } = headers.space;
  let rest = EVERYTHING;
  const parts: { where: Diagram; address: string }[] = [];
  for (const each of own) {
    const near = diagrams.and(rest, networkOf(headers, each));
    parts.push({ where: near, address: each.address });
    rest = diagrams.minus(rest, near);
  }
  parts.push({ where: rest, address: own[0]?.address ?? unknown });
  return parts.flatMap(({ where, address }) =>
    split(branch, where).map((some) => ({ branch: some, address })),
  );
}

function networkOf({ space }: Headers, { address, prefixLength }: InterfaceAddress): Diagram {
  const prefix = parsePrefix(`${address}/${prefixLength}`);
  if (prefix === null) return NOTHING;
  return inRanges(space.diagrams, space.fields.dst, [{ first: prefix.value, last: lastAddress(prefix) }]);
}

/** `address` null: it stays. */
function translated(
  walk: Walk,
  branch: Branch,
  nat: Nat,
  side: Side,
  address: string | null,
): readonly Applied[] {
  const sameAddress = address === null ? [{ branch, isSame: true }] : byAddress(branch, side, address);
  return sameAddress.flatMap(({ branch: some, isSame }) =>
    portsFor(some, nat, side).map(({ branch: each, port, isSame: isSamePort, asSent }): Applied => {
      const { packet } = each;
      const changed: MatchPacket =
        side === 'dst'
          ? { ...packet, dst: address ?? packet.dst, dport: port }
          : { ...packet, src: address ?? packet.src, sport: port };
      const after: Branch = {
        ...each,
        packet: followTranslation(changed, side, !(isSame && isSamePort)),
        natDone: { ...each.natDone, [side]: true },
        headers:
          each.headers === null
            ? null
            : { ...each.headers, asSent: { ...asSent, ...addressSent(side, address) } },
      };
      const isChosen = side === 'src' && portsGiven(nat) !== null;
      const { dst } = after.packet;
      const assumed = { kind: 'free-tuple', dst, address: after.packet.src, port } as const;
      return {
        branch: isChosen ? presume(walk, after, `connections ${dst}`, assumed) : after,
        verdict: 'accept',
      };
    }),
  );
}

function addressSent(side: Side, address: string | null): Partial<AsSent> {
  return address === null ? {} : { [side]: false };
}

/** Packets that have the new address already, for which nothing changes. */
function byAddress(
  branch: Branch,
  side: Side,
  address: string,
): readonly { readonly branch: Branch; readonly isSame: boolean }[] {
  const { headers, packet } = branch;
  if (headers === null || packet[side] !== null || !headers.asSent[side])
    return [{ branch, isSame: packet[side] === address }];
  const value = parseAddress(address);
  if (value === null) return [{ branch, isSame: false }];
  const { diagrams, fields } = headers.space;
  const all = typeof value === 'bigint' ? (1n << 128n) - 1n : 0xffffffff;
  const same = withBits(diagrams, fields[side], value, all);
  return [
    ...split(branch, same).map((some) => ({ branch: some, isSame: true })),
    ...split(branch, diagrams.not(same)).map((some) => ({ branch: some, isSame: false })),
  ];
}

interface NewPort {
  readonly branch: Branch;
  readonly port: number | null;
  readonly isSame: boolean;
  readonly asSent: AsSent;
}

/** get_unique_tuple(): a port that is in the range already is kept; one that the kernel picks is not known. */
function portsFor(branch: Branch, nat: Nat, side: Side): readonly NewPort[] {
  const { headers, packet } = branch;
  if (headers === null) return [];
  const field = side === 'src' ? 'sport' : 'dport';
  const own = packet[field];
  const { asSent } = headers;
  const kept: NewPort = { branch, port: own, isSame: true, asSent };
  const picked: NewPort = { branch, port: null, isSame: false, asSent: { ...asSent, [field]: false } };
  const isRandom = nat.flags.some((flag) => flag === 'random' || flag === 'fully-random');
  if (withoutPorts(branch)) return [kept];
  const ports = portsGiven(nat);
  if (ports === null) return [isRandom ? picked : kept];
  if (ports === 'shifted') return [picked];
  const [low, high] = ports;
  const only = low === high ? low : null;
  const changed: NewPort = only === null ? picked : { ...picked, port: only };
  const isOwn = own === null && asSent[field];
  if (!isOwn) {
    const stays = own !== null && low <= own && own <= high && !(isRandom && only === null);
    return [stays ? kept : changed];
  }
  const { diagrams, fields } = headers.space;
  const inside = inRanges(diagrams, fields[field], [{ first: low, last: high }]);
  return [
    ...split(branch, inside).map((some): NewPort =>
      isRandom && only === null
        ? { ...picked, branch: some }
        : { ...kept, branch: some, port: only, asSent: only === null ? asSent : changed.asSent },
    ),
    ...split(branch, diagrams.not(inside)).map((some) => ({ ...changed, branch: some })),
  ];
}

function portsGiven({ type, to }: Nat): NatRange['ports'] {
  return type === 'netmap' ? null : to.ports;
}

/** After byProtocol() all headers of a branch have ports, or none has. */
function withoutPorts({ headers, packet }: Branch): boolean {
  if (packet.protocol !== null) {
    const number = protocolNumber(packet.protocol);
    return number !== null && !hasPorts(number);
  }
  if (headers === null) return false;
  return headers.space.diagrams.and(headers.set, ofProtocols(headers.space, portProtocols)) === NOTHING;
}
