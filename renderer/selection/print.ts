import { printFlow } from './flow-text.ts';
import type { Fact, Selection } from './selection.ts';
import { isAddress } from './value-text.ts';
import { quote, quoted } from './tokens.ts';
import { flagBits, isField, isLoneFlag, isReserved, protocolWords } from './words.ts';

/** The filter text of a selection; `parseFilter` reads it back as the same selection. */
export function printFilter(selection: Selection): string {
  return selection
    .map((term, i) => `${term.negated ? 'not ' : ''}${printFact(term, selection[i - 1])}`)
    .join(' ');
}

/** The filter text that chooses what has all of these facts. */
export function printFacts(facts: readonly Fact[]): string {
  return printFilter(facts.map((fact) => ({ ...fact, negated: false })));
}

/** What stands in brackets, as text of its own where nothing else is asked: `tcp or udp dport 53`. */
function printAny({ of }: Fact & { readonly kind: 'any' }): string {
  return `(${of.map(printFilter).join(' or ')})`;
}

function printFact(fact: Fact, before?: Fact): string {
  switch (fact.kind) {
    case 'src':
    case 'dst':
      return `${fact.kind} ${quote(fact.address)}`;
    case 'address':
      return isAddress(fact.address) && !fact.address.includes('/')
        ? `host ${fact.address}`
        : `net ${quote(fact.address)}`;
    case 'sport':
    case 'dport':
    case 'port':
    case 'ttl':
    case 'len':
    case 'id':
    case 'seq':
    case 'ack':
      return `${fact.kind} ${fact.from === fact.to ? fact.from : `${fact.from}-${fact.to}`}`;
    case 'time':
      return `time ${fact.from ?? ''}..${fact.to ?? ''}`;
    case 'flags':
      return printFlags(fact.set);
    case 'nat':
    case 'snat':
    case 'dnat':
      return fact.address === null ? fact.kind : `${fact.kind} ${fact.address}`;
    case 'any':
      return printAny(fact);
    case 'proto':
      return protocolWords.includes(fact.name) ? fact.name : `proto ${quote(fact.name)}`;
    case 'family':
      return fact.family;
    case 'end':
      return fact.end;
    case 'chain':
    case 'via':
      return `${fact.kind} ${quote(fact.name)}`;
    case 'edge':
      return `edge ${printEnd(fact.from)}>${quote(fact.to)}`;
    case 'rule':
      return `rule ${quote(fact.chain)} ${fact.number}`;
    case 'policy':
      return `policy ${quote(fact.chain)}`;
    case 'cause':
      return printCause(fact);
    case 'dead-end':
      return `dead-end ${quote(fact.group)}`;
    case 'in':
    case 'out':
      return `${fact.kind} ${quote(fact.interface)}`;
    case 'host':
      return `host ${isAddress(fact.name) ? quoted(fact.name) : quote(fact.name)}`;
    case 'packet':
      return `packet ${fact.number}`;
    case 'flow':
      return `flow ${printFlow(fact)}`;
    case 'conversation':
      return `conversation ${printFlow(fact)}`;
    case 'mark':
      return `mark 0x${fact.value.toString(16)}`;
    case 'line':
      return `line ${quote(`${fact.file}:${fact.line}`)}`;
    case 'text':
      return printText(fact.text, before);
  }
}

function printFlags(set: number): string {
  const names = Object.entries(flagBits).flatMap(([name, bit]) => ((set & bit) === 0 ? [] : [name]));
  const [only = ''] = names;
  return names.length === 1 && isLoneFlag(only) ? only : `flags ${names.join(',')}`;
}

/** An end of an edge; a word of the filter would end before the `>`. */
function printEnd(name: string): string {
  return isField(name) ? quoted(name) : quote(name);
}

function printCause(fact: Fact & { readonly kind: 'cause' }): string {
  if (fact.chain === null) return `cause ${fact.cause}`;
  const plain = fact.chain.includes('/') && !isReserved(fact.chain) && quote(fact.chain) === fact.chain;
  const chain = plain ? fact.chain : quoted(fact.chain);
  return `cause ${fact.cause} ${chain}${fact.rule === null ? '' : ` ${fact.rule}`}`;
}

/**
 * Text that would be read as something else (a keyword, a line of a file, the chain or the number after a cause) gets
 * the word `text` before it.
 */
function printText(text: string, before: Fact | undefined): string {
  // An address after `nat` would be what was translated.
  if (before !== undefined && 'address' in before && before.address === null) return `text ${quote(text)}`;
  const bare = quote(text) === text && !isReserved(text) && !text.includes('/') && !/(^|:)\d+$/.test(text);
  return bare ? text : `text ${quote(text)}`;
}
