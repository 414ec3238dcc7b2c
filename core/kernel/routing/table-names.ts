import type { FibRule, Link, NetworkRecords, Route } from '../../model/network.ts';
import { tableName } from './fib.ts';

/** The routing tables of a host under one name each, and which of them belong to VRFs. */
export interface TableNames {
  readonly routes: readonly Route[];
  readonly fibRules: readonly FibRule[];
  /** The table of each VRF by the name of its interface. */
  readonly vrfs: ReadonlyMap<string, string>;
}

/**
 * Rules may print `lookup wan` where the routes are of `table 201`, and `ip route show vrf blue` names no table at all:
 * rt_tables, `ip vrf` and `ip -d link` tell which of them are one.
 */
export function nameTables(records: NetworkRecords): TableNames {
  const numberOf = new Map<string, string>();
  const nameOf = new Map<string, string>();
  for (const { name, number } of records.tableNames) {
    if (name.startsWith('vrf ')) numberOf.set(name, number);
    else nameOf.set(number, name);
  }
  for (const [name, number] of records.links.flatMap(vrfShownBy)) numberOf.set(`vrf ${name}`, number);
  const named = (printed: string): string => {
    const number = numberOf.get(printed) ?? printed;
    return tableName(nameOf.get(number) ?? number);
  };
  const routes = records.routes.map((route) => {
    const table = named(route.table);
    return table === route.table ? route : { ...route, table };
  });
  const fibRules = records.fibRules.map((rule) => {
    if (rule.action.kind !== 'lookup') return rule;
    const table = named(rule.action.table);
    return table === rule.action.table ? rule : { ...rule, action: { ...rule.action, table } };
  });
  const shown = [...numberOf.keys(), ...records.routes.map(({ table }) => table)];
  const vrfs = shown.flatMap((table) =>
    table.startsWith('vrf ') ? [[table.slice(4), named(table)] as const] : [],
  );
  return { routes, fibRules, vrfs: new Map(vrfs) };
}

function vrfShownBy({ name, master, vrf }: Link): readonly (readonly [string, string])[] {
  if (vrf?.kind === 'vrf') return [[name, vrf.table]];
  return vrf?.kind === 'port' && master !== null ? [[master, vrf.table]] : [];
}
