import type { Fact, Selection, Term } from './selection.ts';
import { readFact, type Reading } from './read-fact.ts';
import { tokenize } from './tokens.ts';
import { nearWord } from './words.ts';

/** What a filter text means. `problems` are sentences for the user; the words they are about are left out. */
export interface ParsedFilter {
  readonly selection: Selection;
  readonly problems: readonly string[];
  /** Sentences about words that are used, but perhaps not as meant. */
  readonly hints: readonly string[];
}

/** Reads filter text. Never throws, whatever the text. */
export function parseFilter(text: string): ParsedFilter {
  const { tokens, unclosed } = tokenize(text);
  const selection: Term[] = [];
  const problems: string[] = unclosed ? ['A quotation mark is not closed.'] : [];
  const hints: string[] = [];
  for (let i = 0; i < tokens.length;) {
    const token = tokens[i];
    if (token === undefined) break;
    const negated = !token.quoted && token.text.toLowerCase() === 'not' && i + 1 < tokens.length;
    if (negated) i++;
    const reading: Reading = readFact(tokens, i);
    i += reading.used;
    if (reading.kind === 'problem') problems.push(reading.message);
    else selection.push({ ...reading.fact, negated });
    if (reading.kind === 'fact') hints.push(...hintsAbout(reading.fact, token.quoted));
  }
  return { selection, problems, hints };
}

function hintsAbout(fact: Fact, quoted: boolean): readonly string[] {
  if (fact.kind !== 'text' || quoted) return [];
  const near = nearWord(fact.text);
  return near === null ? [] : [`“${fact.text}” is searched for as text. Did you mean “${near}”?`];
}
