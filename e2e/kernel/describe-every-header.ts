import { expect, it } from 'vitest';
import type { Table } from '../../core/model/ruleset.ts';
import { noFacts } from '../../core/kernel/match/match-facts.ts';
import { iptablesSave } from '../../core/parse/rules/iptables/iptables-save.ts';
import { nftRuleset } from '../../core/parse/rules/nft/nft-ruleset.ts';
import { drawnNetwork } from './drawn-network.ts';
import { compareEveryHeader } from './every-header.ts';
import { type Random, seededRandom } from './random.ts';
import { pool } from './random-pool.ts';
import { randomOutputRuleset, randomRuleset } from './random-ruleset.ts';
import { randomNftRuleset } from './random-nft-ruleset.ts';

/**
 * Walks all headers at once through random rulesets of every kind, and headers drawn from every part one by one;
 * `REACH_RULESETS=1000` looks longer than the test itself, `REACH_SEED` elsewhere.
 */
export function describeEveryHeader(usual: { readonly rulesets: number; readonly headers: number }): void {
  const rulesets = Number(process.env['REACH_RULESETS'] ?? usual.rulesets);
  const firstSeed = Number(process.env['REACH_SEED'] ?? 1);
  const headersPerRuleset = Number(process.env['REACH_HEADERS'] ?? usual.headers);
  it.each([
    ['iptables, arriving', (random: Random) => saved(randomRuleset(random, 'used')), 'arriving'],
    ['iptables without conntrack', (random: Random) => saved(randomRuleset(random, 'passive')), 'arriving'],
    ['iptables, own', (random: Random) => saved(randomOutputRuleset(random)), 'own'],
    ['nft, arriving', (random: Random) => nft(randomNftRuleset(random, 'arriving')), 'arriving'],
    ['nft, own', (random: Random) => nft(randomNftRuleset(random, 'own')), 'own'],
  ] as const)('ends as the walk of each one: %s', { timeout: 3_600_000 }, (_, rules, direction) => {
    const differences: string[] = [];
    const sum = { headers: 0, certain: 0, needlesslyOpen: 0 };
    for (let seed = firstSeed; seed < firstSeed + rulesets; seed++) {
      const random = seededRandom(seed);
      const host = {
        tables: rules(random),
        network: drawnNetwork(random),
        inSet: noFacts.inSet,
        routed: null,
        conntrack: [],
      };
      const found = compareEveryHeader(host, pool.interfaces, direction, random, headersPerRuleset);
      sum.headers += found.headers;
      sum.certain += found.certain;
      sum.needlesslyOpen += found.needlesslyOpen;
      differences.push(...found.differences.map((line) => `seed ${seed}: ${line}`));
    }
    if (process.env['REACH_SHOW']) console.log(JSON.stringify(sum), differences.length);
    expect(differences.slice(0, 5)).toEqual([]);
    expect(sum.headers).toBeGreaterThan(rulesets * 10);
    expect(sum.certain * 20).toBeGreaterThan(sum.headers);
  });
}

function saved(text: string): readonly Table[] {
  return tablesOf(iptablesSave.parse(text.split('\n'), 'iptables-save.txt').records);
}

function nft(text: string): readonly Table[] {
  return tablesOf(nftRuleset.parse(text.split('\n'), 'nft-ruleset.txt').records);
}

function tablesOf(records: ReturnType<typeof iptablesSave.parse>['records']): readonly Table[] {
  return records?.kind === 'rulesets' ? records.items.flatMap(({ tables }) => tables) : [];
}
