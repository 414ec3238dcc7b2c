import { printFlow } from './flow-text.ts';
import type { Fact, Selection } from './selection.ts';
import { quote } from './tokens.ts';
import { isReserved, protocolWords } from './words.ts';

/** The filter text of a selection; `parseFilter` reads it back as the same selection. */
export function printFilter(selection: Selection): string {
  return selection.map((term) => `${term.negated ? 'not ' : ''}${printFact(term)}`).join(' ');
}

function printFact(fact: Fact): string {
  switch (fact.kind) {
    case 'src':
    case 'dst':
      return `${fact.kind} ${quote(fact.address)}`;
    case 'sport':
    case 'dport':
      return `${fact.kind} ${fact.from === fact.to ? fact.from : `${fact.from}-${fact.to}`}`;
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
      return `edge ${quote(fact.from)}>${quote(fact.to)}`;
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
      return `host ${quote(fact.name)}`;
    case 'packet':
      return `packet ${fact.number}`;
    case 'flow':
      return `flow ${printFlow(fact)}`;
    case 'mark':
      return `mark 0x${fact.value.toString(16)}`;
    case 'line':
      return `line ${quote(`${fact.file}:${fact.line}`)}`;
    case 'text':
      return printText(fact.text);
  }
}

function printCause(fact: Fact & { readonly kind: 'cause' }): string {
  if (fact.chain === null) return `cause ${fact.cause}`;
  const plain = fact.chain.includes('/') && !isReserved(fact.chain) && quote(fact.chain) === fact.chain;
  const chain = plain ? fact.chain : always(fact.chain);
  return `cause ${fact.cause} ${chain}${fact.rule === null ? '' : ` ${fact.rule}`}`;
}

/**
 * Text that would be read as something else (a keyword, a line of a file, the chain or the number behind a cause) gets
 * the word `text` before it.
 */
function printText(text: string): string {
  const bare = quote(text) === text && !isReserved(text) && !text.includes('/') && !/(^|:)\d+$/.test(text);
  return bare ? text : `text ${quote(text)}`;
}

function always(value: string): string {
  return `"${value.replace(/["\\]/g, '\\$&')}"`;
}
