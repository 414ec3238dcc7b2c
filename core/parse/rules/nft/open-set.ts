import { insideBraces } from '../../../dialects/nft/words.ts';
import type { LineRef } from '../../../model/evidence.ts';
import type { NftSet } from '../../../model/ruleset.ts';
import { setElements, type UntypedElement } from './set-elements.ts';
import { keyTypes } from './set-types.ts';

/** A set or map whose elements are still being read. */
export interface OpenSet {
  readonly kind: NftSet['kind'];
  readonly name: string;
  keyTypes: readonly string[];
  valueType: string | null;
  flags: readonly string[];
  readonly elements: UntypedElement[];
  readonly at: LineRef;
}

/** `type ipv4_addr . inet_service : verdict`, `flags interval,timeout`, `elements = { ... }`. False: not closed. */
export function readProperty(set: OpenSet, text: string, at: LineRef): boolean {
  const [, word = '', value = ''] = /^([a-z-]+)\s*=?\s*(.*)$/s.exec(text) ?? [];
  if (word === 'type' || word === 'typeof') readTypes(set, word, value);
  else if (word === 'flags') set.flags = value.split(',').map((flag) => flag.trim());
  else if (word === 'elements') {
    const lead = text.slice(0, text.indexOf('{') + 1).split('\n').length - 1;
    return addElements(set, value, { file: at.file, line: at.line + lead });
  }
  return true;
}

function readTypes(set: OpenSet, word: 'type' | 'typeof', value: string): void {
  const [key = '', leadsTo] = value.split(/\s:\s/).map((part) => part.trim());
  set.keyTypes = keyTypes(key);
  if (leadsTo === undefined) set.valueType = null;
  else set.valueType = word === 'typeof' ? keyTypes(leadsTo).join(' . ') : leadsTo;
}

function addElements(set: OpenSet, braced: string, at: LineRef): boolean {
  const elements = insideBraces(braced) === null ? null : setElements(braced.slice(1, -1), at);
  if (elements === null) return false;
  for (const element of elements) set.elements.push(element);
  return true;
}

/** Takes elements out of the set, in braces. False: not closed. */
export function dropElements({ elements }: OpenSet, braced: string, at: LineRef): boolean {
  const listed = insideBraces(braced);
  const dropped = listed === null ? null : setElements(listed, at);
  if (dropped === null) return false;
  const keys = new Set(dropped.map(({ key }) => key.join(' . ')));
  const left = elements.filter(({ key }) => !keys.has(key.join(' . ')));
  elements.splice(0, elements.length, ...left);
  return true;
}
