import { diagnostic } from '../model/diagnostic.ts';
import type { LineRef } from '../model/evidence.ts';
import type { TableFamily } from '../model/trace.ts';
import type { Format, Parsed, Sample } from './format.ts';
import { elementOfJson, hookOfJson, keyTypesOfJson } from './nft/json-objects.ts';
import { ruleText } from './nft/json-statements.ts';
import { isList, isObject, textOf } from './nft/json-text.ts';
import type { Json } from './nft/json-text.ts';
import { objectLines } from './nft/json-lines.ts';
import { nftRule } from './nft/rule.ts';
import { NftRulesets } from './nft/rulesets.ts';
import { isTableFamily } from './nft/table-family.ts';

/**
 * The ruleset that `nft -j list ruleset` prints (libnftables-json(5)): one array of objects, on one line unless a program
 * such as jq has broken it. Rules get the text that nft prints for them without -j.
 *
 *   {"nftables": [{"metainfo": {...}}, {"table": {"family": "inet", "name": "fw", "handle": 13}},
 *                 {"chain": {"family": "inet", "table": "fw", "name": "input", "hook": "input", "prio": -5, "policy": "drop", ...}},
 *                 {"rule": {"family": "inet", "table": "fw", "chain": "input", "handle": 30, "expr": [...]}}]}
 */
export const nftJson: Format = { kind: 'nft-ruleset', recognises, parse };

function recognises({ lines }: Sample): boolean {
  return /^\s*\{\s*"nftables"\s*:\s*\[/.test(lines.slice(0, 5).join('\n'));
}

/** An object of the array: its kind, what it says, and where it begins. */
interface Item {
  readonly kind: string;
  readonly value: { readonly [key: string]: Json | undefined };
  readonly at: LineRef;
}

function parse(lines: readonly string[], file: string): Parsed {
  const rulesets = new NftRulesets('nft-json', file);
  const blank = lines.filter((text) => text.trim() === '').length;
  const counts = { parsed: 0, notOurs: blank, notModelled: 0, malformed: lines.length - blank };
  const items = itemsOf(lines, file);
  if (items === null) {
    const cut = diagnostic('line-malformed', 'this JSON ends too early or is damaged', file, 1);
    return { records: { kind: 'rulesets', items: [] }, lines: counts, diagnostics: [cut], host: null };
  }
  for (const { value, at } of items.filter(({ kind }) => kind === 'table')) {
    const family = textOf(value['family']);
    if (!isTableFamily(family)) continue;
    const name = textOf(value['name']);
    rulesets.table(family, name, at);
    const own = items.filter((item) => item.value['family'] === family && item.value['table'] === name);
    for (const item of own) addObject(rulesets, item, family);
  }
  return {
    records: { kind: 'rulesets', items: rulesets.finish() },
    lines: { ...counts, parsed: counts.malformed, malformed: 0 },
    diagnostics: [],
    host: null,
  };
}

/** Rules stand behind the chains that they belong to, in their order. */
function addObject(rulesets: NftRulesets, { kind, value, at }: Item, family: TableFamily): void {
  const name = textOf(value['name']);
  if (kind === 'chain') {
    rulesets.chain(name, at);
    const hook = hookOfJson(value);
    if (hook !== null) rulesets.hang(hook);
    if (value['policy'] === 'accept' || value['policy'] === 'drop')
      rulesets.policy(value['policy'] === 'drop' ? 'DROP' : 'ACCEPT');
  } else if (kind === 'set' || kind === 'map') {
    rulesets.set(kind, name, at);
    const flags = isList(value['flags'])
      ? value['flags'].map(textOf)
      : value['flags'] === undefined
        ? []
        : [textOf(value['flags'])];
    const valueType = value['map'] === undefined ? null : keyTypesOfJson(value['map']).join(' . ');
    const elements = isList(value['elem']) ? value['elem'].map((element) => elementOfJson(element, at)) : [];
    rulesets.describeSet({ keyTypes: keyTypesOfJson(value['type'] ?? ''), valueType, flags, elements });
  } else if (kind === 'rule') {
    rulesets.chain(textOf(value['chain']), at);
    const text = ruleText(
      isList(value['expr']) ? value['expr'] : [],
      typeof value['comment'] === 'string' ? value['comment'] : null,
    );
    const rule = nftRule(text, family);
    const handle = typeof value['handle'] === 'number' ? value['handle'] : null;
    const { conditions = [], target = null, counter = null } = rule ?? {};
    rulesets.rule({ handle, text, conditions, target, counter, at });
  }
}

/** The objects of the array; null where the text is no such JSON. */
function itemsOf(lines: readonly string[], file: string): readonly Item[] | null {
  let all: unknown;
  try {
    all = JSON.parse(lines.join('\n'));
  } catch {
    return null;
  }
  const array = isObject(all) ? all['nftables'] : null;
  if (!Array.isArray(array)) return null;
  const lineOf = objectLines(lines);
  return array.flatMap((entry, index) => {
    const [kind, value] = isObject(entry) ? (Object.entries(entry)[0] ?? []) : [];
    return kind === undefined || !isObject(value) ? [] : [{ kind, value, at: { file, line: lineOf(index) } }];
  });
}
