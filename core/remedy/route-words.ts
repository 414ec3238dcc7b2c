import { formatAddress, parseAddress } from '../kernel/address.ts';
import type { FixCommand, FixPersist, FixWhy } from '../model/fix.ts';
import type { Route } from '../model/network.ts';
import type { Candidate } from './candidate.ts';

/** A route to the one address, by `hop` (`via 10.2.0.1 dev eth1`). */
export function routeCandidate(
  address: string,
  family: Route['family'],
  hop: string,
  why: FixWhy,
): Candidate {
  const value = parseAddress(address);
  const host = `${value === null ? address : formatAddress(value)}/${family === 'ipv6' ? 128 : 32}`;
  const words = `${familyOption(family)}route add ${host} ${hop}`;
  return {
    commands: [ipCommand(words)],
    why,
    opens: { kind: 'route', destination: host },
    persist: routePersist(words),
  };
}

/** `via 10.2.0.1 dev eth1`; null for a multipath route, whose hop nobody can choose. */
export function hopWords({ nextHops }: Route): string | null {
  const [hop, ...more] = nextHops;
  if (hop === undefined || more.length > 0 || (hop.via === null && hop.dev === null)) return null;
  return [hop.via === null ? '' : `via ${hop.via}`, hop.dev === null ? '' : `dev ${hop.dev}`]
    .filter(Boolean)
    .join(' ');
}

/** What `ip` is asked with before the object: `-6 ` for IPv6. */
export function familyOption(family: Route['family']): string {
  return family === 'ipv6' ? '-6 ' : '';
}

/** A command of ip(8), without its first word. */
export function ipCommand(words: string): FixCommand {
  return { tool: 'ip', program: 'ip', words };
}

/** A setting, `KEY=VALUE`, as a command. */
export function sysctlCommand(words: string): FixCommand {
  return { tool: 'sysctl', program: 'sysctl', words: `-w ${words}` };
}

const nowhere = { hook: 'other', service: null, interfaces: { in: '', out: '' }, names: [] } as const;

/** How a setting is kept over a restart. */
export function settingPersist(says: string): FixPersist {
  return { owner: 'sysctl', ...nowhere, says };
}

/** How what `ip` was told is kept over a restart. */
export function routePersist(says: string): FixPersist {
  return { owner: 'ip-route', ...nowhere, says };
}
