import { readFlow } from './flow-text.ts';
import { lineReference } from './line-reference.ts';
import { fact, problem, type Reading } from './reading.ts';
import { readValue } from './read-value.ts';
import type { NumberWord } from './selection.ts';
import { loneSpellings, spellings } from './spellings.ts';
import type { Token } from './tokens.ts';
import { valueExamples } from './value-examples.ts';
import { flagsOf, isAddress, isTime, numberOf } from './value-text.ts';
import {
  flagBits,
  isDisposition,
  isFamily,
  isLoneFlag,
  isNatWord,
  isNumberWord,
  isValueWord,
  numberWords,
  protocolWords,
  type ValueWord,
} from './words.ts';

/** Reads the fact that begins at `tokens[at]`. */
export function readFact(tokens: readonly Token[], at: number): Reading {
  const token = tokens[at];
  if (token === undefined) return problem(['noTerm', ''], 1);
  const word = token.text.toLowerCase();
  if (token.sign) return problem(['strayComparison', token.text], 1);
  if (token.quoted) return fact({ kind: 'text', text: token.text });
  const lone = ownEntry(loneSpellings, word) ?? word;
  if (lone === 'dead' || isDisposition(lone)) return fact({ kind: 'end', end: lone });
  if (isFamily(lone)) return fact({ kind: 'family', family: lone });
  if (isLoneFlag(lone)) return fact({ kind: 'flags', set: flagBits[lone] });
  if (word.startsWith('tcp.flags.')) return readSingleFlag(tokens, at);
  if (isNatWord(word)) {
    const address = tokens[at + 1];
    const isNamed = address !== undefined && !address.sign && !address.quoted && isAddress(address.text);
    return fact({ kind: word, address: isNamed ? address.text : null }, isNamed ? 2 : 1);
  }
  if (protocolWords.includes(lone)) {
    const flow = readFlow(lone, tokens[at + 1]);
    return flow === null ? fact({ kind: 'proto', name: lone }) : fact(flow, 2);
  }
  const spelling = ownEntry(spellings, word);
  const field = spelling?.word ?? word;
  if (!isValueWord(field)) return fact(lineReference(token.text) ?? { kind: 'text', text: token.text });
  const reading = readField(field, token.text, tokens, at + 1);
  if (reading.kind === 'problem') return { ...reading, used: reading.used + 1 };
  const { protocol } = spelling ?? {};
  const facts =
    protocol === undefined ? reading.facts : [{ kind: 'proto', name: protocol } as const, ...reading.facts];
  return { ...reading, facts, used: reading.used + 1 };
}

/** The entry of a word that a person typed: `constructor` is none. */
function ownEntry<T>(entries: Readonly<Record<string, T>>, word: string): T | undefined {
  return Object.hasOwn(entries, word) ? entries[word] : undefined;
}

/** The sides of tcpdump's `src port 80`, `dst net 10.0.0.0/8`. */
const sided: Readonly<Record<string, { readonly src: ValueWord; readonly dst: ValueWord }>> = {
  host: { src: 'src', dst: 'dst' },
  net: { src: 'src', dst: 'dst' },
  port: { src: 'sport', dst: 'dport' },
  portrange: { src: 'sport', dst: 'dport' },
};

/** Reads comparison and value from `tokens[at]` on. */
function readField(field: ValueWord, written: string, tokens: readonly Token[], at: number): Reading {
  const first = tokens[at];
  const side =
    first === undefined || first.sign || first.quoted ? undefined : ownEntry(sided, first.text.toLowerCase());
  if ((field === 'src' || field === 'dst') && side !== undefined && tokens[at + 1] !== undefined) {
    return oneMore(readField(side[field], `${written} ${first?.text ?? ''}`, tokens, at + 1));
  }
  const sign = first?.sign && isComparison(first.text) ? first.text : null;
  const value = tokens[sign === null ? at : at + 1];
  if (value === undefined || value.sign)
    return problem(['noValue', written, valueExamples[field]], sign === null ? 0 : 1);
  const reading =
    sign !== null && isOrder(sign)
      ? readOrder(field, written, sign, value)
      : readValue(field, written, value, tokens, sign === null ? at : at + 1);
  const negated = sign === '!=';
  const read = sign === null ? reading : oneMore(reading);
  return read.kind === 'facts' && negated ? { ...read, negated } : read;
}

function isComparison(sign: string): boolean {
  return sign === '=' || sign === '==' || sign === '!=' || isOrder(sign);
}

function isOrder(sign: string): boolean {
  return sign[0] === '<' || sign[0] === '>';
}

function oneMore(reading: Reading): Reading {
  return { ...reading, used: reading.used + 1 };
}

/** `ttl < 3`, `dport >= 1024` */
function readOrder(field: ValueWord, written: string, sign: string, value: Token): Reading {
  if (field === 'time') {
    if (!isTime(value.text)) return problem(['wrongValue', written, value.text, valueExamples.time], 1);
    // Before a time is what is not from then on, after it what is not up to then.
    const isFrom = sign === '<' || sign === '>=';
    const [from, to] = isFrom ? [value.text, null] : [null, value.text];
    const bound = fact({ kind: 'time', from, to }, 1);
    return bound.kind === 'facts' ? { ...bound, negated: sign.length === 1, compared: true } : bound;
  }
  const highest = isNumberWord(field)
    ? numberWords[field]
    : field === 'sport' || field === 'dport' || field === 'port'
      ? 65535
      : null;
  if (highest === null) return problem(['onlyNumbersCompare', written, sign], 1);
  const number = numberOf(value.text, highest);
  if (number === null) return problem(['wrongValue', written, value.text, valueExamples[field]], 1);
  const isOpen = sign.length === 1;
  const [from, to] =
    sign[0] === '<' ? [0, isOpen ? number - 1 : number] : [isOpen ? number + 1 : number, highest];
  const reading = fact({ kind: field as NumberWord | 'port', from, to }, 1);
  return reading.kind === 'facts' ? { ...reading, compared: true } : reading;
}

/** Wireshark's `tcp.flags.syn==1`, `tcp.flags.reset`. */
function readSingleFlag(tokens: readonly Token[], at: number): Reading {
  const written = tokens[at]?.text ?? '';
  const name = written.toLowerCase().slice('tcp.flags.'.length);
  const set = flagsOf(name === 'reset' ? 'rst' : name === 'push' ? 'psh' : name);
  const [sign, value] = [tokens[at + 1], tokens[at + 2]];
  const isAsked = sign?.sign === true && isComparison(sign.text) && !isOrder(sign.text);
  if (set === null) return problem(['wrongValue', 'flags', name, valueExamples.flags], isAsked ? 3 : 1);
  const reading = fact({ kind: 'flags', set }, isAsked ? 3 : 1);
  if (!isAsked || reading.kind !== 'facts') return reading;
  const isNo = /^(0|false)$/i.test(value?.text ?? '');
  return { ...reading, negated: isNo !== (sign.text === '!=') };
}
