import type { FlowChange } from '../../../core/index.ts';

/** For each change that is blamed, the indexes of the flows that it changed. */
export function flowsOfChanges(flows: readonly FlowChange[]): ReadonlyMap<number, readonly number[]> {
  const found = new Map<number, number[]>();
  flows.forEach(({ attribution }, index) => {
    for (const id of attribution?.changes ?? []) {
      const list = found.get(id);
      if (list === undefined) found.set(id, [index]);
      else list.push(index);
    }
  });
  return found;
}
