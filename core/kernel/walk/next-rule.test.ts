import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readIptablesRule } from '../../dialects/iptables/iptables-rule.ts';
import type { Chain, Rule } from '../../model/ruleset.ts';
import { holdsFor } from '../conditions/match-rule.ts';
import { noFacts } from '../match/match-facts.ts';
import { type MatchPacket, unknownPacket } from '../match/match-packet.ts';
import { nextRule } from './next-rule.ts';

const chainOf = (rules: readonly string[]): Chain =>
  ({
    name: 'C',
    policy: null,
    cuts: [],
    rules: rules.map((text) => ({ spec: readIptablesRule(text, () => false)?.spec }) as Rule),
  }) as unknown as Chain;

const address = fc.constantFrom(...Array.from({ length: 12 }, (_, i) => `10.0.0.${i}`));
const condition = fc.oneof(
  { weight: 8, arbitrary: address.map((each) => `-d ${each}/32`) },
  { weight: 4, arbitrary: address.map((each) => `-s ${each}/32`) },
  address.map((each) => `! -d ${each}/32`),
  fc.constantFrom(
    '-d 10.0.0.0/24',
    '-p tcp',
    '-i eth0',
    '-d 10.0.0.3/32 -s 10.0.0.4/32',
    '-d 2001:db8::1/128',
  ),
);
const packet = fc
  .record({ src: fc.option(address), dst: fc.option(fc.oneof(address, fc.constant('[ADDRESS]'))) })
  .map((ends): MatchPacket => ({ ...unknownPacket('ipv4'), ...ends }));

test('each rule that is passed over would have failed, and none that may match is', () => {
  fc.assert(
    fc.property(fc.array(condition, { minLength: 1, maxLength: 120 }), packet, (conditions, sent) => {
      const chain = chainOf(conditions.map((each) => `-A C ${each} -j ACCEPT`));
      for (let from = 0; from < chain.rules.length; from++) {
        const next = nextRule(chain, from, sent);
        expect(next).toBeGreaterThanOrEqual(from);
        for (const { spec } of chain.rules.slice(from, next))
          expect(holdsFor(spec, sent, noFacts)).toBe('no');
      }
    }),
    { numRuns: 300 },
  );
});

test('a packet comes at once to the rules for its address', () => {
  const chain = chainOf(
    Array.from({ length: 1000 }, (_, i) => `-A C -d 10.1.${i >> 8}.${i & 255}/32 -j ACCEPT`),
  );
  const to = (dst: string): MatchPacket => ({ ...unknownPacket('ipv4'), dst });
  expect(nextRule(chain, 0, to('10.1.2.3'))).toBe(515);
  expect(nextRule(chain, 516, to('10.1.2.3'))).toBe(1000);
  expect(nextRule(chain, 0, to('10.9.9.9'))).toBe(1000);
  expect(nextRule({ ...chain, cuts: [{ file: 'f', line: 3 }] }, 0, to('10.9.9.9'))).toBe(0);
});
