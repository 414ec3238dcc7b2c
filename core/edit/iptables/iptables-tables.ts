import { type LoadedTable, isInWordsOfNft } from '../../kernel/chains/loaded-tables.ts';
import type { IptablesEdit, Refusal } from '../../model/edit.ts';
import type { Table } from '../../model/ruleset.ts';
import type { Configuration } from '../configuration.ts';
import { refuse } from '../typed-line.ts';

/** The built-in chains of each table (iptables(8), "TABLES"). */
export const builtInChains: Readonly<Record<string, readonly string[]>> = {
  raw: ['PREROUTING', 'OUTPUT'],
  mangle: ['PREROUTING', 'INPUT', 'FORWARD', 'OUTPUT', 'POSTROUTING'],
  nat: ['PREROUTING', 'INPUT', 'OUTPUT', 'POSTROUTING'],
  filter: ['INPUT', 'FORWARD', 'OUTPUT'],
  security: ['INPUT', 'FORWARD', 'OUTPUT'],
};

type Where = Pick<IptablesEdit, 'family' | 'backend' | 'table'>;

/**
 * The table that a command is about. Where the bundle has it of both backends and the command does not say which, it is
 * that of iptables-legacy's or iptables-nft's own dump that comes last. Null: it is not loaded, and could be.
 */
export function tableFor(
  { tables }: Configuration,
  { family, backend, table }: Where,
): LoadedTable | null | Refusal {
  const tool = family === 'ipv6' ? 'ip6tables' : 'iptables';
  if (builtInChains[table] === undefined)
    return refuse(
      `${tool} v1.8 (${backend === 'nft' ? 'nf_tables' : 'legacy'}): can't initialize iptables table \`${table}': Table does not exist (do you need to insmod?)`,
    );
  const own = tables.filter((each) => isOwn(each, family));
  const asked = own.filter(
    (each) => backend === null || each.backend === 'unknown' || each.backend === backend,
  );
  const found = asked.findLast((each) => each.table.name === table);
  if (found !== undefined) return found;
  const native = tables.find(
    (each) =>
      isInWordsOfNft(each.source) &&
      each.table.name === table &&
      each.table.family === (family === 'ipv6' ? 'ip6' : 'ip'),
  );
  if (native !== undefined && backend !== 'legacy' && own.length === 0) return native;
  const isWhole = asked.length > 0 && asked.every(({ covers }) => covers === 'every-table');
  if (isWhole) return null;
  return refuse({ kind: 'table-not-shown', table, tool });
}

/** A table that was not loaded, as the first command about it loads it. */
export function freshTable({ tables }: Configuration, { family, backend, table }: Where): LoadedTable {
  const like = tables.findLast(
    (each) => isOwn(each, family) && (backend === null || each.backend === backend),
  );
  const at = like?.table.at ?? { file: '', line: 0 };
  const made: Table = {
    family: family === 'ipv6' ? 'ip6' : 'ip',
    name: table,
    covers: 'every-chain',
    chains: (builtInChains[table] ?? []).map((name) => ({ name, base: null, policy: 'ACCEPT', policyCounter: null, rules: [], cuts: [], at })),
    sets: [],
    at,
  }; // prettier-ignore
  return {
    source: 'iptables-save',
    backend: backend ?? like?.backend ?? 'unknown',
    covers: 'every-table',
    table: made,
  };
}

function isOwn({ source, table }: LoadedTable, family: IptablesEdit['family']): boolean {
  return (
    (source === 'iptables-save' || source === 'iptables-list') &&
    table.family === (family === 'ipv6' ? 'ip6' : 'ip')
  );
}
