import type { TableFamily } from '../model/table-family.ts';

/** Names a rule by place and content, whatever its number. */
export function ruleKey(family: TableFamily, table: string, chain: string, content: string): string {
  return `${family} ${table}/${chain} ${content}`;
}
