import type { MarkChange, Statement, Written } from '../../model/statement.ts';
import { readNumber } from '../values.ts';
import type { Expression } from './expression.ts';
import { fieldNamed } from './fields.ts';
import { readValue, valueType } from './value-types.ts';

/** `meta mark set 0x10`, `ct mark set meta mark`, `ip ttl set 64`, `tcp option maxseg size set 1400`. */
export function assignmentStatement({
  field,
  value,
}: Extract<Expression, { kind: 'assignment' }>): Statement {
  const text = value.join(' ');
  const all = `${field.words} set ${text}`;
  if (field.words === 'meta mark')
    return { kind: 'set-mark', on: 'packet', change: markChange(value, 'packet') };
  if (field.words === 'ct mark')
    return { kind: 'set-mark', on: 'connection', change: markChange(value, 'connection') };
  if (field.words === 'meta nftrace') return { kind: 'trace', on: text !== '0' };
  if (field.words.startsWith('ct ')) return { kind: 'ct-setup', what: field.words, words: all };
  if (field.field.kind === 'other') return { kind: 'side-effect', name: sideEffect(field.words), words: all };
  return { kind: 'write', field: field.field, value: written(field.words, text) };
}

/** What a target of iptables does as well has its name. */
function sideEffect(field: string): string {
  return field.startsWith('tcp option maxseg') ? 'TCPMSS' : field;
}

function written(field: string, text: string): Written {
  const value = readValue(text, valueType(fieldNamed(field).type));
  return value.kind === 'word' ? { kind: 'unknown', words: text } : { kind: 'value', value };
}

/**
 * What a new mark is made of: `0x20`, `meta mark | 0x4000`, `mark and 0xffff00ff xor 0x100`, `ct mark & 0xff`. Null for
 * other values (maps, shifts, hashes).
 */
function markChange(words: readonly string[], on: 'packet' | 'connection'): MarkChange | null {
  const [own, other] = on === 'packet' ? ['packet', 'connection'] : ['connection', 'packet'];
  const operand = markOperand(words);
  if (operand === null) return null;
  let change: MarkChange =
    operand.of === own ? { keep: 0xffffffff, copy: 0, flip: 0 }
    : operand.of === other ? { keep: 0, copy: 0xffffffff, flip: 0 }
    : { keep: 0, copy: 0, flip: operand.number }; // prettier-ignore
  for (let at = operand.length; at < words.length; at += 2) {
    const number = readNumber(words[at + 1] ?? '');
    const next = number === null ? null : combined(change, words[at] ?? '', number);
    if (next === null) return null;
    change = next;
  }
  return change;
}

function combined({ keep, copy, flip }: MarkChange, operator: string, number: number): MarkChange | null {
  switch (operator) {
    case '&':
    case 'and':
      return { keep: (keep & number) >>> 0, copy: (copy & number) >>> 0, flip: (flip & number) >>> 0 };
    case '|':
    case 'or':
      return {
        keep: (keep & ~number) >>> 0,
        copy: (copy & ~number) >>> 0,
        flip: ((flip & ~number) | number) >>> 0,
      };
    case '^':
    case 'xor':
      return { keep, copy, flip: (flip ^ number) >>> 0 };
    default:
      return null;
  }
}

/** The first operand: a mark, or a number; how many words it takes. */
function markOperand(words: readonly string[]): {
  readonly of: 'packet' | 'connection' | 'number';
  readonly number: number;
  readonly length: number;
} | null {
  const [first = '', second] = words;
  if (first === 'mark') return { of: 'packet', number: 0, length: 1 };
  if (first === 'meta' && second === 'mark') return { of: 'packet', number: 0, length: 2 };
  if (first === 'ct' && second === 'mark') return { of: 'connection', number: 0, length: 2 };
  const number = readNumber(first);
  return number === null ? null : { of: 'number', number, length: 1 };
}
