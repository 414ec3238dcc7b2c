import type { ChangeEffect } from '../model/diff.ts';

type ChangedDevice = Extract<ChangeEffect, { kind: 'effective-setting' }>['devices'][number];
type Values = Pick<ChangedDevice, 'before' | 'after'>;

/** The interfaces whose setting went from the same value to the same value, each group in one. */
export function alikeSettings(
  devices: readonly ChangedDevice[],
): readonly (readonly [values: Values, devices: readonly string[]])[] {
  const groups = new Map<string, [Values, string[]]>();
  for (const { dev, before, after } of devices) {
    const key = `${before} ${after}`;
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [{ before, after }, [dev]]);
    else known[1].push(dev);
  }
  return [...groups.values()];
}
