/** A word of the filter text. */
export interface Token {
  readonly text: string;
  /** Offsets in `text` of each `>` that stood outside quotes: where an edge or flow is cut in two. */
  readonly arrows: readonly number[];
  /** A word in quotes is only text, never a keyword. */
  readonly quoted: boolean;
  /** Where it begins in the filter text. */
  readonly at: number;
}

export interface Tokens {
  readonly tokens: readonly Token[];
  /** True where the text ends inside quotes. */
  readonly unclosed: boolean;
}

/**
 * Cuts filter text into words at white space. Quotes hold a word together, also in its middle, and `\` takes the
 * next character as it is inside them: `edge "a b">filter/X`.
 */
export function tokenize(text: string): Tokens {
  const tokens: Token[] = [];
  let at = 0;
  let unclosed = false;
  while (at < text.length) {
    if (isSpace(text[at])) {
      at++;
      continue;
    }
    const begin = at;
    let word = '';
    let inQuotes = false;
    const arrows: number[] = [];
    for (; at < text.length && (inQuotes || !isSpace(text[at])); at++) {
      const char = text[at] ?? '';
      if (char === '"') inQuotes = !inQuotes;
      else if (char === '\\' && inQuotes && at + 1 < text.length) word += text[++at] ?? '';
      else {
        if (char === '>' && !inQuotes) arrows.push(word.length);
        word += char;
      }
    }
    unclosed = inQuotes;
    tokens.push({ text: word, arrows, quoted: text[begin] === '"', at: begin });
  }
  return { tokens, unclosed };
}

/** A value as it must be written so that it is read back as one word, never cut at `>`. */
export function quote(value: string): string {
  const plain = value !== '' && !/[\s">]/.test(value);
  return plain ? value : `"${value.replace(/["\\]/g, '\\$&')}"`;
}

function isSpace(char: string | undefined): boolean {
  return char !== undefined && /\s/.test(char);
}
