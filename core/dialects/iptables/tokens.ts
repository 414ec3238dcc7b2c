/** The words of a rule. */
export interface RuleTokens {
  readonly words: readonly string[];
  /** Which of them are a `!` in quotes, which negates nothing. */
  readonly quotedMarks: ReadonlySet<number>;
}

/**
 * The tokens of a rule as iptables-restore splits it (iptables/xshared.c, add_param_to_argv): at blanks, except within
 * double quotes, where a backslash takes the next character as it is. Null where a quote is not closed.
 */
export function iptablesTokens(text: string): RuleTokens | null {
  const words: string[] = [];
  const quotedMarks = new Set<number>();
  let word: string | null = null;
  let quoted = false;
  let hadQuotes = false;
  const end = (): void => {
    if (word === '!' && hadQuotes) quotedMarks.add(words.length);
    if (word !== null) words.push(word);
    word = null;
    hadQuotes = false;
  };
  for (let index = 0; index < text.length; index++) {
    const character = text[index] ?? '';
    if (quoted) {
      if (character === '"') quoted = false;
      else word = (word ?? '') + (character === '\\' ? (text[++index] ?? '') : character);
    } else if (character === '"') {
      quoted = hadQuotes = true;
      word ??= '';
    } else if (character === ' ' || character === '\t') {
      end();
    } else {
      word = (word ?? '') + character;
    }
  }
  end();
  return quoted ? null : { words, quotedMarks };
}
