import { readAddress } from '../../core/index.ts';
import { clockOf } from './clock.ts';
import { readFlow } from './flow-text.ts';
import type { NoteText } from './note.ts';
import type { Fact, NumberWord } from './selection.ts';
import { loneSpellings, spellings } from './spellings.ts';
import type { Token } from './tokens.ts';
import {
  flagBits,
  isCauseKind,
  isDisposition,
  isFamily,
  isLoneFlag,
  isNatWord,
  isNumberWord,
  isReserved,
  isValueWord,
  numberWords,
  protocolWords,
  type ValueWord,
} from './words.ts';

/** What one or several words mean; `used` says how many words it took, at least one. */
export type Reading =
  | {
      readonly kind: 'facts';
      /** Those of one kind are alternatives, the others must all hold. */
      readonly facts: readonly Fact[];
      readonly used: number;
      /** By `!=`. */
      readonly negated: boolean;
      /** By `<` and its like: such terms are no alternatives of each other (`len > 100 len < 1400`). */
      readonly compared: boolean;
    }
  | { readonly kind: 'problem'; readonly says: NoteText; readonly used: number };

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

/** What is written for a field in a sentence about it. */
const examples: Record<ValueWord, string> = {
  src: '10.1.0.2 or 10.1.0.0/24',
  dst: '10.2.0.2 or 10.2.0.0/24',
  host: '10.1.0.2 or gw-a',
  net: '10.1.0.0/24',
  sport: '45476',
  dport: '8081 or 8000-8100',
  port: '53',
  proto: 'tcp',
  chain: 'filter/FORWARD or nat/KUBE-SVC-*',
  via: 'routing',
  edge: 'filter/FORWARD>filter/ALLOW',
  rule: 'filter/FORWARD 2',
  policy: 'filter/FORWARD',
  cause: 'rp-filter or policy filter/FORWARD',
  'dead-end': '"..."',
  in: 'eth0',
  out: 'eth1',
  packet: '482',
  flow: 'tcp 10.1.0.2:45476>10.2.0.2:81',
  conversation: 'tcp 10.1.0.2:45476>10.2.0.2:81',
  mark: '0x64',
  ttl: '< 3',
  len: '> 1400',
  id: '0x1a2b',
  seq: '3141592653',
  ack: '3141592653',
  flags: 'syn,ack',
  time: '07:59:58..08:00:10',
  line: 'kern.log:482',
  text: '"any words"',
};

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
    return problem(['noValue', written, examples[field]], sign === null ? 0 : 1);
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
    if (!isTime(value.text)) return problem(['wrongValue', written, value.text, examples.time], 1);
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
  if (number === null) return problem(['wrongValue', written, value.text, examples[field]], 1);
  const isOpen = sign.length === 1;
  const [from, to] =
    sign[0] === '<' ? [0, isOpen ? number - 1 : number] : [isOpen ? number + 1 : number, highest];
  const reading = fact({ kind: field as NumberWord | 'port', from, to }, 1);
  return reading.kind === 'facts' ? { ...reading, compared: true } : reading;
}

/** Reads the value `tokens[at]`, with the words after it where a value has several. */
function readValue(
  field: ValueWord,
  written: string,
  value: Token,
  tokens: readonly Token[],
  at: number,
): Reading {
  const wrong = () => problem(['wrongValue', written, value.text, examples[field]], 1);
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
      return ranges === null ? wrong() : facts(ranges.map((range) => ({ kind: field, ...range })));
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
      if (number === null) return problem(['noValue', written, examples.rule], 1);
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
      if (flow === null) return problem(['noValue', written, examples[field]], 1);
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

/** Wireshark's `tcp.flags.syn==1`, `tcp.flags.reset`. */
function readSingleFlag(tokens: readonly Token[], at: number): Reading {
  const written = tokens[at]?.text ?? '';
  const name = written.toLowerCase().slice('tcp.flags.'.length);
  const set = flagsOf(name === 'reset' ? 'rst' : name === 'push' ? 'psh' : name);
  const [sign, value] = [tokens[at + 1], tokens[at + 2]];
  const isAsked = sign?.sign === true && isComparison(sign.text) && !isOrder(sign.text);
  if (set === null) return problem(['wrongValue', 'flags', name, examples.flags], isAsked ? 3 : 1);
  const reading = fact({ kind: 'flags', set }, isAsked ? 3 : 1);
  if (!isAsked || reading.kind !== 'facts') return reading;
  const isNo = /^(0|false)$/i.test(value?.text ?? '');
  return { ...reading, negated: isNo !== (sign.text === '!=') };
}

/** `kern.log:482`; a bare word must look like a file, not like an address with its port. */
function lineReference(text: string, sure = false): Fact | null {
  const match = /^(.+):(\d{1,15})$/s.exec(text);
  const file = match?.[1] ?? '';
  if (file === '' || (!sure && !/(^|\/|\.)(log|txt|gz|xz|messages|syslog|dmesg)$/i.test(file))) return null;
  return { kind: 'line', file, line: Number(match?.[2]) };
}

interface Range {
  readonly from: number;
  readonly to: number;
}

/** `80`, `80-90`, `80:90`, `80,443` */
function rangesOf(text: string, highest: number): readonly Range[] | null {
  const ranges = text.split(',').map((part) => rangeOf(part, highest));
  return ranges.every((range) => range !== null) ? ranges : null;
}

function rangeOf(text: string, highest: number): Range | null {
  const cut = /[-:]/.exec(text)?.index ?? text.length;
  const from = numberOf(text.slice(0, cut), highest);
  const to = cut === text.length ? from : numberOf(text.slice(cut + 1), highest);
  return from !== null && to !== null && from <= to ? { from, to } : null;
}

/** A whole number, also in hexadecimal (`0x1a2b`), up to `highest`. */
function numberOf(text: string, highest: number): number | null {
  const number = /^(0x[0-9a-f]{1,8}|\d{1,10})$/i.test(text) ? Number(text) : null;
  return number === null || number > highest ? null : number;
}

/** A time of day, with or without a date, or seconds since boot. */
function isTime(text: string): boolean {
  return /^\d{1,12}(?:\.\d{1,9})?$/.test(text) || (/^[\dT:.-]{4,32}$/.test(text) && clockOf(text) !== null);
}

function flagsOf(text: string): number | null {
  let set = 0;
  for (const name of text.toLowerCase().split(/[,|+]/)) {
    if (!Object.hasOwn(flagBits, name)) return null;
    set |= flagBits[name as keyof typeof flagBits];
  }
  return set;
}

function wholeNumber(text: string | undefined): number | null {
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : null;
}

/** Whether the word is an address or a prefix, so that it can't be a host's name. */
export function isAddress(text: string): boolean {
  const [base = '', length, more] = text.split('/');
  const isLength = length === undefined || (more === undefined && /^\d{1,3}$/.test(length));
  return isLength && readAddress(base, new Uint32Array(4), 0) !== 0;
}

function fact(value: Fact, used = 1): Reading {
  return { kind: 'facts', facts: [value], used, negated: false, compared: false };
}

function facts(values: readonly Fact[]): Reading {
  return { kind: 'facts', facts: values, used: 1, negated: false, compared: false };
}

function problem(says: NoteText, used: number): Reading {
  return { kind: 'problem', says, used };
}
