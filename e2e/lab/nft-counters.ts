import type { RuleCounter } from './counters.ts';

/**
 * The counters of `nft -a list ruleset`. Rules without a counter, and policies, which have none, stand there with
 * `counts: false`:
 *
 *   table inet filter { # handle 3
 *   	chain forward { # handle 1
 *   		type filter hook forward priority filter; policy drop;
 *   		ct state established,related counter packets 14 bytes 899 accept # handle 7
 */
export function readNftCounters(listing: string): RuleCounter[] {
  const counters: RuleCounter[] = [];
  let place = { family: '', table: '' };
  let chain: string | null = null;
  let number = 0;
  for (const line of listing.split('\n')) {
    const table = /^table (\w+) (\S+) \{/.exec(line);
    if (table) place = { family: table[1] ?? '', table: table[2] ?? '' };
    const named = /^\tchain (\S+) \{/.exec(line);
    if (named || /^\t(?:set|map|flowtable) /.test(line)) chain = named?.[1] ?? null;
    if (named) number = 0;
    if (chain === null) continue;
    const none = { ...place, chain, packets: 0, bytes: 0, counts: false };
    const policy = /policy (\w+);/.exec(line);
    if (policy) counters.push({ ...none, rule: 'policy', text: `policy ${policy[1]}` });
    const rule = /^\t\t(.*) # handle (\d+)$/.exec(line);
    if (!rule) continue;
    const [, text = '', handle] = rule;
    const counted = /counter packets (\d+) bytes (\d+)/.exec(text);
    counters.push({
      ...none,
      rule: ++number,
      text: text.trim(),
      handle: Number(handle),
      ...(counted && { packets: Number(counted[1]), bytes: Number(counted[2]), counts: true }),
    });
  }
  return counters;
}
