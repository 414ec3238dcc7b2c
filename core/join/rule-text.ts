/**
 * Whether two printed rules are one rule, printed at different times. What changes by itself is left out of account:
 * counters, quotas used, the handle, quotes and blanks.
 */
export function sameRuleText(a: string, b: string): boolean {
  return a === b || normalised(a) === normalised(b);
}

function normalised(text: string): string {
  return text
    .replace(/ # handle \d+\s*$/, '')
    .replace(/^\[\d+:\d+\] /, '')
    .replace(/\bcounter packets \d+ bytes \d+/g, 'counter')
    .replace(/\bused \d+ [kmg]?bytes/g, 'used')
    .replace(/\blast used (?:never|\S+)/g, 'last')
    .replaceAll('"', '')
    .replace(/\s+/g, ' ')
    .trim();
}
