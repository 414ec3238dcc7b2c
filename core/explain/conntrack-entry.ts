import type { ConntrackEntry } from '../model/conntrack.ts';

/** Whether NAT rewrites the connection: its answers do not come from where it went, or go to where it came from. */
export function rewritesAddress({ original, reply }: ConntrackEntry): boolean {
  return (
    reply.src !== original.dst ||
    reply.dst !== original.src ||
    reply.sport !== original.dport ||
    reply.dport !== original.sport
  );
}
