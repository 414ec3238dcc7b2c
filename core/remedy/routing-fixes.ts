import { formatAddress, parseAddress, parsePrefix, prefixContains } from '../kernel/address.ts';
import type { CauseFinding, RoutingCauseKind } from '../model/cause.ts';
import type { FixCommand, FixPersist, FixWhy } from '../model/fix.ts';
import type { Route } from '../model/network.ts';
import type { Candidate } from './candidate.ts';
import { type DeadPacket, packetAtDeath } from './dead-packet.ts';

/** What settings and routes could let a packet pass that the routing decision refuses; the narrowest first. */
export function routingFixes(
  dead: DeadPacket,
  refused: CauseFinding<RoutingCauseKind>,
): readonly Candidate[] {
  switch (refused.kind) {
    case 'no-route':
      return missingRoute(dead);
    case 'blackhole':
    case 'unreachable':
    case 'prohibit':
      return aroundRefusal(dead, refused.parameters.by);
    case 'rp-filter':
      return reversePath(dead, refused.parameters);
    case 'ip-forward-disabled':
      return forwarding(refused.parameters.interface);
    case 'mtu-exceeded':
      return largerMtu(dead, refused.parameters);
    default:
      return [];
  }
}

/** A route for the one destination, by a next hop that the host uses for others. */
function missingRoute(dead: DeadPacket): readonly Candidate[] {
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
  for (const route of [...others, ...gateways.toSorted((a, b) => length(a) - length(b))]) {
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
        commands: [ip(words)],
        why: { kind: 'link-up', dev: name, destination: dst },
        opens: { kind: 'route', destination: `${own.address}/${own.prefixLength}` },
        persist: routePersist(words),
      },
    ];
  });
}

/** More specific than what refuses, the way that the next best route has; or without the refusal. */
function aroundRefusal(
  dead: DeadPacket,
  by: { readonly kind: 'route' | 'fib-rule'; readonly text: string },
): readonly Candidate[] {
  const { dst, family } = packetAtDeath(dead);
  const { routes = [], fibRules = [] } = dead.state.network ?? {};
  if (dst === null) return [];
  if (by.kind === 'fib-rule') {
    const rule = fibRules.find(({ text, family: own }) => text === by.text && own === family);
    if (rule === undefined || rule.priority === 0) return [];
    const from = rule.from === null || rule.negated ? '' : `from ${rule.from} `;
    const words = `${ipOf(family)}rule add ${from}to ${dst} lookup main pref ${rule.priority - 1}`;
    const around = { kind: 'around-refusal', destination: dst, refusing: by.text } as const;
    const removed = { kind: 'remove-refusal', refusing: by.text } as const;
    return [
      {
        commands: [ip(words)],
        why: around,
        opens: { kind: 'route', destination: dst },
        persist: routePersist(words),
      },
      {
        commands: [ip(`${ipOf(family)}rule del pref ${rule.priority}`)],
        why: removed,
        opens: { kind: 'route', destination: by.text },
        persist: routePersist(by.text),
      },
    ];
  }
  const refusing = routes.find(({ text, family: own }) => text === by.text && own === family);
  if (refusing === undefined) return [];
  const next = routes
    .filter(
      (route) =>
        route !== refusing &&
        route.family === family &&
        route.type === 'unicast' &&
        route.table === refusing.table &&
        covers(route, dst),
    )
    .toSorted((a, b) => length(b) - length(a))[0];
  const hop = next === undefined ? null : hopWords(next);
  const table = refusing.table === 'main' ? '' : ` table ${refusing.table}`;
  const isHost = length(refusing) === (family === 'ipv6' ? 128 : 32);
  const why: FixWhy = { kind: 'around-refusal', destination: dst, refusing: refusing.text };
  const around = hop === null || isHost ? [] : [routeCandidate(dst, family, `${hop}${table}`, why)];
  const removed: Candidate = {
    commands: [ip(`${ipOf(family)}route del ${refusing.type} ${refusing.prefix}${table}`)],
    why: { kind: 'remove-refusal', refusing: refusing.text },
    opens: { kind: 'route', destination: refusing.prefix },
    persist: routePersist(refusing.text),
  };
  return [...around, removed];
}

/** Loose where another interface leads back; a route back where none does, or where that is what is wrong. */
function reversePath(
  dead: DeadPacket,
  {
    source,
    interface: dev,
    reason,
  }: {
    readonly source: string | null;
    readonly interface: string;
    readonly reason: { readonly kind: string };
  },
): readonly Candidate[] {
  const { routes = [], neighbours = [] } = dead.state.network ?? {};
  const { family } = dead.packet;
  if (source === null || source === '') return [];
  const wayBack = bestRoute(routes, source, family);
  const key = `net.ipv4.conf.${dev.replaceAll('.', '/')}.rp_filter`;
  const loose: Candidate = {
    commands: [sysctl(`${key}=2`)],
    why: { kind: 'loose-rp-filter', dev, source, wayBack: wayBack?.text ?? null },
    opens: { kind: 'spoofing', dev },
    persist: settingPersist(`${key} = 2`),
  };
  const gateway = routes.find(
    (route) => route.family === family && route.nextHops.some((hop) => hop.dev === dev && hop.via !== null),
  );
  const isNeighbour = neighbours.some((each) => each.address === source && each.dev === dev);
  const via =
    isNeighbour || gateway === undefined
      ? ''
      : `via ${gateway.nextHops.find((hop) => hop.dev === dev)?.via} `;
  const back = routeCandidate(source, family, `${via}dev ${dev}`, { kind: 'route-back', dev, source });
  const none: Candidate = {
    commands: [sysctl('net.ipv4.conf.all.rp_filter=0'), sysctl(`${key}=0`)],
    why: { kind: 'no-rp-filter', dev, source },
    opens: { kind: 'spoofing', dev },
    persist: settingPersist(`net.ipv4.conf.all.rp_filter = 0, ${key} = 0`),
  };
  return reason.kind === 'other-interface' ? [loose, back] : [back, loose, none];
}

function forwarding(dev: string | null): readonly Candidate[] {
  const setting = (key: string, of: string | null): Candidate => ({
    commands: [sysctl(`${key}=1`)],
    why: { kind: 'forwarding', dev: of },
    opens: { kind: 'forwarding', dev: of },
    persist: settingPersist(`${key} = 1`),
  });
  if (dev === null) return [setting('net.ipv6.conf.all.forwarding', null)];
  return [
    setting(`net.ipv4.conf.${dev.replaceAll('.', '/')}.forwarding`, dev),
    setting('net.ipv4.ip_forward', null),
  ];
}

/** Of the route, where that has an MTU of its own; else of the interface. */
function largerMtu(
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
  const narrow = dst === null ? undefined : routes.filter((route) => route.family === family && route.mtu === mtu && covers(route, dst) && route.nextHops.some((hop) => hop.dev === dev)).toSorted((a, b) => length(b) - length(a))[0]; // prettier-ignore
  const hop = narrow === undefined || mtu === null ? null : hopWords(narrow);
  const words =
    narrow === undefined || hop === null
      ? `link set dev ${dev} mtu ${bytes}`
      : `${ipOf(family)}route replace ${[narrow.prefix, hop, ...attributes(narrow), `mtu ${bytes}`].join(' ')}`;
  return [
    {
      commands: [ip(words)],
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

function routeCandidate(address: string, family: Route['family'], hop: string, why: FixWhy): Candidate {
  const value = parseAddress(address);
  const host = `${value === null ? address : formatAddress(value)}/${family === 'ipv6' ? 128 : 32}`;
  const words = `${ipOf(family)}route add ${host} ${hop}`;
  return {
    commands: [ip(words)],
    why,
    opens: { kind: 'route', destination: host },
    persist: routePersist(words),
  };
}

function bestRoute(routes: readonly Route[], address: string, family: Route['family']): Route | null {
  const found = routes.filter(
    (route) =>
      route.family === family && route.type === 'unicast' && route.table === 'main' && covers(route, address),
  );
  return found.toSorted((a, b) => length(b) - length(a))[0] ?? null;
}

function covers({ prefix }: Route, address: string): boolean {
  const [parsed, value] = [parsePrefix(prefix), parseAddress(address)];
  return parsed !== null && value !== null && prefixContains(parsed, value);
}

function length({ prefix }: Route): number {
  return parsePrefix(prefix)?.length ?? 0;
}

/** Null for a multipath route, whose hop nobody can choose. */
function hopWords({ nextHops }: Route): string | null {
  const [hop, ...more] = nextHops;
  if (hop === undefined || more.length > 0 || (hop.via === null && hop.dev === null)) return null;
  return [hop.via === null ? '' : `via ${hop.via}`, hop.dev === null ? '' : `dev ${hop.dev}`]
    .filter(Boolean)
    .join(' ');
}

function ipOf(family: Route['family']): string {
  return family === 'ipv6' ? '-6 ' : '';
}

function ip(words: string): FixCommand {
  return { tool: 'ip', program: 'ip', words };
}

function sysctl(words: string): FixCommand {
  return { tool: 'sysctl', program: 'sysctl', words: `-w ${words}` };
}

const nowhere = { hook: 'other', service: null, interfaces: { in: '', out: '' }, names: [] } as const;

function settingPersist(says: string): FixPersist {
  return { owner: 'sysctl', ...nowhere, says };
}

function routePersist(says: string): FixPersist {
  return { owner: 'ip-route', ...nowhere, says };
}
