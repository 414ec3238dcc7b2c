import type { DiffNote } from '../model/diff.ts';
import type { FibRule, InterfaceAddress, Link, Route, Sysctl } from '../model/network.ts';
import type { IpSet } from '../model/ipset.ts';
import { compareAddresses, compareLinks } from './compare-links.ts';
import { compareFibRules } from './compare-fib-rules.ts';
import { compareRoutes } from './compare-routes.ts';
import { compareSets } from './compare-sets.ts';
import { compareSysctls } from './compare-sysctls.ts';
import { compareTables, type TableComparison } from './compare-tables.ts';
import { foldKernelRoutes, routesNeedLinks } from './kernel-routes.ts';
import type { HostState } from '../kernel/host-state.ts';
import type { FoundChange, Script } from './script.ts';

/** The configurations of one host at two times laid into one. */
export interface HostComparison {
  readonly host: string;
  readonly before: HostState;
  readonly after: HostState;
  readonly ruleset: TableComparison;
  readonly fibRules: Script<FibRule>;
  readonly routes: Script<Route>;
  readonly links: Script<Link>;
  readonly addresses: Script<InterfaceAddress>;
  readonly sysctls: Script<Sysctl>;
  readonly sets: Script<IpSet>;
  /** Each once, in the order in which packets meet what changed: rules, sets, `ip rule`, routes, addresses, links, settings. */
  readonly changes: readonly FoundChange[];
  /** What a change can't be made without: a jump needs its chain, a route an interface that is up. */
  readonly needs: ReadonlyMap<FoundChange, readonly FoundChange[]>;
  readonly notes: readonly DiffNote[];
}

/** Compares all that two bundles say of one host. */
export function compareHost(host: string, before: HostState, after: HostState): HostComparison {
  const ruleset = compareTables(host, before, after);
  const [old, now] = [before.network, after.network];
  const fibRules = compareFibRules(host, old?.fibRules ?? [], now?.fibRules ?? []);
  const links = compareLinks(host, old?.links ?? [], now?.links ?? []);
  const addresses = compareAddresses(host, old?.addresses ?? [], now?.addresses ?? [], links);
  const listed = compareRoutes(host, old?.routes ?? [], now?.routes ?? []);
  const routes = foldKernelRoutes(listed.script, addresses, links);
  const sysctls = compareSysctls(host, old?.sysctls ?? [], now?.sysctls ?? []);
  const sets = compareSets(host, before.ipsets, after.ipsets);
  const scripts: readonly Script<unknown>[] = [sets, fibRules.script, routes, addresses, links, sysctls];
  const changes = new Set([
    ...ruleset.changes,
    ...scripts.flatMap((script) => script.flatMap(({ change }) => (change === null ? [] : [change]))),
  ]);
  return {
    host,
    before,
    after,
    ruleset,
    fibRules: fibRules.script,
    routes,
    links,
    addresses,
    sysctls,
    sets,
    changes: [...changes],
    needs: new Map([...ruleset.needs, ...routesNeedLinks(routes, links)]),
    notes: [...ruleset.notes, ...fibRules.notes, ...listed.notes, ...unseenParts(before, after)],
  };
}

/** The parts that only one bundle has. */
function unseenParts(before: HostState, after: HostState): readonly DiffNote[] {
  type Part = Extract<DiffNote, { kind: 'part-of-one-capture' }>['part'];
  const parts: readonly (readonly [Part, (state: HostState) => boolean])[] = [
    ['links', ({ network }) => (network?.links.length ?? 0) > 0],
    ['addresses', ({ network }) => (network?.addresses.length ?? 0) > 0],
    ['sysctls', ({ network }) => (network?.sysctls.length ?? 0) > 0],
    ['ipsets', ({ ipsets }) => ipsets.length > 0],
  ];
  return parts.flatMap(([part, has]): DiffNote[] =>
    has(before) === has(after)
      ? []
      : [{ kind: 'part-of-one-capture', part, side: has(before) ? 'before' : 'after' }],
  );
}
