import type { HostNetwork } from '../../kernel/routing/host-network.ts';
import type { Table } from '../../model/ruleset.ts';
import { type Diagram, EVERYTHING } from '../../kernel/sets/decision-diagrams.ts';
import { inRanges, withNumber } from '../../kernel/sets/field-bits.ts';
import { type HeaderSpace, ofInterfaces, ofProtocols, ofState } from '../../kernel/sets/header-space.ts';
import { portProtocols } from '../../kernel/protocol-number.ts';
import type { ReachQuery } from './reach-query.ts';

/** The headers that a question is about. */
export function askedHeaders(space: HeaderSpace, query: ReachQuery): Diagram {
  const { diagrams, fields } = space;
  const within = (field: 'src' | 'dst' | 'sport' | 'dport' | 'icmpType'): Diagram => {
    const range = query[field];
    return range === null ? EVERYTHING : inRanges(diagrams, fields[field], [range]);
  };
  const protocols =
    query.protocols?.filter((number) => number !== (space.family === 'ipv4' ? 58 : 1)) ?? null;
  const hasPorts = query.sport !== null || query.dport !== null;
  return [
    ofState(space, query.states),
    query.local
      ? withNumber(diagrams, fields.in, 0)
      : ofInterfaces(space, 'in', query.in ?? space.interfaces),
    protocols === null ? EVERYTHING : ofProtocols(space, protocols),
    // Who asks for a port asks for packets that have one.
    hasPorts ? ofProtocols(space, portProtocols) : EVERYTHING,
    query.icmpType === null ? EVERYTHING : ofProtocols(space, [1, 58]),
    within('dst'),
    within('dport'),
    within('src'),
    within('sport'),
    within('icmpType'),
    withNumber(diagrams, fields.mark, query.mark.value, query.mark.mask),
  ].reduce((set, each) => diagrams.and(set, each));
}

/** The interfaces that packets can come in by, as far as the bundle tells: those it lists, or else those it names. */
export function interfacesOf(
  network: HostNetwork | null,
  tables: readonly Table[],
  asked: readonly string[],
): readonly string[] {
  const listed = [...(network?.links.keys() ?? [])];
  const names = new Set(listed.length > 0 ? listed : [...namedByNetwork(network), ...namedByRules(tables)]);
  names.delete('lo');
  for (const name of asked) names.add(name);
  // Where a bundle names none, packets come in somewhere all the same.
  return names.size === 0 ? ['?'] : [...names];
}

function namedByNetwork(network: HostNetwork | null): readonly string[] {
  if (network === null) return [];
  const routes = [...network.fib.ipv4.tables.values(), ...network.fib.ipv6.tables.values()].flatMap(
    (table) => table.routes,
  );
  const hops = routes.flatMap(({ nextHops }) => nextHops.flatMap(({ dev }) => dev ?? []));
  return [...network.addresses.map(({ dev }) => dev), ...hops];
}

function namedByRules(tables: readonly Table[]): readonly string[] {
  return tables.flatMap(({ chains }) =>
    chains.flatMap(({ rules }) =>
      rules.flatMap(({ spec }) =>
        spec.conditions.flatMap((condition) =>
          condition.kind === 'compare' && condition.field.kind === 'interface'
            ? condition.values.flatMap((value) =>
                value.kind === 'name' && !value.isPrefix ? [value.name] : [],
              )
            : [],
        ),
      ),
    ),
  );
}
