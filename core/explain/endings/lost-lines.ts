import type { Journeys } from '../../model/journey.ts';
import { countByShape } from '../../model/shape-steps.ts';

/** The hosts whose log has journeys with a step that can't follow the one before it: lines were lost between them. */
export function hostsWithLostLines(journeys: Journeys): ReadonlySet<string> {
  const { shapes, places } = journeys;
  const gaps = new Uint8Array(shapes.length);
  shapes.forEach(({ parent, gap }, index) => {
    if (parent > 0) gaps[index] = gap || gaps[parent] === 1 ? 1 : 0;
  });
  const hosts = new Set<string>();
  countByShape(journeys).forEach((packets, end) => {
    if (packets > 0 && gaps[end] === 1) hosts.add(places[shapes[end]?.place ?? -1]?.place.host ?? '');
  });
  return hosts;
}
