import type { Dialect } from '../model/ruleset.ts';

/** The rule as its file has it, without what changes by itself: counters, quotas used. */
export function stableRuleText(dialect: Dialect, text: string): string {
  if (dialect !== 'nft') return text;
  return text
    .replace(/\bcounter packets \d+ bytes \d+/g, 'counter')
    .replace(/ used \d+ [kmg]?bytes/g, '')
    .replace(/\blast used (?:never|\S+)/g, 'last');
}

/**
 * A printed rule without what differs from one time or tool to the next, by which one is found again: counters, quotas
 * used, the handle, quotes and blanks.
 */
export function comparableRuleText(text: string): string {
  return text
    .replace(/ # handle \d+\s*$/, '')
    .replace(/^\[\d+:\d+\] /, '')
    .replace(/\bcounter packets \d+ bytes \d+/g, 'counter')
    .replace(/ used \d+ [kmg]?bytes/g, '')
    .replace(/\blast used (?:never|\S+)/g, 'last')
    .replaceAll('"', '')
    .replace(/\s+/g, ' ')
    .trim();
}
