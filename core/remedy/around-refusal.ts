import type { FixWhy } from '../model/fix.ts';
import type { Candidate } from './candidate.ts';
import { type DeadPacket, packetAtDeath } from './dead-packet.ts';
import { covers, prefixLengthOf } from './covering-routes.ts';
import { familyOption, hopWords, ipCommand, routeCandidate, routePersist } from './route-words.ts';

/** More specific than what refuses, the way that the next best route has; or without the refusal. */
export function aroundRefusal(
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
    const words = `${familyOption(family)}rule add ${from}to ${dst} lookup main pref ${rule.priority - 1}`;
    const around = { kind: 'around-refusal', destination: dst, refusing: by.text } as const;
    const removed = { kind: 'remove-refusal', refusing: by.text } as const;
    return [
      {
        commands: [ipCommand(words)],
        why: around,
        opens: { kind: 'route', destination: dst },
        persist: routePersist(words),
      },
      {
        commands: [ipCommand(`${familyOption(family)}rule del pref ${rule.priority}`)],
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
    .toSorted((a, b) => prefixLengthOf(b) - prefixLengthOf(a))[0];
  const hop = next === undefined ? null : hopWords(next);
  const table = refusing.table === 'main' ? '' : ` table ${refusing.table}`;
  const isHost = prefixLengthOf(refusing) === (family === 'ipv6' ? 128 : 32);
  const why: FixWhy = { kind: 'around-refusal', destination: dst, refusing: refusing.text };
  const around = hop === null || isHost ? [] : [routeCandidate(dst, family, `${hop}${table}`, why)];
  const removed: Candidate = {
    commands: [ipCommand(`${familyOption(family)}route del ${refusing.type} ${refusing.prefix}${table}`)],
    why: { kind: 'remove-refusal', refusing: refusing.text },
    opens: { kind: 'route', destination: refusing.prefix },
    persist: routePersist(refusing.text),
  };
  return [...around, removed];
}
