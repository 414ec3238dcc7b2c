import { diagnostic } from '../../../model/diagnostic.ts';
import type { LineRef } from '../../../model/evidence.ts';
import type { TableFamily } from '../../../model/trace.ts';
import { classifyLines } from '../../text/classify-lines.ts';
import type { Format, Parsed, Sample } from '../../format.ts';
import { elementOfJson, hookOfJson, keyTypesOfJson } from './json-objects.ts';
import { readAnonymous } from './json-anonymous.ts';
import { ruleText } from './json-statements.ts';
import { isList, isObject, textOf } from './json-text.ts';
import type { Json } from './json-text.ts';
import { objectLines } from './json-lines.ts';
import { readNftRule } from '../../../dialects/nft/nft-rule.ts';
import { NftRulesets } from './rulesets.ts';
import { isTableFamily } from '../../../dialects/nft/table-family.ts';
import { printedText } from '../../text/command-text.ts';
import { tellingLines } from '../../text/recognise-lines.ts';

/**
 * The ruleset that `nft -j list ruleset` prints (libnftables-json(5)): one array of objects, on one line unless a program
 * such as jq has broken it. Rules get the text that nft prints for them without -j.
 *
 *   {"nftables": [{"metainfo": {...}}, {"table": {"family": "inet", "name": "fw", "handle": 13}},
 *                 {"chain": {"family": "inet", "table": "fw", "name": "input", "hook": "input", "prio": -5, "policy": "drop", ...}},
 *                 {"rule": {"family": "inet", "table": "fw", "chain": "input", "handle": 30, "expr": [...]}}]}
 */
export const nftJson: Format<'nft-json'> = {
  kind: 'nft-json',
  madeBy: 'nft -j list ruleset',
  recognises,
  begins: (line) => /^\s*\{\s*"nftables"\s*:/.test(line),
  parse,
};

function recognises(sample: Sample): boolean {
  return /^\s*\{\s*"nftables"\s*:\s*\[/.test(tellingLines(sample).slice(0, 5).join('\n'));
}

/** An object of the array: its kind, what it says, and where it begins. */
interface Item {
  readonly kind: string;
  readonly value: { readonly [key: string]: Json | undefined };
  readonly at: LineRef;
}

function parse(lines: readonly string[], file: string): Parsed {
  const rulesets = new NftRulesets('nft-json', file);
  const first = Math.max(
    lines.findIndex((text) => /^\s*\{/.test(text)),
    0,
  );
  const closed = lines.findLastIndex((text) => /\}\s*$/.test(text));
  const last = closed < first ? lines.length - 1 : closed;
  const items = itemsOf(lines, first, last + 1, file);
  // The array stands on one line, however long.
  const beginnings = lines.map((text) => text.slice(0, 500));
  // Around the JSON there may be a prompt, and blank lines anywhere.
  const { lines: counts, host } = classifyLines(beginnings, file, {
    read: (_, at) =>
      at.line <= first || at.line > last + 1 ? 'notOurs' : items === null ? damaged : 'parsed',
  });
  if (items === null) {
    const cut = diagnostic('line-malformed', { why: damaged.malformed }, file, first + 1);
    return { records: { kind: 'rulesets', items: [] }, lines: counts, diagnostics: [cut], host };
  }
  for (const { value, at } of items.filter(({ kind }) => kind === 'table')) {
    const family = textOf(value['family']);
    if (!isTableFamily(family)) continue;
    const name = textOf(value['name']);
    rulesets.table(family, name, at);
    const own = items.filter((item) => item.value['family'] === family && item.value['table'] === name);
    for (const item of own) addObject(rulesets, item, family);
  }
  return { records: { kind: 'rulesets', items: rulesets.finish() }, lines: counts, diagnostics: [], host };
}

const damaged = { malformed: { kind: 'json-damaged' } } as const;

/** Rules stand after the chains that they belong to, in their order. */
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
    const handle = typeof value['handle'] === 'number' ? value['handle'] : null;
    const withChains = readAnonymous(text, family, rulesets.anonymousChains);
    if (withChains !== null) {
      rulesets.rule({ ...withChains.rule, handle, at });
      for (const rules of withChains.chains) {
        rulesets.anonymousChain(at);
        for (const rule of rules) rulesets.rule({ ...rule, at });
      }
      return;
    }
    const read = readNftRule(text, family);
    const spec = read?.spec ?? {
      dialect: 'nft',
      conditions: [{ kind: 'unknown', words: text }],
      statements: [],
    };
    rulesets.rule({ handle, text, spec, counter: read?.counter ?? null, at });
  }
}

/** The objects of the array on these lines (indexes from 0, the last excluded); null where the text is no such JSON. */
function itemsOf(lines: readonly string[], first: number, end: number, file: string): readonly Item[] | null {
  const own = lines.slice(first, end).map(printedText);
  let all: unknown;
  try {
    all = JSON.parse(own.join('\n'));
  } catch {
    return null;
  }
  const array = isObject(all) ? all['nftables'] : null;
  if (!Array.isArray(array)) return null;
  const lineOf = objectLines(own);
  return array.flatMap((entry, index) => {
    const [kind, value] = isObject(entry) ? (Object.entries(entry)[0] ?? []) : [];
    if (kind === undefined || !isObject(value)) return [];
    return [{ kind, value, at: { file, line: first + lineOf(index) } }];
  });
}
