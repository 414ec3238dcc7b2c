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
    ...comparedDevices(was, is),
    ['priority', was.priority, is.priority],
  ] as const;
  for (const [property, old, now] of properties)
    if (old !== now) found.push({ kind: 'replaced', property, before: old, after: now });
  return found;
}

/** Nothing where one of the two dumps does not show them. */
function comparedDevices(was: BaseHook, is: BaseHook): readonly ['device', string | null, string | null][] {
  if (was.devices === 'not-shown' || is.devices === 'not-shown') return [];
  return [['device', printedDevices(was), printedDevices(is)]];
}

function printedDevices({ devices }: BaseHook): string | null {
  return devices === 'not-shown' || devices.length === 0 ? null : devices.join(' ');
}

/** `type filter hook ingress device eth0 priority -500`; null for a chain that is only called. */
export function printedHook(base: BaseHook | null): string | null {
  if (base === null) return null;
  const devices = printedDevices(base);
  const device = devices === null ? [] : [`device ${devices}`];
  return [`type ${base.type}`, `hook ${base.hook}`, ...device, `priority ${base.priority}`].join(' ');
}
