/** A rule's text in two: what may be cut where there is no room, and its end, where the target stands. */
export interface RuleParts {
  readonly begin: string;
  readonly end: string;
}

/** About what a narrow pane has room for. */
const longestEnd = 36;
const shortestEnd = 12;

/** Cuts before the word, or before the option with its word, that lets the end be as long as a narrow pane can show. */
export function ruleParts(text: string): RuleParts {
  if (text.length <= longestEnd) return { begin: '', end: text };
  const from = text.length - longestEnd;
  const option = text.indexOf(' -', from);
  const word = text.indexOf(' ', from);
  const latest = text.length - shortestEnd;
  const at = option >= 0 && option <= latest ? option : word >= 0 && word <= latest ? word : from;
  return { begin: text.slice(0, at), end: text.slice(at) };
}
