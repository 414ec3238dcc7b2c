import type { Refusal } from '../model/edit.ts';

/** A word of a command line as the shell would hand it on, and where it stands in the text. */
export interface TypedWord {
  readonly text: string;
  readonly start: number;
  readonly length: number;
  /** Some of it stood in quotes: a `!` so written is a value. */
  readonly quoted: 'yes' | 'no';
}

/** The words of a command line, split as a POSIX shell splits them; refused where a quote is not closed. */
export function typedWords(text: string): readonly TypedWord[] | Refusal {
  const words: TypedWord[] = [];
  let word: string | null = null;
  let start = 0;
  let quote: string | null = null;
  let quoted: TypedWord['quoted'] = 'no';
  const end = (at: number): void => {
    if (word !== null) words.push({ text: word, start, length: at - start, quoted });
    word = null;
    quoted = 'no';
  };
  for (let index = 0; index < text.length; index++) {
    const character = text[index] ?? '';
    if (quote === null && isBlank(character)) {
      end(index);
      continue;
    }
    if (word === null) [word, start] = ['', index];
    if (quote === null && (character === '"' || character === "'")) {
      quote = character;
      quoted = 'yes';
    } else if (character === quote) quote = null;
    else if (character === '\\' && quote !== "'") word += text[++index] ?? '';
    else word += character;
  }
  if (quote !== null) return refuse({ kind: 'open-quote', quote }, { start, length: text.length - start });
  end(text.length);
  return words;
}

/** The words after the tool's name and `sudo`, which people copy along. */
export function withoutTool(words: readonly TypedWord[], names: readonly string[]): readonly TypedWord[] {
  const first = words[0]?.text === 'sudo' ? 1 : 0;
  const name = words[first]?.text ?? '';
  return names.includes(name.slice(name.lastIndexOf('/') + 1)) ? words.slice(first + 1) : words;
}

/** `says` in the tool's own words, or as what only Netopsy lacks; `at` the word that is at fault. */
export function refuse(
  says: Refusal['refused'],
  at: { readonly start: number; readonly length: number } | null | undefined = null,
): Refusal {
  return { refused: says, at: at ? { start: at.start, length: at.length } : null, line: null };
}

export function isRefusal(result: object): result is Refusal {
  return 'refused' in result;
}

function isBlank(character: string): boolean {
  return character === ' ' || character === '\t' || character === '\n';
}
