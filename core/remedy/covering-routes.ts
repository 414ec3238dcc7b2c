import { parseAddress, parsePrefix, prefixContains } from '../kernel/address.ts';
import type { Route } from '../model/network.ts';

/** The most specific route of table main that covers the address. */
export function bestRoute(routes: readonly Route[], address: string, family: Route['family']): Route | null {
  const found = routes.filter(
    (route) =>
      route.family === family && route.type === 'unicast' && route.table === 'main' && covers(route, address),
  );
  return found.toSorted((a, b) => prefixLengthOf(b) - prefixLengthOf(a))[0] ?? null;
}

/** Whether an address is one of the route's destinations. */
export function covers({ prefix }: Route, address: string): boolean {
  const [parsed, value] = [parsePrefix(prefix), parseAddress(address)];
  return parsed !== null && value !== null && prefixContains(parsed, value);
}

/** How long the route's prefix is; 0 for all destinations. */
export function prefixLengthOf({ prefix }: Route): number {
  return parsePrefix(prefix)?.length ?? 0;
}
