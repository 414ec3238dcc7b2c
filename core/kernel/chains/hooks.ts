import type { Hook } from '../../model/journey.ts';

/**
 * The tables of each hook, in the order in which a packet meets them. nat stands where its hook priority puts it: before
 * filter where it rewrites destinations (prerouting, output), after security where it rewrites sources.
 */
export const tablesOfHook: Readonly<Record<Hook, readonly string[]>> = {
  prerouting: ['raw', 'mangle', 'nat'],
  input: ['mangle', 'filter', 'security', 'nat'],
  forward: ['mangle', 'filter', 'security'],
  output: ['raw', 'mangle', 'nat', 'filter', 'security'],
  postrouting: ['mangle', 'nat'],
};

/** The hook that a built-in chain hangs on; null for the name of a user-defined chain. Names are case-sensitive. */
export function hookOfChain(chain: string): Hook | null {
  return hookOfBuiltInChain.get(chain) ?? null;
}

/** A built-in chain's hook, and the kernel's priority of its table there: within a hook, lower runs first. */
export interface HookPosition {
  readonly hook: Hook;
  readonly priority: number;
}

/** Where a built-in chain runs; null for a user-defined chain, and for a table that has no chain on that hook. */
export function positionOf(table: string, chain: string): HookPosition | null {
  const hook = hookOfChain(chain);
  if (hook === null || !tablesOfHook[hook].includes(table)) return null;
  return { hook, priority: priorityOf(table, hook) };
}

/**
 * The built-in chains after `table` on the same hook, in order: what a packet meets next if that table accepts it and
 * all of these tables are loaded. Empty for a table that the hook does not have.
 */
export function tablesAfter(table: string, hook: Hook): readonly string[] {
  const tables = tablesOfHook[hook];
  const index = tables.indexOf(table);
  return index < 0 ? [] : tables.slice(index + 1);
}

const hookOfBuiltInChain = new Map<string, Hook>([
  ['PREROUTING', 'prerouting'],
  ['INPUT', 'input'],
  ['FORWARD', 'forward'],
  ['OUTPUT', 'output'],
  ['POSTROUTING', 'postrouting'],
]);

/**
 * linux/netfilter_ipv4.h, `enum nf_ip_hook_priorities`; IPv6 has the same numbers. Connection tracking sits at -200,
 * so raw sees a packet before it has a ctstate.
 */
function priorityOf(table: string, hook: Hook): number {
  switch (table) {
    case 'raw':
      return -300;
    case 'mangle':
      return -150;
    case 'nat':
      return hook === 'prerouting' || hook === 'output' ? -100 : 100;
    case 'security':
      return 50;
    default:
      return 0;
  }
}
