import type { FilterNote, NoteText } from './note.ts';
import { readFact } from './read-fact.ts';
import { type Fact, narrowingKinds, type Selection, type Term } from './selection.ts';
import { type Token, tokenize } from './tokens.ts';
import { nearWord } from './words.ts';

/** What a filter text means. The words that a problem is about are left out. */
export interface ParsedFilter {
  readonly selection: Selection;
  readonly notes: readonly FilterNote[];
}

/** Reads filter text. Never throws, whatever the text. */
export function parseFilter(text: string): ParsedFilter {
  const { tokens, unclosed } = tokenize(text);
  const reader = new Reader(tokens);
  const selection = reader.whole();
  const notes = [...reader.notes];
  if (unclosed >= 0)
    notes.push({ severity: 'problem', from: unclosed, to: text.length, says: ['unclosedQuote'] });
  return { selection, notes };
}

/** `or` binds least, then `and`, then words that stand side by side, then `not`. */
class Reader {
  readonly notes: FilterNote[] = [];
  readonly #tokens: readonly Token[];
  #at = 0;
  /** How many brackets are open: a filter of brackets alone must not use up the stack. */
  #depth = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  whole(): Selection {
    let all = this.#alternatives();
    for (let token = this.#next(); token !== undefined; token = this.#next()) {
      // Only a closing bracket ends the alternatives before the text ends.
      this.#note('problem', token, token, ['strayBracket']);
      this.#at++;
      all = both(all, this.#alternatives());
    }
    return all;
  }

  #alternatives(): Selection {
    const alternatives: Selection[] = [];
    const add = (selection: Selection) => {
      if (selection.length > 0) alternatives.push(selection);
    };
    add(this.#conjunction());
    for (let or = this.#joiner('or'); or !== null; or = this.#joiner('or')) {
      this.#wantTermAfter(or, alternatives.length > 0);
      add(this.#conjunction());
    }
    const [only] = alternatives;
    return alternatives.length < 2 ? (only ?? []) : asAlternatives(alternatives);
  }

  #conjunction(): Selection {
    let all = this.#neighbours();
    for (let and = this.#joiner('and'); and !== null; and = this.#joiner('and')) {
      this.#wantTermAfter(and, all.length > 0);
      all = both(all, this.#neighbours());
    }
    return all;
  }

  /** Words side by side: those of one kind are alternatives. */
  #neighbours(): Selection {
    const terms: Term[] = [];
    for (let token = this.#next(); token !== undefined; token = this.#next()) {
      if (isClosing(token) || isJoiner(token)) break;
      terms.push(...this.#term());
    }
    return terms;
  }

  #term(): readonly Term[] {
    let token = this.#next() as Token;
    let negated = false;
    for (let not = token; isNot(not); not = token) {
      this.#at++;
      const next = this.#next();
      if (next === undefined || isClosing(next) || isJoiner(next)) {
        this.#note('problem', not, not, ['noTerm', not.text]);
        return [];
      }
      negated = !negated;
      token = next;
    }
    if (token.sign && token.text === '(') return this.#bracket(token, negated);
    const reading = readFact(this.#tokens, this.#at);
    const last = this.#tokens[this.#at + reading.used - 1] ?? token;
    this.#at += reading.used;
    if (reading.kind === 'problem') {
      this.#note('problem', token, last, reading.says);
      return [];
    }
    for (const fact of reading.facts) this.#hintAt(fact, token, last);
    const isNegated = negated !== reading.negated;
    const terms = reading.facts.map((fact) => ({ ...fact, negated: isNegated }));
    const kinds = new Set(terms.map(({ kind }) => kind));
    // What is not this and not that is neither.
    if (kinds.size === 1 && (isNegated || !reading.compared)) return terms;
    return [{ kind: 'any', of: [reading.facts.map(asTerm)], negated: isNegated }];
  }

  #bracket(open: Token, negated: boolean): readonly Term[] {
    this.#at++;
    if (++this.#depth > 200) {
      this.#at = this.#tokens.length;
      this.#note('problem', open, open, ['unclosedBracket']);
      return [];
    }
    const inside = this.#alternatives();
    this.#depth--;
    const close = this.#next();
    if (close === undefined) this.#note('problem', open, open, ['unclosedBracket']);
    else this.#at++;
    const [only] = inside;
    if (only === undefined) return [];
    const stands = inside.length === 1 && (only.negated || narrowingKinds.has(only.kind));
    return stands
      ? [{ ...only, negated: only.negated !== negated }]
      : [{ kind: 'any', of: [inside], negated }];
  }

  #joiner(word: 'and' | 'or'): Token | null {
    const token = this.#next();
    if (token === undefined || joinerOf(token) !== word) return null;
    this.#at++;
    return token;
  }

  #wantTermAfter(joiner: Token, anyBefore: boolean): void {
    const next = this.#next();
    if (next === undefined || isClosing(next)) this.#note('problem', joiner, joiner, ['noTerm', joiner.text]);
    else if (!anyBefore) this.#note('problem', joiner, joiner, ['noTermBefore', joiner.text]);
  }

  #hintAt(fact: Fact, from: Token, to: Token): void {
    if (fact.kind !== 'text' || from.quoted || from !== to) return;
    const near = nearWord(fact.text);
    if (near !== null) this.#note('hint', from, to, ['nearWord', fact.text, near]);
    else if (!/\d/.test(fact.text)) this.#note('hint', from, to, ['searchedFor', fact.text]);
  }

  #next(): Token | undefined {
    return this.#tokens[this.#at];
  }

  #note(severity: FilterNote['severity'], from: Token, to: Token, says: NoteText): void {
    this.notes.push({ severity, from: from.at, to: to.end, says });
  }
}

/** Both must hold. What would be an alternative of a term before it goes into brackets. */
function both(first: Selection, second: Selection): Selection {
  const kinds = new Set(first.filter(isAlternative).map(({ kind }) => kind));
  const own = second.filter((term) => isAlternative(term) && kinds.has(term.kind));
  if (own.length === 0) return [...first, ...second];
  const rest = second.filter((term) => !own.includes(term));
  const byKind = [...new Set(own.map(({ kind }) => kind))];
  const brackets = byKind.map((kind) => ({
    kind: 'any' as const,
    of: [own.filter((term) => term.kind === kind)],
    negated: false,
  }));
  return [...first, ...rest, ...brackets];
}

/** Single terms of one kind are alternatives as they stand. */
function asAlternatives(alternatives: readonly Selection[]): Selection {
  const [first] = alternatives.flat();
  const areNeighbours = alternatives.every(
    ([only, another]) =>
      only !== undefined && another === undefined && isAlternative(only) && only.kind === first?.kind,
  );
  if (areNeighbours) return alternatives.flat();
  const flat = alternatives.flatMap((selection) => {
    const [only, another] = selection;
    return only?.kind === 'any' && !only.negated && another === undefined ? only.of : [selection];
  });
  return [{ kind: 'any', of: flat, negated: false }];
}

function asTerm(fact: Fact): Term {
  return { ...fact, negated: false };
}

function isAlternative(term: Term): boolean {
  return !term.negated && !narrowingKinds.has(term.kind);
}

function isClosing({ sign, text }: Token): boolean {
  return sign && text === ')';
}

function isNot({ sign, quoted, text }: Token): boolean {
  return sign ? text === '!' : !quoted && text.toLowerCase() === 'not';
}

function isJoiner(token: Token): boolean {
  return joinerOf(token) !== null;
}

function joinerOf({ sign, quoted, text }: Token): 'and' | 'or' | null {
  if (sign) return text === '&&' ? 'and' : text === '||' ? 'or' : null;
  const word = quoted ? '' : text.toLowerCase();
  return word === 'and' || word === 'or' ? word : null;
}
