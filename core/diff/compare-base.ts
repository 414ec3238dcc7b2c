import type { Difference } from '../model/change-detail.ts';
import type { BaseHook, Chain } from '../model/ruleset.ts';

/** What differs between the heads of a chain of nft at two times: its policy, its priority, where it hangs. */
export function compareBase(before: Chain, after: Chain): readonly Difference[] {
  const [was, is] = [before.base, after.base];
  const found: Difference[] = [];
  if (before.policy !== after.policy)
    found.push({ kind: 'replaced', property: 'policy', before: before.policy, after: after.policy });
  if (was === null || is === null) {
    if (was !== is)
      found.push({
        kind: 'replaced',
        property: 'hook',
        before: printedHook(was),
        after: printedHook(is),
      });
    return found;
  }
  const properties = [
    ['type', was.type, is.type],
    ['hook-name', was.hook, is.hook],
    ['device', was.device, is.device],
    ['priority', was.priority, is.priority],
  ] as const;
  for (const [property, old, now] of properties)
    if (old !== now) found.push({ kind: 'replaced', property, before: old, after: now });
  return found;
}

/** `type filter hook ingress device eth0 priority -500`; null for a chain that is only called. */
export function printedHook(base: BaseHook | null): string | null {
  if (base === null) return null;
  const device = base.device === null ? [] : [`device ${base.device}`];
  return [`type ${base.type}`, `hook ${base.hook}`, ...device, `priority ${base.priority}`].join(' ');
}
