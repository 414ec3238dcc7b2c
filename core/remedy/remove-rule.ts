import { isInWordsOfNft, type LoadedTable, loadedTables } from '../kernel/chains/loaded-tables.ts';
import type { Analysis, RuleCount } from '../model/analysis.ts';
import type { FixCommand } from '../model/fix.ts';
import type { TableFamily } from '../model/trace.ts';

/** A rule by its place and its text, as counts and causes name it. */
export type NamedRule = Pick<RuleCount, 'host' | 'family' | 'table' | 'chain' | 'number' | 'text'>;

/**
 * The command that takes the rule away, in the words of the tool that shows it: `iptables -D LAN-UDP 2`,
 * `nft delete rule inet filter forward handle 8`. Null where no dump has that very rule, or nft's has no handles.
 */
export function removeRule({ rulesets }: Pick<Analysis, 'rulesets'>, named: NamedRule): FixCommand | null {
  const tables = loadedTables(rulesets, named.host);
  for (const loaded of tables) {
    const { source, table } = loaded;
    if (table.name !== named.table || !familiesOf(named.family).includes(table.family)) continue;
    const chain = table.chains.find(({ name }) => name === named.chain);
    const rule = chain?.rules.find(({ number }) => number !== null && number === named.number);
    if (rule === undefined || rule.text !== named.text || source === 'ebtables-save') continue;
    if (!isInWordsOfNft(source)) return commandOfTable(tables, loaded, `-D ${named.chain} ${rule.number}`);
    const words = `delete rule ${table.family} ${table.name} ${named.chain} handle ${rule.handle}`;
    return rule.handle === null ? null : { tool: 'nft', program: 'nft', words };
  }
  return null;
}

/** A command of iptables with the program's name where the host has both kinds, and the table where it is not filter. */
export function commandOfTable(
  tables: readonly LoadedTable[],
  { table: { family, name }, backend }: LoadedTable,
  words: string,
): FixCommand {
  const tool = family === 'ip6' ? 'ip6tables' : 'iptables';
  const backends = new Set(
    tables.filter(({ source }) => !isInWordsOfNft(source)).map(({ backend: of }) => of),
  );
  const suffix = backends.has('legacy') && backends.has('nft') && backend !== 'unknown' ? `-${backend}` : '';
  return { tool, program: `${tool}${suffix}`, words: `${name === 'filter' ? '' : `-t ${name} `}${words}` };
}

/** The families of the tables that may have the rule: a cause tells of the packet's only. */
function familiesOf(family: RuleCount['family']): readonly TableFamily[] {
  if (family === 'ipv4') return ['ip', 'inet', 'bridge'];
  return family === 'ipv6' ? ['ip6', 'inet', 'bridge'] : [family];
}
