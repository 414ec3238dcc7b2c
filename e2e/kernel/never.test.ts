import { expect, it } from 'vitest';
import { packetWith } from '../../core/kernel/headers/plain-packet.ts';
import { parseAddress } from '../../core/kernel/address.ts';
import { newHeaderSpace } from '../../core/kernel/sets/header-space.ts';
import type { Table } from '../../core/model/ruleset.ts';
import { iptablesSave } from '../../core/parse/rules/iptables/iptables-save.ts';
import { nftRuleset } from '../../core/parse/rules/nft/nft-ruleset.ts';
import { neverRules } from '../../core/simulate/reach/never.ts';
import { stateSimulator } from '../../core/simulate/simulate-host.ts';
import { drawnRecords } from './drawn-network.ts';
import { seededRandom } from './random.ts';
import { pool } from './random-pool.ts';
import { randomRuleset } from './random-ruleset.ts';
import { randomNftRuleset } from './random-nft-ruleset.ts';

const rulesets = Number(process.env['REACH_RULESETS'] ?? 10);
const firstSeed = Number(process.env['REACH_SEED'] ?? 1);

it('no_packet_of_a_walk_meets_a_rule_that_never_matches', { timeout: 600_000 }, () => {
  const differences: string[] = [];
  let [never, met] = [0, 0];
  for (let seed = firstSeed; seed < firstSeed + rulesets; seed++) {
    const random = seededRandom(seed);
    const text = seed % 2 === 0 ? randomRuleset(random, 'used') : randomNftRuleset(random, 'arriving');
    const format = seed % 2 === 0 ? iptablesSave : nftRuleset;
    const { records } = format.parse(text.split('\n'), 'rules.txt');
    if (records?.kind !== 'rulesets') throw new Error('no ruleset');
    const tables: readonly Table[] = records.items.flatMap((ruleset) => ruleset.tables);
    const network = drawnRecords(random);
    const rulesetsOfHost = records.items.map((ruleset) => ({ host: 'r', ruleset }));
    const { rules: found } = neverRules(
      { rulesets: rulesetsOfHost, hostRecords: new Map([['r', { network, ipsets: [], conntrack: [] }]]) },
      'r',
    );
    const lines = new Set(found.map(({ at }) => at.line));
    never += found.length;
    const walk = stateSimulator({ tables, network, ipsets: [], conntrack: [] });
    const { pick, below } = random;
    for (let index = 0; index < 100; index++) {
      const header = {
        state: pick([0, 0, 1, 3]), in: below(3), out: 0, protocol: pick([6, 6, 17, 1, 99]), icmpType: pick([0, 8, 3]), dst: parseAddress(pick(pool.destinations)) ?? 0,
        dport: pick(pool.ports), src: parseAddress(pick(pool.sources)) ?? 0, sport: pick(pool.ports), mark: pick([0, 1, 0x12]),
      }; // prettier-ignore
      const packet = packetWith(newHeaderSpace('ipv4', pool.interfaces), header, 'arriving', new Set());
      for (const { steps } of walk({ ...packet, ttl: pick([64, 10]), tos: pick([0, 0x10]) }).ways)
        for (const step of steps) {
          if (step.kind !== 'step' || step.text === null || !step.certain) continue;
          met++;
          if (lines.has(step.at.line))
            differences.push(`seed ${seed}: ${step.chain} ${step.number}: ${step.text}`);
        }
    }
  }
  expect([...new Set(differences)].slice(0, 5)).toEqual([]);
  expect(never).toBeGreaterThan(0);
  expect(met).toBeGreaterThan(rulesets * 100);
});
