import type { FileEdit } from '../model/edit.ts';
import { isInWordsOfNft, type LoadedTable, tableKey } from '../kernel/chains/loaded-tables.ts';
import { type Configuration, withNetwork } from './configuration.ts';

/**
 * A whole edited file in place of what the bundle has of its kind: the tables of its tool and family, so that a table
 * that is no longer in a whole dump is gone; the routes of the tables that it shows; the settings that it names.
 */
export function applyFile(state: Configuration, { records }: FileEdit): Configuration {
  const { rulesets, routes, fibRules, sysctls, links, addresses, ipsets } = records;
  let made = state;
  if (rulesets.length > 0) {
    const shown: readonly LoadedTable[] = rulesets.flatMap(({ source, backend, covers, tables }) =>
      tables.map((table) => ({ source, backend, covers, table })),
    );
    const keys = new Set(shown.map(tableKey));
    const isReplaced = (old: LoadedTable): boolean =>
      keys.has(tableKey(old)) ||
      rulesets.some(
        ({ source, covers, family, backend }) =>
          covers === 'every-table' &&
          isInWordsOfNft(source) === isInWordsOfNft(old.source) &&
          (family === null || old.table.family === (family === 'ipv6' ? 'ip6' : 'ip')) &&
          (backend === 'unknown' || old.backend === 'unknown' || backend === old.backend),
      );
    // An edited table stands where the old one stood: chains of one priority run in the order of their making.
    const kept = made.tables.flatMap((old): readonly LoadedTable[] => {
      if (!isReplaced(old)) return [old];
      const found = shown.findLast((each) => tableKey(each) === tableKey(old));
      return found === undefined ? [] : [found];
    });
    made = {
      ...made,
      tables: [
        ...kept,
        ...shown.filter(
          (each) =>
            !kept.includes(each) && shown.findLast((other) => tableKey(other) === tableKey(each)) === each,
        ),
      ],
    };
  }
  const old = made.network;
  if (routes !== null) {
    const families = new Set(routes.map(({ family }) => family));
    const tables = new Set(routes.map(({ table }) => table));
    const isWhole = tables.has('local');
    made = withNetwork(made, {
      routes: [
        ...(old?.routes ?? []).filter(
          ({ family, table }) => !families.has(family) || (!isWhole && !tables.has(table)),
        ),
        ...routes,
      ],
    });
  }
  if (fibRules !== null) {
    const families = new Set(fibRules.map(({ family }) => family));
    made = withNetwork(made, {
      fibRules: [...(old?.fibRules ?? []).filter(({ family }) => !families.has(family)), ...fibRules],
    });
  }
  if (sysctls !== null) {
    const keys = new Set(sysctls.map(({ key }) => key));
    made = withNetwork(made, {
      sysctls: [...(old?.sysctls ?? []).filter(({ key }) => !keys.has(key)), ...sysctls],
    });
  }
  if (links !== null && links.length > 0) made = withNetwork(made, { links });
  if (addresses !== null && addresses.length > 0) made = withNetwork(made, { addresses });
  if (ipsets !== null) {
    const names = new Set(ipsets.map(({ name }) => name));
    made = { ...made, ipsets: [...made.ipsets.filter(({ name }) => !names.has(name)), ...ipsets] };
  }
  return made;
}
