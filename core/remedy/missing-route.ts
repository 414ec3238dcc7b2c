import { parseAddress, parsePrefix, prefixContains } from '../kernel/address.ts';
import type { Route } from '../model/network.ts';
import type { Candidate } from './candidate.ts';
import { type DeadPacket, packetAtDeath } from './dead-packet.ts';
import { covers, prefixLengthOf } from './covering-routes.ts';
import { hopWords, ipCommand, routeCandidate, routePersist } from './route-words.ts';

/** A route for the one destination, by a next hop that the host uses for others. */
export function missingRoute(dead: DeadPacket): readonly Candidate[] {
  const { dst, family } = packetAtDeath(dead);
  const { routes = [], neighbours = [] } = dead.state.network ?? {};
  if (dst === null) return [];
  const known = neighbours.find(
    ({ address, state }) => address === dst && state !== 'FAILED' && state !== 'INCOMPLETE',
  );
  const direct =
    known === undefined
      ? []
      : [
          routeCandidate(dst, family, `dev ${known.dev}`, {
            kind: 'add-route',
            destination: dst,
            like: null,
          }),
        ];
  const others = routes.filter(
    (route) =>
      route.family === family &&
      route.type === 'unicast' &&
      covers(route, dst) &&
      route.table !== 'main' &&
      route.nextHops.length === 1,
  );
  const gateways = routes.filter(
    (route) =>
      route.family === family &&
      route.type === 'unicast' &&
      route.nextHops.length === 1 &&
      route.nextHops[0]?.via !== null &&
      route.nextHops[0]?.dev !== dead.packet.inInterface,
  );
  const hops = new Map<string, Route>();
  // What another table has for it is the surest; then the hop of the default route.
  for (const route of [...others, ...gateways.toSorted((a, b) => prefixLengthOf(a) - prefixLengthOf(b))]) {
    const words = hopWords(route);
    if (words !== null && !hops.has(words)) hops.set(words, route);
  }
  const found = Array.from(hops, ([words, route]) =>
    routeCandidate(dst, family, words, { kind: 'add-route', destination: dst, like: route.text }),
  );
  return [...direct, ...downLink(dead, dst), ...found].slice(0, 3);
}

/** An interface that is down in whose network the destination is: its routes come back with it. */
function downLink({ state }: DeadPacket, dst: string): readonly Candidate[] {
  const { links = [], addresses = [] } = state.network ?? {};
  const value = parseAddress(dst);
  return links.flatMap(({ name, flags }): readonly Candidate[] => {
    const own = addresses.find((each) => {
      const network = each.dev === name ? parsePrefix(`${each.address}/${each.prefixLength}`) : null;
      return network !== null && value !== null && prefixContains(network, value);
    });
    if (flags.includes('UP') || own === undefined) return [];
    const words = `link set dev ${name} up`;
    return [
      {
        commands: [ipCommand(words)],
        why: { kind: 'link-up', dev: name, destination: dst },
        opens: { kind: 'route', destination: `${own.address}/${own.prefixLength}` },
        persist: routePersist(words),
      },
    ];
  });
}
