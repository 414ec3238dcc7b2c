import type { Family } from '../model/family.ts';
import type { Hook } from '../model/journey.ts';
import type { TracePlace } from '../model/trace.ts';
import { positionOf, tablesOfHook } from './hooks.ts';

/**
 * Which tables a host has at work on which hook. A table that is not loaded logs nothing, so a missing line means
 * something only where the table is known to log.
 */
export class LiveTables {
  readonly #seen = new Set<string>();
  readonly #loaded = new Set<string>();
  readonly #listed = new Set<string>();

  /** `listed`: the tables of the rulesets, by host and family. */
  constructor(places: readonly TracePlace[], listed: readonly ListedTable[] = []) {
    for (const { host, family, table, chain } of places) {
      const position = positionOf(table, chain);
      if (position === null) continue;
      this.#seen.add(key(host, family, position.hook));
      this.#seen.add(key(host, family, position.hook, table));
      this.#loaded.add(key(host, family, table));
    }
    for (const { host, family, table } of listed) this.#listed.add(key(host, family, table));
  }

  /** Whether the host's log has a line of that table on that hook. */
  logs(host: string, family: Family, table: string, hook: Hook): boolean {
    return this.#seen.has(key(host, family, hook, table));
  }

  /**
   * Whether a packet of that hook would meet the table. A table hangs on all its hooks at once, so a line of it on any
   * hook will do. For a hook that the log does not show at all, the ruleset speaks; but listing a table loads it, so
   * the log has the first word.
   */
  isLive(host: string, family: Family, table: string, hook: Hook): boolean {
    if (!tablesOfHook[hook].includes(table)) return false;
    if (this.#loaded.has(key(host, family, table))) return true;
    if (this.#seen.has(key(host, family, hook))) return false;
    return this.#listed.has(key(host, family, table));
  }
}

/** A table that a ruleset of the bundle has. */
export interface ListedTable {
  readonly host: string;
  readonly family: Family;
  readonly table: string;
}

function key(...parts: readonly string[]): string {
  return parts.join('\0');
}
