import type { DiffNote } from '../model/diff.ts';
import type { Route } from '../model/network.ts';
import { pairUp } from './pair-up.ts';
import { type FoundChange, type Script, whereBothAreListed } from './script.ts';

/**
 * Compares routes by what they do to packets: who made them, and what ages in their lines, does not count. A route of
 * one prefix, table and TOS that leads elsewhere changed; so does one whose metric did.
 */
export function compareRoutes(
  host: string,
  before: readonly Route[],
  after: readonly Route[],
): { readonly script: Script<Route>; readonly notes: readonly DiffNote[] } {
  const notes: DiffNote[] = [];
  const isInTable = comparableTables(before, after, notes);
  const comparable = (route: Route): boolean => isInTable(route) && !isKernelNoise(route);
  const pairs = pairUp(before.filter(comparable), after.filter(comparable), [
    (route) => `${placeOf(route)} ${route.metric} ${wayOf(route)}`,
    (route) => `${placeOf(route)} ${route.metric}`,
    placeOf,
  ]);
  const others = [before, after].map((routes) => routes.filter((route) => !comparable(route)));
  // Noise is on both sides; a table that one side does not show is taken from the other.
  const unseen = others.flatMap((routes, side) =>
    routes.filter((route) => side === 0 || !others[0]?.some(({ text }) => text === route.text)),
  );
  const found = pairs.map(({ before: old, after: now }) => ({
    before: old,
    after: now,
    change: isSame(old, now) ? null : changeOf(host, old, now),
  }));
  const isListed = (route: Route, side: 'before' | 'after'): boolean => {
    const ofTable = (side === 'before' ? before : after).filter((each) => tableOf(each) === tableOf(route));
    return ofTable.length === 0 || ofTable.some(({ listing }) => listing !== 'part');
  };
  const script = [
    ...whereBothAreListed(found, isListed),
    ...unseen.map((route) => ({ before: route, after: route, change: null })),
  ];
  return { script, notes };
}

/**
 * A bundle that shows table local shows all tables; one that does not, only those that it has routes of. What only one
 * of the bundles shows is not known to have changed.
 */
function comparableTables(
  before: readonly Route[],
  after: readonly Route[],
  notes: DiffNote[],
): (route: Route) => boolean {
  const [seenBefore, seenAfter] = [tablesSeen(before), tablesSeen(after)];
  const keys = new Set([...before, ...after].map(tableOf));
  const unseen = new Set<string>();
  for (const key of keys) {
    const family = key.split(' ')[0] as string;
    const [earlier, later] = [seenBefore, seenAfter].map(
      (seen) => seen.has(key) || seen.has(`${family} local`),
    );
    if (earlier && later) continue;
    unseen.add(key);
    notes.push({ kind: 'routes-of-one-capture', table: key, side: earlier ? 'before' : 'after' });
  }
  return (route) => !unseen.has(tableOf(route));
}

/** `multicast ff00::/8 dev eth0 table local`, which the kernel adds and drops with the state of each link. */
function isKernelNoise({ type, prefix }: Route): boolean {
  return type === 'multicast' && prefix === 'ff00::/8';
}

function tablesSeen(routes: readonly Route[]): ReadonlySet<string> {
  return new Set(routes.map(tableOf));
}

function tableOf({ family, table }: Route): string {
  return `${family} ${table}`;
}

function placeOf(route: Route): string {
  return `${tableOf(route)} ${route.prefix} ${route.tos}`;
}

function wayOf({ type, nextHops, preferredSource, scope, mtu }: Route): string {
  const hops = nextHops.map(({ dev, via, weight, flags }) => {
    const telling = flags.filter((flag) => flag === 'dead' || flag === 'linkdown' || flag === 'onlink');
    return [dev, via, weight, ...telling].join(',');
  });
  return [type, hops.toSorted().join(' '), preferredSource, scope, mtu].join('|');
}

function isSame(before: Route | null, after: Route | null): boolean {
  return (
    before !== null && after !== null && before.metric === after.metric && wayOf(before) === wayOf(after)
  );
}

function changeOf(host: string, before: Route | null, after: Route | null): FoundChange {
  const shown = (after ?? before) as Route;
  const table = shown.table === 'main' ? '' : ` table ${shown.table}`;
  const place = `${shown.prefix}${table}`;
  const [old, now] = [before, after].map((route) => (route === null ? '' : briefly(route)));
  const kind = before === null ? 'route-added' : after === null ? 'route-removed' : 'route-changed';
  return {
    kind,
    host,
    detail: {
      kind: 'line',
      of: place,
      text: now || old || '',
      was: kind === 'route-changed' ? (old ?? null) : null,
    },
    before: before === null ? null : { ...before.at, text: before.text },
    after: after === null ? null : { ...after.at, text: after.text },
    effect: null,
    chain: null,
  };
}

/** `via 10.2.0.2 dev eth1`, `blackhole`, `dev eth0 src 10.1.0.1 metric 100 linkdown`. */
function briefly({ type, nextHops, preferredSource, metric, tos, mtu }: Route): string {
  const hops = nextHops.map(({ via, dev, weight, flags }) => [
    via === null ? '' : `via ${via}`,
    dev === null ? '' : `dev ${dev}`,
    nextHops.length > 1 ? `weight ${weight}` : '',
    ...flags,
  ]);
  return [
    type === 'unicast' ? '' : type,
    ...hops.flat(),
    preferredSource === null ? '' : `src ${preferredSource}`,
    metric === 0 ? '' : `metric ${metric}`,
    tos === 0 ? '' : `tos 0x${tos.toString(16)}`,
    mtu === null ? '' : `mtu ${mtu}`,
  ]
    .filter((word) => word !== '')
    .join(' ');
}
