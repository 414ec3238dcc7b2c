import type { Route } from '../model/network.ts';
import type { Candidate } from './candidate.ts';
import { type DeadPacket, packetAtDeath } from './dead-packet.ts';
import { covers, prefixLengthOf } from './covering-routes.ts';
import { familyOption, hopWords, ipCommand, routePersist } from './route-words.ts';

/** A larger MTU: of the route, where that has an MTU of its own; else of the interface. */
export function largerMtu(
  dead: DeadPacket,
  {
    length: bytes,
    mtu,
    interface: dev,
  }: { readonly length: number; readonly mtu: number | null; readonly interface: string | null },
): readonly Candidate[] {
  if (dev === null) return [];
  const { dst, family } = packetAtDeath(dead);
  const { routes = [] } = dead.state.network ?? {};
  const narrow = dst === null ? undefined : routes.filter((route) => route.family === family && route.mtu === mtu && covers(route, dst) && route.nextHops.some((hop) => hop.dev === dev)).toSorted((a, b) => prefixLengthOf(b) - prefixLengthOf(a))[0]; // prettier-ignore
  const hop = narrow === undefined || mtu === null ? null : hopWords(narrow);
  const words =
    narrow === undefined || hop === null
      ? `link set dev ${dev} mtu ${bytes}`
      : `${familyOption(family)}route replace ${[narrow.prefix, hop, ...attributes(narrow), `mtu ${bytes}`].join(' ')}`;
  return [
    {
      commands: [ipCommand(words)],
      why: { kind: 'mtu', dev, route: hop === null ? null : (narrow?.text ?? null), bytes },
      opens: { kind: 'nothing' },
      persist: routePersist(`mtu ${bytes}`),
    },
  ];
}

/** What tells a route from others to its prefix, and the address that it prefers. */
function attributes({ table, metric, preferredSource, family }: Route): readonly string[] {
  const usual = family === 'ipv6' ? 1024 : 0;
  return [
    ...(table === 'main' ? [] : [`table ${table}`]),
    ...(metric === usual ? [] : [`metric ${metric}`]),
    ...(preferredSource === null ? [] : [`src ${preferredSource}`]),
  ];
}
