import type { Route } from '../model/network.ts';
import type { Records } from '../model/records.ts';

/** The routes of a host's files; outlines of table main (`route -n`) only where no file has it in full. */
export function routesOf(records: readonly Records[]): readonly Route[] {
  const dumps = records.filter((each) => each.kind === 'routes');
  const full = dumps.filter(({ detail }) => detail === 'full').flatMap(({ items }) => items);
  const hasMain = full.some(
    ({ family, table }) => family === 'ipv4' && (table === 'main' || table === '254'),
  );
  return hasMain
    ? full
    : [...full, ...dumps.filter(({ detail }) => detail === 'outline').flatMap(({ items }) => items)];
}
