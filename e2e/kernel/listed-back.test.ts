import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compareListings } from './listed/compare-listings.ts';
import { tools } from './listed/listings.ts';
import { makeNamespace } from './namespace.ts';
import { seededRandom } from './random.ts';
import { randomNftRuleset } from './random-nft-ruleset.ts';
import { randomRuleset } from './random-ruleset.ts';

const reason = whyImpossible();
if (reason) console.log(`rulesets are not listed back: ${reason}`);

describe.skipIf(reason)(
  'a ruleset that this machine’s kernel lists back is the one that was loaded, in every form',
  () => {
    it.each([
      ['iptables-legacy', 'every-match.iptables'],
      ['iptables-nft', 'every-match.iptables'],
      ['ip6tables-legacy', 'every-match.ip6tables'],
      ['ip6tables-nft', 'every-match.ip6tables'],
      ['nft', 'every-statement.nft'],
    ] as const)('%s: %s', async (tool, file) => {
      const ruleset = readFileSync(new URL(`listed/${file}`, import.meta.url), 'utf8');
      expect(await compareListings(tools[tool], file, ruleset)).toEqual({ faults: [] });
    });

    it.each([1, 2, 3])('random rulesets, seed %i', async (seed) => {
      const iptables = randomRuleset(seededRandom(seed), 'used');
      expect(await compareListings(tools['iptables-legacy'], null, iptables)).toEqual({ faults: [] });
      const nft = randomNftRuleset(seededRandom(seed), 'arriving');
      expect(await compareListings(tools.nft, null, nft)).toEqual({ faults: [] });
    });
  },
);

function whyImpossible(): string | false {
  const namespace = makeNamespace(`netopsy-listed-${process.pid}`);
  if ('impossible' in namespace) return namespace.impossible;
  namespace.remove();
  return false;
}
