import type { TracePlace, Tracer } from './trace.ts';

/** Which tracers wrote of each host. */
export function tracersOfHosts(places: readonly TracePlace[]): ReadonlyMap<string, ReadonlySet<Tracer>> {
  const tracers = new Map<string, Set<Tracer>>();
  for (const { host, tracer } of places) {
    const own = tracers.get(host);
    if (own === undefined) tracers.set(host, new Set([tracer]));
    else own.add(tracer);
  }
  return tracers;
}
