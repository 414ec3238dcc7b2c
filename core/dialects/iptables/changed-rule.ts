/**
 * The words of a rule after its chain, with another range of ports in its target: `... --to-source 192.0.2.1:1024-65535`
 * for `-A POSTROUTING ... --to-source 192.0.2.1:5000-5001`. Null where the range is not among its words.
 */
export function withPortRange(
  rule: string,
  [first, last]: readonly [number, number],
  [low, high]: readonly [number, number],
): string | null {
  const range = first === last ? `${first}` : `${first}-${last}`;
  const words = ruleWordsOf(rule);
  const at = words.lastIndexOf(range);
  return at < 0 ? null : `${words.slice(0, at)}${low}-${high}${words.slice(at + range.length)}`;
}

/** The words of a rule after its chain, with another address in its target: the last one that it names. */
export function withDestination(rule: string, old: string, other: string): string | null {
  const words = ruleWordsOf(rule);
  const at = words.lastIndexOf(old);
  return at < 0 ? null : `${words.slice(0, at)}${other}${words.slice(at + old.length)}`;
}

/** `-i eth0 -j ACCEPT` of `-A FORWARD -i eth0 -j ACCEPT` or `-I FORWARD 2 -i eth0 -j ACCEPT`. */
export function ruleWordsOf(rule: string): string {
  return rule.replace(/^-[AI] (?:"[^"]*"|\S+)(?: \d+)?(?= |$)/, '').trim();
}
