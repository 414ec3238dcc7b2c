import type { Candidate } from './candidate.ts';
import type { DeadPacket } from './dead-packet.ts';
import { bestRoute } from './covering-routes.ts';
import { routeCandidate, settingPersist, sysctlCommand } from './route-words.ts';

/** Loose where another interface leads back; a route back where none does, or where that is what is wrong. */
export function reversePath(
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
    commands: [sysctlCommand(`${key}=2`)],
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
    commands: [sysctlCommand('net.ipv4.conf.all.rp_filter=0'), sysctlCommand(`${key}=0`)],
    why: { kind: 'no-rp-filter', dev, source },
    opens: { kind: 'spoofing', dev },
    persist: settingPersist(`net.ipv4.conf.all.rp_filter = 0, ${key} = 0`),
  };
  return reason.kind === 'other-interface' ? [loose, back] : [back, loose, none];
}
