import { isField } from './words.ts';

/** A word of the filter text, or a sign between words: a bracket, `!`, `&&`, `||` or a comparison. */
export interface Token {
  readonly text: string;
  /** Offsets in `text` of each `>` that stood outside quotes: where an edge or flow is cut in two. */
  readonly arrows: readonly number[];
  /** A word in quotes is only text, never a keyword. */
  readonly quoted: boolean;
  readonly sign: boolean;
  /** Where it begins in the filter text, and where the rest begins. */
  readonly at: number;
  readonly end: number;
}

export interface Tokens {
  readonly tokens: readonly Token[];
  /** Where the quotation mark stands that is not closed; -1 where all are. */
  readonly unclosed: number;
}

/** Signs that are found at the beginning of a word, the longer ones first. */
const signs = ['&&', '||', '==', '!=', '<=', '>=', '(', ')', '!', '<', '>', '='];
const comparisons = new Set(['==', '!=', '<=', '>=', '<', '>', '=']);

/**
 * Cuts filter text into words at white space. Quotes hold a word together, also in its middle, and `\\` takes the
 * next character as it is inside them: `edge "a b">filter/X`. A comparison needs no white space after a word that takes
 * a value (`ttl<3`), nor does a closing bracket.
 */
export function tokenize(text: string): Tokens {
  const tokens: Token[] = [];
  let at = 0;
  let open = 0;
  let unclosed = -1;
  while (at < text.length) {
    if (isSpace(text[at])) {
      at++;
      continue;
    }
    const begin = at;
    const sign = signAt(text, at);
    if (sign !== null) {
      at += sign.length;
      if (sign === '(') open++;
      else if (sign === ')') open = Math.max(0, open - 1);
      tokens.push({ text: sign, arrows: [], quoted: false, sign: true, at: begin, end: at });
      continue;
    }
    let word = '';
    let quoteAt = -1;
    let plain = true;
    const arrows: number[] = [];
    for (; at < text.length && (quoteAt >= 0 || !isSpace(text[at])); at++) {
      const char = text[at] ?? '';
      if (char === '"') {
        quoteAt = quoteAt < 0 ? at : -1;
        plain = false;
      } else if (quoteAt >= 0) {
        word += char === '\\' && at + 1 < text.length ? (text[++at] ?? '') : char;
      } else if (char === ')' && open > 0) break;
      else if (plain && comparisonAt(text, at) && isField(word)) break;
      else {
        if (char === '>') arrows.push(word.length);
        word += char;
      }
    }
    if (quoteAt >= 0) unclosed = quoteAt;
    tokens.push({ text: word, arrows, quoted: text[begin] === '"', sign: false, at: begin, end: at });
  }
  return { tokens, unclosed };
}

/** A value as it must be written so that it is read back as one word, never cut at `>`. */
export function quote(value: string): string {
  const plain = value !== '' && !/[\s"<>()!&|=]/.test(value);
  return plain ? value : quoted(value);
}

/** The same, in quotes even where it needs none. */
export function quoted(value: string): string {
  return `"${value.replace(/["\\]/g, '\\$&')}"`;
}

function signAt(text: string, at: number): string | null {
  return signs.find((sign) => text.startsWith(sign, at)) ?? null;
}

function comparisonAt(text: string, at: number): boolean {
  const sign = signAt(text, at);
  return sign !== null && comparisons.has(sign);
}

function isSpace(char: string | undefined): boolean {
  return char !== undefined && /\s/.test(char);
}
