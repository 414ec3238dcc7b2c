import type { Family } from '../../model/family.ts';
import type { Route } from '../../model/network.ts';
import type { Records } from '../../model/records.ts';

/** The routes of a host's files; outlines of table main (`route -n`) only where no file has it in full. */
export function routesOf(records: readonly Records[]): readonly Route[] {
  const dumps = records.filter((each) => each.kind === 'routes');
  const full = withoutRepeats(dumps.filter(({ detail }) => detail === 'full').map(({ items }) => items));
  const hasMain = full.some(
    ({ family, table }) => family === 'ipv4' && (table === 'main' || table === '254'),
  );
  return hasMain
    ? full
    : [...full, ...dumps.filter(({ detail }) => detail === 'outline').flatMap(({ items }) => items)];
}

/**
 * The lines of several dumps, each once: a sos report has the IPv6 routes in `ip route show table all` and again in
 * `ip -6 route show table all`. What one dump has twice, it has twice.
 */
export function withoutRepeats<
  Item extends { readonly family: Family; readonly text: string; readonly table?: string },
>(dumps: readonly (readonly Item[])[]): readonly Item[] {
  const seen = new Set<string>();
  return dumps.flatMap((items) => {
    const key = ({ family, table, text }: Item): string => `${family} ${table} ${text.replace(/\s+/g, ' ')}`;
    const fresh = items.filter((item) => !seen.has(key(item)));
    for (const item of items) seen.add(key(item));
    return fresh;
  });
}
