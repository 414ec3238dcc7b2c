import type { Analysis } from '../model/analysis.ts';
import type { Change } from '../model/diff.ts';
import { eventsOf } from '../model/journey-events.ts';
import { stepsOf } from '../model/shape-steps.ts';
import type { KnownRouting } from '../model/simulation.ts';
import type { ComparedTable } from './compare-tables.ts';
import type { HostComparison } from './compare-host.ts';
import type { ComparedFlow } from './outcomes.ts';

/**
 * Where the routing decision led the flow's packets, where the logs of both captures show it alike, and no change
 * between them touches what it looks at: then it need not be replayed, and the bundles need no routes and settings for
 * it. Null where that does not hold.
 */
export function seenRouting(
  { changes, ruleset }: HostComparison,
  { before, after }: Pick<ComparedFlow, 'before' | 'after'>,
  earlier: Analysis,
  later: Analysis,
): KnownRouting | null {
  const leaveRouting = changes.every(({ chain }) => chain !== null && isAfterRouting(ruleset.tables, chain));
  if (!leaveRouting || before === null || after === null) return null;
  const [old, now] = [routingOf(earlier, before.example), routingOf(later, after.example)];
  return old !== null && now !== null && JSON.stringify(old) === JSON.stringify(now) ? old : null;
}

/** Whether packets that come in meet the table's chains only when they are routed. */
function isAfterRouting(
  tables: readonly ComparedTable[],
  { family, table }: NonNullable<Change['chain']>,
): boolean {
  const meant = tables.filter((each) => each.family === family && each.name === table);
  return meant.every(({ ofNft, before, after }) => {
    if (ofNft === 'no') return table === 'filter' || table === 'security';
    const chains = [before, after].flatMap((side) => side?.table.chains ?? []);
    return chains.every(({ base }) => base?.hook !== 'prerouting' && base?.hook !== 'ingress');
  });
}

/** Of a packet that came in: the first hook after PREROUTING, and the interface that it was routed to. */
function routingOf({ events, journeys }: Analysis, packet: number): KnownRouting | null {
  const steps = stepsOf(journeys.shapes, journeys.shape[packet] as number);
  if (steps[0]?.hook !== 'prerouting') return null;
  const index = steps.findIndex(({ hook }) => hook === 'forward' || hook === 'input');
  if (index < 0) return null;
  if (steps[index]?.hook === 'input') return { to: 'local' };
  const event = eventsOf(journeys, packet)[index] as number;
  const name = events.headers.outInterface[events.header[event] as number] as number;
  const outInterface = events.names[name] as string;
  return outInterface === '' ? null : { to: 'forward', outInterface };
}
