import { type Diagnostic, diagnostic } from '../model/diagnostic.ts';
import type { Journeys } from '../model/journey.ts';
import type { TraceEvents } from '../model/trace.ts';
import type { Hosts } from './hosts.ts';

/** What to say of the journeys as a whole: nothing traced, no ruleset, drift, ambiguity. */
export function reportJoin(events: TraceEvents, journeys: Journeys, hosts: Hosts): readonly Diagnostic[] {
  if (events.count === 0) {
    return [
      diagnostic(
        'no-trace-events',
        'No file holds a line of an iptables TRACE, so there is no packet to follow',
      ),
    ];
  }
  const diagnostics: Diagnostic[] = [];
  for (const host of new Set(events.places.map((place) => place.host))) {
    if (hosts.filesOf(host).ruleset) continue;
    const whose = host === '' ? 'the host' : `host ${host}`;
    diagnostics.push(
      diagnostic('no-ruleset', `The bundle has no ruleset of ${whose}: rule numbers stay numbers`),
    );
  }
  const drifted = new Map<string, { count: number; first: string; table: string }>();
  for (const { place, drift } of journeys.places) {
    if (drift === null) continue;
    const key = `${place.host} ${place.family} ${place.table}/${place.chain}`;
    const known = drifted.get(key);
    if (known === undefined) drifted.set(key, { count: 1, first: drift, table: place.table });
    else known.count++;
  }
  for (const [chain, { count, first }] of drifted) {
    const more = count === 1 ? '' : ` (and ${count - 1} more places of that chain)`;
    diagnostics.push(
      diagnostic('ruleset-drift', `${chain.trim()}: the ruleset is not the one of the log: ${first}${more}`),
    );
  }
  const ambiguous = journeys.ambiguous.reduce((sum, flag) => sum + flag, 0);
  if (ambiguous > 0) {
    diagnostics.push(
      diagnostic(
        'journeys-ambiguous',
        `${ambiguous} packets look so much alike that single lines may belong to another of them; their number is right`,
      ),
    );
  }
  return diagnostics;
}
