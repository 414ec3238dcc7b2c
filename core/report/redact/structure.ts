import { recordsOf } from '../../model/host-records.ts';
import type { Analysis } from '../../model/analysis.ts';

/** Names that a report keeps: those of interfaces, tables, chains and sets. `ownNames`: chains and sets that somebody named. */
export function structureOf(analyses: readonly Analysis[]): {
  readonly names: ReadonlySet<string>;
  readonly ownNames: ReadonlySet<string>;
} {
  const names = new Set(['raw', 'mangle', 'nat', 'filter', 'security', 'broute', 'lo']);
  const ownNames = new Set<string>();
  const own = (name: string): void => {
    names.add(name);
    ownNames.add(name);
  };
  for (const analysis of analyses) {
    const { events, hosts, rulesets } = analysis;
    for (const { name, interfaces } of hosts) {
      for (const each of interfaces) names.add(each);
      const { network, ipsets } = recordsOf(analysis, name);
      for (const link of network?.links ?? []) names.add(link.name);
      for (const route of network?.routes ?? [])
        for (const { dev } of route.nextHops) if (dev) names.add(dev);
      for (const set of ipsets) own(set.name);
    }
    const { inInterface, outInterface, physIn, physOut } = events.headers;
    for (const column of [inInterface, outInterface, physIn, physOut])
      for (const index of new Set<number>(column)) names.add(events.names[index] as string);
    for (const { table, chain } of events.places) {
      names.add(table);
      own(chain);
    }
    for (const { ruleset } of rulesets)
      for (const { name, chains, sets } of ruleset.tables) {
        names.add(name);
        for (const chain of chains) own(chain.name);
        for (const set of sets) own(set.name);
      }
  }
  names.delete('');
  ownNames.delete('');
  return { names, ownNames };
}
