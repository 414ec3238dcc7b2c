/** How many elements a change names. */
const mostNamed = 5;

/** `- 10.2.0.2, + 10.2.0.3, + 10.2.0.4`: what went from a set, then what came. */
export function setElementWords(before: readonly string[], after: readonly string[]): readonly string[] {
  return [...onlyIn('-', before, after), ...onlyIn('+', after, before)];
}

function onlyIn(sign: '+' | '-', of: readonly string[], others: readonly string[]): readonly string[] {
  const known = new Set(others);
  const only = of.filter((text) => !known.has(text));
  const more = only.length > mostNamed ? [`${sign} ${only.length - mostNamed} more`] : [];
  return [...only.slice(0, mostNamed).map((text) => `${sign} ${text}`), ...more];
}
