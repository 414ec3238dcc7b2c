import type { Condition } from '../../model/condition.ts';
import type { Refusal } from '../../model/edit.ts';
import type { Field } from '../../model/rule-field.ts';
import type { Value } from '../../model/rule-value.ts';
import { refuse } from '../typed-line.ts';
import type { NftLine } from './nft-line.ts';

/** A value that nft can't take for the field it is compared with: `tcp dport 70000`, `ip saddr 10.1.0.0/33`. */
export function wrongNftValue(conditions: readonly Condition[], line: NftLine): Refusal | null {
  for (const condition of conditions) {
    if (condition.kind !== 'compare') continue;
    for (const value of condition.values) {
      const says = faultOf(condition.field, value);
      if (says !== null) return refuse(`Error: ${says.text}`, line.find(says.word));
    }
  }
  return null;
}

function faultOf(field: Field, value: Value): { readonly text: string; readonly word: string } | null {
  if (field.kind === 'port' && value.kind === 'number' && value.last > 65535)
    return { text: 'Service out of range', word: String(value.last) };
  if (field.kind === 'ct-state' && value.kind === 'symbol' && !ctStates.has(value.symbol.toLowerCase()))
    return { text: 'Could not parse conntrack state', word: value.symbol.toLowerCase() };
  if (value.kind !== 'word') return null;
  const { word } = value;
  // Names that begin with a sign are sets and variables, an `x` may stand in for what was redacted.
  if (!/^[\w.:/-]+$/.test(word) || /x{3}/.test(word)) return null;
  switch (field.kind) {
    case 'port':
      return { text: 'Could not resolve service: Servname not supported for ai_socktype', word };
    case 'address': {
      const [, length] = /^[\d.]+\/(\d+)$/.exec(word) ?? [];
      return length !== undefined && Number(length) > 32
        ? { text: `Prefix length ${length} is invalid for type of 32 bits width`, word }
        : { text: 'Could not resolve hostname: Name or service not known', word };
    }
    case 'ct-state':
      return { text: 'Could not parse conntrack state', word };
    default:
      return null;
  }
}

const ctStates: ReadonlySet<string> = new Set(['invalid', 'established', 'related', 'new', 'untracked']);
