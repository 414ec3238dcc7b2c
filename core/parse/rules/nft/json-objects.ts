import type { LineRef } from '../../../model/evidence.ts';
import type { BaseHook } from '../../../model/ruleset.ts';
import { baseHook } from './base-chain.ts';
import { expressionText, isList, isObject, textOf } from './json-text.ts';
import type { Json } from './json-text.ts';
import type { UntypedElement } from './set-elements.ts';
import { keyTypes } from './set-types.ts';
import { unquoted } from '../../../dialects/nft/words.ts';

type Fields = { readonly [key: string]: Json | undefined };

/** `"type": "filter", "hook": "input", "prio": -5, "dev": "lo"`; null for a user-defined chain. */
export function hookOfJson({ type, hook, prio, dev }: Fields): BaseHook | null {
  if (typeof hook !== 'string' || typeof prio !== 'number') return null;
  const base = baseHook(`type ${textOf(type)} hook ${hook} priority ${prio}`, 'ip');
  if (base === null || (base.hook !== 'ingress' && base.hook !== 'egress')) return base;
  return { ...base, devices: dev === undefined ? 'not-shown' : (isList(dev) ? dev : [dev]).map(textOf) };
}

/** `"ipv4_addr"`, `["ipv4_addr", "inet_service"]`, `{"typeof": {"payload": ...}}`. */
export function keyTypesOfJson(type: Json): readonly string[] {
  if (isList(type)) return type.map(textOf);
  if (isObject(type) && type['typeof'] !== undefined) return keyTypes(expressionText(type['typeof']));
  return keyTypes(textOf(type));
}

/** A key, `[key, value]` in a map; the key may be wrapped in `elem` with its timeout, counter and comment. */
export function elementOfJson(element: Json, at: LineRef): UntypedElement {
  const [wrapped = null, value] = isList(element) ? element : [element];
  const inner = isObject(wrapped) && isObject(wrapped['elem']) ? (wrapped['elem']['val'] ?? null) : wrapped;
  const parts = isObject(inner) && isList(inner['concat']) ? inner['concat'] : [inner];
  return {
    key: parts.map((part) => unquoted(expressionText(part))),
    value: value === undefined ? null : unquoted(expressionText(value)),
    at,
  };
}
