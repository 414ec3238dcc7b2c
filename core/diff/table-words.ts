import { isInWordsOfNft, type LoadedTable } from '../kernel/chains/loaded-tables.ts';

/** A table as changes name it: `filter`, `ipv6 filter`, `bridge nat` of iptables and ebtables; `ip filter`, `inet fw` of nft. */
export function tableWords({ source, table }: Pick<LoadedTable, 'source' | 'table'>): string {
  const { family, name } = table;
  if (isInWordsOfNft(source)) return `${family} ${name}`;
  if (family === 'ip') return name;
  return `${family === 'ip6' ? 'ipv6' : family} ${name}`;
}
