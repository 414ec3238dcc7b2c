/**
 * The words of a rule as nft(8) prints it: split at blanks, except within double quotes, braces and parentheses, so that
 * a set is one word:
 *
 *   iifname "eth 0" tcp dport { 22, 80-90 } tcp flags & (fin | syn) == syn log prefix "in { " accept
 *
 * Quotes stay. Null where a quote or a bracket is not closed.
 */
export function nftWords(text: string): readonly string[] | null {
  const words: string[] = [];
  let word = '';
  let depth = 0;
  let quoted = false;
  for (const character of text) {
    if (character === '"') quoted = !quoted;
    else if (!quoted && (character === '{' || character === '(')) depth++;
    else if (!quoted && (character === '}' || character === ')') && --depth < 0) return null;
    const isBlank = character === ' ' || character === '\t' || character === '\n';
    if (!isBlank || quoted || depth > 0) word += character;
    else if (word !== '') {
      words.push(word);
      word = '';
    }
  }
  if (word !== '') words.push(word);
  return quoted || depth > 0 ? null : words;
}

/** The parts between `separator`s that stand outside of quotes and brackets, without the blanks around them. */
export function splitOutside(text: string, separator: string): readonly string[] {
  const parts: string[] = [];
  let part = '';
  let depth = 0;
  let quoted = false;
  for (const character of text) {
    if (character === '"') quoted = !quoted;
    else if (!quoted && (character === '{' || character === '(')) depth++;
    else if (!quoted && (character === '}' || character === ')')) depth--;
    if (character === separator && depth === 0 && !quoted) {
      parts.push(part.trim());
      part = '';
    } else part += character;
  }
  parts.push(part.trim());
  return parts;
}

/** `eth0` of `"eth0"`; other words as they are. */
export function unquoted(word: string): string {
  return /^".*"$/s.test(word) ? word.slice(1, -1) : word;
}

/** What stands between the braces of `{ a, b }`; null for a word without. */
export function insideBraces(word: string): string | null {
  return word.startsWith('{') && word.endsWith('}') ? word.slice(1, -1).trim() : null;
}
