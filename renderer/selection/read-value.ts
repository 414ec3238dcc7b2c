import { readFlow } from './flow-text.ts';
import { lineReference } from './line-reference.ts';
import { anyOf, fact, problem, type Reading } from './reading.ts';
import type { Token } from './tokens.ts';
import { valueExamples } from './value-examples.ts';
import { flagsOf, isAddress, isTime, numberOf, rangesOf, wholeNumber } from './value-text.ts';
import { isCauseKind, isNumberWord, isReserved, numberWords, type ValueWord } from './words.ts';

/** Reads the value `tokens[at]`, with the words after it where a value has several. */
export function readValue(
  field: ValueWord,
  written: string,
  value: Token,
  tokens: readonly Token[],
  at: number,
): Reading {
  const wrong = () => problem(['wrongValue', written, value.text, valueExamples[field]], 1);
  switch (field) {
    case 'src':
    case 'dst':
      return fact({ kind: field, address: value.text }, 1);
    case 'net':
      return fact({ kind: 'address', address: value.text }, 1);
    case 'host':
      return !value.quoted && isAddress(value.text)
        ? fact({ kind: 'address', address: value.text }, 1)
        : fact({ kind: 'host', name: value.text }, 1);
    case 'sport':
    case 'dport':
    case 'port':
    case 'ttl':
    case 'len':
    case 'id':
    case 'seq':
    case 'ack': {
      const ranges = rangesOf(value.text, isNumberWord(field) ? numberWords[field] : 65535);
      return ranges === null ? wrong() : anyOf(ranges.map((range) => ({ kind: field, ...range })));
    }
    case 'time': {
      const [from = '', to = from, more] = value.text.split(value.text.includes('..') ? '..' : '-');
      const span =
        value.text.includes('T') && !value.text.includes('..') ? [value.text, value.text] : [from, to];
      const fits = span.every((end) => end === '' || isTime(end)) && span.some((end) => end !== '');
      if (!fits || (more !== undefined && span[0] === from)) return wrong();
      return fact({ kind: 'time', from: span[0] || null, to: span[1] || null }, 1);
    }
    case 'flags': {
      const set = flagsOf(value.text);
      return set === null ? wrong() : fact({ kind: 'flags', set }, 1);
    }
    case 'proto':
      return fact({ kind: 'proto', name: value.text.toLowerCase() }, 1);
    case 'chain':
    case 'via':
      return fact({ kind: field, name: value.text }, 1);
    case 'text':
      return fact({ kind: 'text', text: value.text }, 1);
    case 'in':
    case 'out':
      return fact({ kind: field, interface: value.text }, 1);
    case 'dead-end':
      return fact({ kind: 'dead-end', group: value.text }, 1);
    case 'policy':
      return fact({ kind: 'policy', chain: value.text }, 1);
    case 'edge': {
      const cut = value.arrows[0];
      if (cut === undefined) return wrong();
      return fact({ kind: 'edge', from: value.text.slice(0, cut), to: value.text.slice(cut + 1) }, 1);
    }
    case 'rule': {
      const number = wholeNumber(tokens[at + 1]?.text);
      if (number === null) return problem(['noValue', written, valueExamples.rule], 1);
      return fact({ kind: 'rule', chain: value.text, number }, 2);
    }
    case 'cause':
      return readCause(value, tokens[at + 1], tokens[at + 2]) ?? wrong();
    case 'packet': {
      const number = wholeNumber(value.text);
      return number === null || number < 1 ? wrong() : fact({ kind: 'packet', number }, 1);
    }
    case 'mark': {
      const mark = numberOf(value.text, 0xffffffff);
      return mark === null ? wrong() : fact({ kind: 'mark', value: mark }, 1);
    }
    case 'flow':
    case 'conversation': {
      const flow = readFlow(value.text.toLowerCase(), tokens[at + 1]);
      if (flow === null) return problem(['noValue', written, valueExamples[field]], 1);
      return fact({ ...flow, kind: field }, 2);
    }
    case 'line': {
      const line = lineReference(value.text, true);
      return line === null ? wrong() : fact(line, 1);
    }
  }
}

/** `cause policy filter/FORWARD`, `cause rule filter/FORWARD 3`, `cause rp-filter`. */
function readCause(kind: Token, chain: Token | undefined, rule: Token | undefined): Reading | null {
  const cause = kind.text.toLowerCase();
  if (!isCauseKind(cause)) return null;
  const named =
    chain !== undefined &&
    !chain.sign &&
    (chain.quoted || (chain.text.includes('/') && !isReserved(chain.text)));
  if (!named) return fact({ kind: 'cause', cause, chain: null, rule: null }, 1);
  const number = rule?.quoted ? null : wholeNumber(rule?.text);
  return fact({ kind: 'cause', cause, chain: chain.text, rule: number }, number === null ? 2 : 3);
}
