import type { Fact } from './selection.ts';
import type { Token } from './tokens.ts';
import { readFlow } from './flow-text.ts';
import {
  isCauseKind,
  isDisposition,
  isFamily,
  isReserved,
  isValueWord,
  protocolWords,
  type ValueWord,
} from './words.ts';

/** What one or several words mean; `used` says how many words it took, at least one. */
export type Reading =
  | { readonly kind: 'fact'; readonly fact: Fact; readonly used: number }
  | { readonly kind: 'problem'; readonly message: string; readonly used: number };

/** Reads the fact that begins at `tokens[at]`. */
export function readFact(tokens: readonly Token[], at: number): Reading {
  const token = tokens[at];
  if (token === undefined) return problem('There is a word missing.', 1);
  const word = token.text.toLowerCase();
  if (token.quoted) return fact({ kind: 'text', text: token.text });
  if (word === 'not') return problem('“not” needs a term after it.', 1);
  if (word === 'dead' || isDisposition(word)) return fact({ kind: 'end', end: word });
  if (isFamily(word)) return fact({ kind: 'family', family: word });
  if (protocolWords.includes(word)) {
    const flow = readFlow(word, tokens[at + 1]);
    return flow === null ? fact({ kind: 'proto', name: word }) : fact(flow, 2);
  }
  if (!isValueWord(word)) return fact(lineReference(token.text) ?? { kind: 'text', text: token.text });
  const value = tokens[at + 1];
  if (value === undefined) return problem(`“${word}” needs a value, such as ${examples[word]}.`, 1);
  return readValue(word, value, tokens, at);
}

const examples: Record<ValueWord, string> = {
  src: '10.1.0.2 or 10.1.0.0/24',
  dst: '10.2.0.2 or 10.2.0.0/24',
  sport: '45476',
  dport: '8081 or 8000-8100',
  proto: 'tcp',
  chain: 'filter/FORWARD',
  via: 'routing',
  edge: 'filter/FORWARD>filter/ALLOW',
  rule: 'filter/FORWARD 2',
  policy: 'filter/FORWARD',
  cause: 'rp-filter or policy filter/FORWARD',
  'dead-end': 'a name in quotes',
  in: 'eth0',
  out: 'eth1',
  host: 'r1',
  packet: '482',
  flow: 'tcp 10.1.0.2:45476>10.2.0.2:81',
  mark: '0x64',
  line: 'kern.log:482',
  text: '"any words"',
};

function readValue(word: ValueWord, value: Token, tokens: readonly Token[], at: number): Reading {
  const wrong = () => problem(`“${word}” can't be “${value.text}”; it wants ${examples[word]}.`, 2);
  switch (word) {
    case 'src':
    case 'dst':
      return fact({ kind: word, address: value.text }, 2);
    case 'sport':
    case 'dport': {
      const ports = portRange(value.text);
      return ports === null ? wrong() : fact({ kind: word, ...ports }, 2);
    }
    case 'proto':
      return fact({ kind: 'proto', name: value.text.toLowerCase() }, 2);
    case 'chain':
    case 'via':
      return fact({ kind: word, name: value.text }, 2);
    case 'text':
      return fact({ kind: 'text', text: value.text }, 2);
    case 'host':
      return fact({ kind: 'host', name: value.text }, 2);
    case 'in':
    case 'out':
      return fact({ kind: word, interface: value.text }, 2);
    case 'dead-end':
      return fact({ kind: 'dead-end', group: value.text }, 2);
    case 'policy':
      return fact({ kind: 'policy', chain: value.text }, 2);
    case 'edge': {
      const cut = value.arrows[0];
      if (cut === undefined) return wrong();
      return fact({ kind: 'edge', from: value.text.slice(0, cut), to: value.text.slice(cut + 1) }, 2);
    }
    case 'rule': {
      const number = wholeNumber(tokens[at + 2]?.text);
      if (number === null) return problem(`“rule” wants a chain and a number, such as ${examples.rule}.`, 2);
      return fact({ kind: 'rule', chain: value.text, number }, 3);
    }
    case 'cause':
      return readCause(value, tokens[at + 2], tokens[at + 3]) ?? wrong();
    case 'packet': {
      const number = wholeNumber(value.text);
      return number === null || number < 1 ? wrong() : fact({ kind: 'packet', number }, 2);
    }
    case 'mark': {
      const mark = /^(0x[0-9a-f]{1,8}|\d{1,10})$/i.test(value.text) ? Number(value.text) : null;
      return mark === null || mark > 0xffffffff ? wrong() : fact({ kind: 'mark', value: mark }, 2);
    }
    case 'flow': {
      const flow = readFlow(value.text.toLowerCase(), tokens[at + 2]);
      return flow === null ? problem(`“flow” wants the form ${examples.flow}.`, 2) : fact(flow, 3);
    }
    case 'line': {
      const line = lineReference(value.text, true);
      return line === null ? wrong() : fact(line, 2);
    }
  }
}

/** `cause policy filter/FORWARD`, `cause rule filter/FORWARD 3`, `cause rp-filter`. */
function readCause(kind: Token, chain: Token | undefined, rule: Token | undefined): Reading | null {
  const cause = kind.text.toLowerCase();
  if (!isCauseKind(cause)) return null;
  const named =
    chain !== undefined && (chain.quoted || (chain.text.includes('/') && !isReserved(chain.text)));
  if (!named) return fact({ kind: 'cause', cause, chain: null, rule: null }, 2);
  const number = rule?.quoted ? null : wholeNumber(rule?.text);
  return fact({ kind: 'cause', cause, chain: chain.text, rule: number }, number === null ? 3 : 4);
}

/** `kern.log:482`; a bare word must look like a file, not like an address with its port. */
function lineReference(text: string, sure = false): Fact | null {
  const match = /^(.+):(\d{1,15})$/s.exec(text);
  const file = match?.[1] ?? '';
  if (file === '' || (!sure && !/(^|\/|\.)(log|txt|gz|xz|messages|syslog|dmesg)$/i.test(file))) return null;
  return { kind: 'line', file, line: Number(match?.[2]) };
}

function portRange(text: string): { readonly from: number; readonly to: number } | null {
  const match = /^(\d{1,5})(?:[-:](\d{1,5}))?$/.exec(text);
  if (match === null) return null;
  const from = Number(match[1]);
  const to = Number(match[2] ?? match[1]);
  return from <= to && to <= 65535 ? { from, to } : null;
}

function wholeNumber(text: string | undefined): number | null {
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : null;
}

function fact(value: Fact, used = 1): Reading {
  return { kind: 'fact', fact: value, used };
}

function problem(message: string, used: number): Reading {
  return { kind: 'problem', message, used };
}
