/** A command of nft that is read word by word; a set in braces is one word, as in its listings. */
export class NftLine {
  readonly #text: string;
  readonly #words: readonly { readonly text: string; readonly start: number }[];
  #next = 0;
  /** A quote or a bracket is not closed. */
  readonly isBroken: boolean;

  /** People give a whole command in quotes of the shell, and its sets too: `'{ 10.0.0.1 }'`. */
  constructor(typed: string) {
    const text = typed
      .replaceAll("'", ' ')
      .replaceAll('\\;', ' ;')
      .replaceAll('\\{', ' {')
      .replaceAll('\\}', ' }');
    this.#text = text;
    const words: { text: string; start: number }[] = [];
    let depth = 0;
    let quoted = false;
    let start = -1;
    for (let index = 0; index <= text.length; index++) {
      const character = text[index] ?? ' ';
      if (character === '"') quoted = !quoted;
      else if (!quoted && (character === '{' || character === '(')) depth++;
      else if (!quoted && (character === '}' || character === ')')) depth--;
      const isBlank =
        !quoted && depth <= 0 && (character === ' ' || character === '\t' || character === '\n');
      if (isBlank && start >= 0) {
        words.push({ text: text.slice(start, index), start });
        start = -1;
      } else if (!isBlank && start < 0) start = index;
    }
    if (start >= 0) words.push({ text: text.slice(start), start });
    this.#words = words;
    this.isBroken = quoted || depth !== 0;
  }

  peek(): string | null {
    return this.#words[this.#next]?.text ?? null;
  }

  take(): string | null {
    return this.#words[this.#next++]?.text ?? null;
  }

  skip(word: string): void {
    if (this.peek() === word) this.#next++;
  }

  /** What was not taken yet. */
  rest(): string {
    const next = this.#words[this.#next];
    return next === undefined ? '' : this.#text.slice(next.start).trim();
  }

  /** Where a word stands: by its number from 0. */
  at(number: number): { start: number; length: number } | null {
    const word = this.#words[number];
    return word === undefined ? null : { start: word.start, length: word.text.length };
  }

  /** Where the next word stands; the end of the line where there is none. */
  get here(): { start: number; length: number } {
    return this.at(this.#next) ?? this.end;
  }

  get end(): { start: number; length: number } {
    return { start: this.#text.length, length: 1 };
  }

  find(text: string): { start: number; length: number } | null {
    const word = this.#words.find((each, index) => index >= this.#next && each.text === text);
    if (word !== undefined) return { start: word.start, length: text.length };
    const start = this.#text.indexOf(text);
    return start < 0 ? null : { start, length: text.length };
  }
}
