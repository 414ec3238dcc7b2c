/** What the filter field says about its text. */

export function unclosedQuote(): string {
  return 'A quotation mark is not closed.';
}

export function unclosedBracket(): string {
  return 'A bracket is not closed.';
}

export function strayBracket(): string {
  return 'This bracket closes nothing.';
}

/** After `not`, `and` or `or`. */
export function noTerm(word: string): string {
  return `“${word}” needs a term after it.`;
}

/** Of `or` or `and` at the beginning. */
export function noTermBefore(word: string): string {
  return `“${word}” needs a term before it.`;
}

export function strayComparison(sign: string): string {
  return `“${sign}” needs a field before it, such as ttl ${sign} 3.`;
}

export function noValue(word: string, example: string): string {
  return `“${word}” needs a value, such as ${example}.`;
}

export function wrongValue(word: string, value: string, example: string): string {
  return `“${word}” can't be “${value}”. Write it as ${example}.`;
}

export function onlyNumbersCompare(word: string, sign: string): string {
  return `“${word}” has no order, so “${sign}” can't be asked.`;
}

export function nearWord(word: string, near: string): string {
  return `“${word}” is searched for as text. Did you mean “${near}”?`;
}

export function searchedFor(word: string): string {
  return `“${word}” is searched for in addresses, ports, interfaces, protocols, chains and causes.`;
}
