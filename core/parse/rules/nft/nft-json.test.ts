import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Ruleset } from '../../../model/ruleset.ts';
import type { Format } from '../../format.ts';
import { nftJson } from './nft-json.ts';
import { nftRuleset } from './nft-ruleset.ts';

const read = (name: string): string =>
  readFileSync(join(import.meta.dirname, '../../testing', name), 'utf8').trimEnd();

function rulesetOf(format: Format, text: string): Ruleset | undefined {
  const { records } = format.parse(text.split('\n'), 'file');
  return records.kind === 'rulesets' ? records.items[0] : undefined;
}

/** Everything that both outputs of nft 1.0.6 show: `-j` leaves out the device of a chain. */
function shown(ruleset: Ruleset | undefined) {
  return ruleset?.tables.map(({ family, name, chains, sets }) => ({
    family,
    name,
    chains: chains.map(({ name: chain, base, policy, rules }) => ({
      chain,
      base: base === null ? null : { ...base, devices: null },
      policy,
      rules: rules.map(({ at, ...rule }) => (at.file === 'file' ? rule : null)),
    })),
    sets: sets.map(({ elements, kind, name: set, keyTypes, valueType, flags }) => ({
      set: { kind, set, keyTypes, valueType, flags },
      elements: elements.map(({ key, value }) => ({ key, value })),
    })),
  }));
}

describe('the ruleset of one kernel, as text and as JSON', () => {
  const text = rulesetOf(nftRuleset, read('nft-ruleset.txt'));
  const json = rulesetOf(nftJson, read('nft-ruleset-json.txt'));

  test('has the same tables, chains, sets, and rules letter by letter', () => {
    expect(json?.source).toBe('nft-json');
    expect(shown(json)).toEqual(shown(text));
    expect(text?.tables.flatMap(({ chains }) => chains.flatMap(({ rules }) => rules))).toHaveLength(32);
  });

  test('is read the same when jq has broken it into lines, each rule on its own', () => {
    const pretty = JSON.stringify(JSON.parse(read('nft-ruleset-json.txt')), null, 2);
    const broken = rulesetOf(nftJson, pretty);
    expect(shown(broken)).toEqual(shown(json));
    const lines = pretty.split('\n');
    for (const rule of broken?.tables.flatMap(({ chains }) => chains.flatMap(({ rules }) => rules)) ?? [])
      expect(lines[rule.at.line - 1]).toMatch(/^ {6}"rule": \{$/);
  });
});

test('an array that ends too early is damaged, and no rule of it is believed', () => {
  const { records, lines, diagnostics } = nftJson.parse(
    [read('nft-ruleset-json.txt').slice(0, 4000)],
    'file',
  );
  expect(records).toEqual({ kind: 'rulesets', items: [] });
  expect(lines).toEqual({ parsed: 0, notOurs: 0, notModelled: 0, malformed: 1 });
  expect(diagnostics).toMatchObject([{ code: 'line-malformed', line: 1 }]);
});

test('an expression that this version does not know leaves the verdict known and the rule uncertain', () => {
  const ruleset = rulesetOf(
    nftJson,
    '{"nftables": [{"table": {"family": "ip", "name": "t"}}, {"chain": {"family": "ip", "table": "t", "name": "c"}}, {"rule": {"family": "ip", "table": "t", "chain": "c", "expr": [{"frobnicate": {"x": 1}}, {"drop": null}]}}]}',
  );
  expect(ruleset?.tables[0]?.chains[0]?.rules).toMatchObject([
    {
      number: 1,
      text: 'frobnicate drop',
      spec: { conditions: [{ kind: 'unknown' }], statements: [{ kind: 'drop' }] },
    },
  ]);
});

test('a rule with a chain of its own, which nft prints as text, leads to that chain', () => {
  const text = JSON.stringify({
    nftables: [
      { table: { family: 'ip', name: 't' } },
      { chain: { family: 'ip', table: 't', name: 'c' } },
      ...['1', '2'].map((port) => ({
        rule: { family: 'ip', table: 't', chain: 'c', handle: 5, expr: [`jump {\n\t\ttcp dport ${port} accept\n\t\tcounter\n\t}`] },
      })),
    ],
  }); // prettier-ignore
  const [own, ...others] = rulesetOf(nftJson, text)?.tables[0]?.chains ?? [];
  expect(own?.rules.map(({ number, handle, spec }) => [number, handle, spec.statements[0]])).toMatchObject([
    [1, 5, { kind: 'jump', chain: '__chain1' }],
    [2, 5, { kind: 'jump', chain: '__chain2' }],
  ]);
  expect(others.map(({ name, rules }) => [name, rules.map((rule) => rule.text)])).toEqual([
    ['__chain1', ['tcp dport 1 accept', 'counter']],
    ['__chain2', ['tcp dport 2 accept', 'counter']],
  ]);
});

test('the flags of a log statement, one or several', () => {
  const rule = (flags: unknown) => ({
    rule: {
      family: 'ip',
      table: 't',
      chain: 'c',
      handle: 1,
      expr: [{ log: { prefix: 'x ', flags } }, { drop: null }],
    },
  });
  const text = JSON.stringify({
    nftables: [
      { table: { family: 'ip', name: 't', handle: 1 } },
      { chain: { family: 'ip', table: 't', name: 'c', handle: 1 } },
      rule(['tcp sequence', 'tcp options', 'ip options', 'skuid']),
      rule('all'),
    ],
  });
  const rules = rulesetOf(nftJson, text)?.tables[0]?.chains[0]?.rules;
  expect(rules?.map((each) => each.text)).toEqual([
    'log prefix "x " flags tcp sequence,options flags ip options flags skuid drop',
    'log prefix "x " flags all drop',
  ]);
  expect(rules?.map(({ spec }) => spec.statements.map(({ kind }) => kind))).toEqual([
    ['log', 'drop'],
    ['log', 'drop'],
  ]);
});
