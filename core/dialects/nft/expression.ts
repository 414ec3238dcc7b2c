import { type NftField, readField } from './fields.ts';

/** `ip saddr . tcp dport != @allowed`: what is compared, how, and with what. */
export interface NftComparison {
  /** One unless it is a concatenation. */
  readonly fields: readonly NftField[];
  /** `''` where nft prints none: equal, or for flags and states, one of them. */
  readonly operator: '' | '==' | '!=' | '<' | '>' | '<=' | '>=' | '!';
  /** The bits that count, in nft's words: `0xff` of `meta mark & 0xff == 0x10`, `fin,syn` of `tcp flags syn / fin,syn`. */
  readonly mask: string | null;
  /** A word, a set in braces, `@name`, or the parts of a concatenation with ` . ` between. */
  readonly value: string;
}

/** What begins with a field, and where the rule goes on after it. */
export type Expression =
  | { readonly kind: 'comparison'; readonly comparison: NftComparison; readonly next: number }
  | {
      readonly kind: 'vmap';
      readonly fields: readonly NftField[];
      readonly map: string;
      readonly next: number;
    }
  /** `meta mark set ct mark & 0xff`: writes instead of comparing. */
  | {
      readonly kind: 'assignment';
      readonly field: NftField;
      readonly value: readonly string[];
      readonly next: number;
    };

/** The expression that begins at a word; null where none does, or where it is not understood to its end. */
export function readExpression(words: readonly string[], start: number): Expression | null {
  const concatenation = readConcatenation(words, start);
  if (concatenation === null) return null;
  const { fields } = concatenation;
  let next = concatenation.next;
  if (words[next] === 'vmap') {
    const map = words[next + 1];
    return map === undefined ? null : { kind: 'vmap', fields, map, next: next + 2 };
  }
  if (words[next] === 'set') {
    const end = endOfValue(words, next + 1);
    const [field] = fields;
    if (end === null || field === undefined) return null;
    return { kind: 'assignment', field, value: words.slice(next + 1, end), next: end };
  }
  let mask: string | null = null;
  if (words[next] === '&' || words[next] === 'and') {
    mask = words[next + 1] ?? '';
    next += 2;
  }
  const operator = operatorOf(words[next]);
  if (operator !== '') next++;
  const first = words[next];
  if (first === undefined || isOperatorWord(first)) return null;
  const parts = [first];
  next++;
  while (words[next] === '.' || words[next] === '|') {
    parts.push(words[next] === '.' ? ' . ' : '|', words[next + 1] ?? '');
    next += 2;
  }
  if (words[next] === '/' && mask === null) {
    mask = words[next + 1] ?? '';
    next += 2;
  }
  if (next > words.length || isOperatorWord(words[next] ?? '')) return null;
  return { kind: 'comparison', comparison: { fields, operator, mask, value: parts.join('') }, next };
}

/** `ip saddr . tcp dport`: the fields of a key, and where the rule goes on after them. */
export function readConcatenation(
  words: readonly string[],
  start: number,
): { readonly fields: readonly NftField[]; readonly next: number } | null {
  const fields: NftField[] = [];
  let next = start;
  for (;;) {
    const read = readField(words, next);
    if (read === null || read.next > words.length) return null;
    fields.push({ words: read.words, field: read.field, type: read.type });
    next = read.next;
    if (words[next] !== '.') return { fields, next };
    next++;
  }
}

/** Where the value of an assignment ends: `ct mark & 0xff`, `ip saddr map { ... }`, `0x20`. */
function endOfValue(words: readonly string[], start: number): number | null {
  const concatenation = readConcatenation(words, start);
  let next = concatenation?.next ?? start + 1;
  if (words[next] === 'map') next += 2;
  while (isBinaryOperator(words[next] ?? '')) {
    const operand = readConcatenation(words, next + 1);
    next = operand?.next ?? next + 2;
  }
  return next > words.length ? null : next;
}

function isBinaryOperator(word: string): boolean {
  return ['&', '|', '^', '<<', '>>', 'and', 'or', 'xor', 'lshift', 'rshift', '.'].includes(word);
}

function isOperatorWord(word: string): boolean {
  return isBinaryOperator(word) || operatorOf(word) !== '' || word === 'map' || word === '/';
}

function operatorOf(word: string | undefined): NftComparison['operator'] {
  switch (word) {
    case '==':
    case '!=':
    case '<':
    case '>':
    case '<=':
    case '>=':
    case '!':
      return word;
    case 'eq':
      return '==';
    case 'ne':
      return '!=';
    case 'lt':
      return '<';
    case 'gt':
      return '>';
    case 'le':
      return '<=';
    case 'ge':
      return '>=';
    default:
      return '';
  }
}
