import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { MismatchReason } from '../../model/mismatch.ts';
import { noFacts } from '../../kernel/match/match-facts.ts';
import { unknownPacket } from '../../kernel/match/match-packet.ts';
import type { MatchPacket } from '../../kernel/match/match-packet.ts';
import type { NearMiss } from '../../model/journey.ts';
import type { Table } from '../../model/ruleset.ts';
import { iptablesSave } from '../../parse/rules/iptables/iptables-save.ts';
import { nearMisses } from './near-misses.ts';

const packet: MatchPacket = {
  ...unknownPacket('ipv4'),
  protocol: 'tcp',
  src: '10.1.0.2',
  dst: '10.2.0.2',
  sport: 40000,
  dport: 8443,
  inInterface: 'eth0',
  outInterface: 'eth1',
  ctstates: ['NEW'],
};

/** Table filter with these rules; user-defined chains are those of the rules. */
function filter(...rules: string[]): Table {
  const lines = ['*filter', ':FORWARD DROP [0:0]', ...rules.map((rule) => `-A ${rule}`), 'COMMIT'];
  const { records } = iptablesSave.parse(lines, 'iptables-save.txt');
  const table = records?.kind === 'rulesets' ? records.items[0]?.tables[0] : undefined;
  if (!table) throw new Error('no table');
  return table;
}

function misses(table: Table, chain = 'FORWARD', upTo: number | null = null) {
  return nearMisses({ table, chain, upTo, packet, facts: noFacts });
}

const has = (text: string): MismatchReason => ({
  kind: 'has',
  owner: 'packet',
  values: [{ kind: 'value', text, of: null }],
  doubt: null,
});

it('a_rule_that_would_have_accepted_says_what_it_wants', () => {
  const [miss, ...others] = misses(filter('FORWARD -p tcp -m tcp --dport 443 -j ACCEPT'));
  expect(others).toEqual([]);
  expect(miss).toEqual({
    table: 'filter',
    chain: 'FORWARD',
    number: 1,
    text: '-A FORWARD -p tcp -m tcp --dport 443 -j ACCEPT',
    at: { file: 'iptables-save.txt', line: 3 },
    failures: 1,
    failed: { needs: '--dport 443', why: has('8443') },
    certain: true,
  });
});

it('the_nearest_rule_comes_first_and_of_equals_the_first_in_the_chain', () => {
  const table = filter(
    'FORWARD -s 10.9.0.0/16 -p udp -j ACCEPT',
    'FORWARD -i eth7 -j ACCEPT',
    'FORWARD -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT',
  );
  expect(misses(table).map(({ number, failures }) => [number, failures])).toEqual([
    [2, 1],
    [3, 1],
    [1, 2],
  ]);
});

it('rules_behind_the_drop_and_rules_that_do_not_accept_are_no_near_misses', () => {
  const table = filter(
    'FORWARD -i eth7 -j DROP',
    'FORWARD -i eth7 -j LOG',
    'FORWARD -j DROP',
    'FORWARD -i eth7 -j ACCEPT',
  );
  expect(misses(table, 'FORWARD', 3)).toEqual([]);
});

it('rules_of_a_chain_that_was_called_count_like_those_of_the_caller', () => {
  const table = filter('FORWARD -p tcp -j WEB', 'WEB -p tcp -m tcp --dport 80 -j ACCEPT');
  expect(misses(table).map(({ chain, number }) => [chain, number])).toEqual([['WEB', 1]]);
});

it('a_jump_not_taken_is_the_near_miss_where_its_chain_accepts', () => {
  const table = filter(
    'FORWARD -i eth7 -j WEB',
    'FORWARD -i eth7 -j LOGGING',
    'WEB -p udp -j DEEPER',
    'DEEPER -j ACCEPT',
    'LOGGING -j LOG',
  );
  expect(misses(table)).toMatchObject([
    { chain: 'FORWARD', number: 1, failures: 2, failed: { needs: '-i eth7', why: has('eth0') } },
  ]);
});

it('a_condition_that_can_not_be_known_is_named_as_such', () => {
  const [miss] = misses(filter('FORWARD -p tcp -m limit --limit 1/sec -j ACCEPT'));
  expect(miss).toMatchObject({
    certain: false,
    failed: { needs: '--limit 1/sec', why: { kind: 'undecidable', because: 'rate' } },
  });
});

it('five_at_most', () => {
  expect(
    misses(filter(...Array.from({ length: 9 }, (_, i) => `FORWARD -i eth${i + 2} -j ACCEPT`))),
  ).toHaveLength(5);
});

it('chains_that_call_each_other_end', () => {
  const table = filter('FORWARD -j A', 'A -j B', 'B -j A', 'B -i eth7 -j A', 'B -i eth7 -j ACCEPT');
  expect(misses(table).map(({ chain, number }) => [chain, number])).toEqual([
    ['B', 3],
    ['B', 2],
  ]);
});

const many = (word: string, times: number): string[] => Array.from({ length: times }, () => word);

it('of_a_long_chain_the_rules_are_those_that_matching_all_of_them_gives', () => {
  /** Rules, most of which fail in several conditions; `unsure`: with some that can't be decided. */
  const ruleOf = (unsure: boolean) =>
    fc
      .record({
        src: fc.constantFrom('-s 10.1.0.2/32', '! -s 10.1.0.2/32', ...many('-s 192.0.2.7/32', 20)),
        dst: fc.constantFrom('-d 10.2.0.2/32', '! -d 10.2.0.0/24', ...many('-d 10.3.0.0/16', 20)),
        device: fc.constantFrom('-i eth0', '! -o eth1', ...many('-i eth9', 20)),
        port: fc.constantFrom('--dport 8443', '--dport 443', '--sport 53', ...many('--dport 80', 20)),
        state: fc.constantFrom('NEW', 'RELATED', 'INVALID'),
        helper: fc.constantFrom(...many('', 5), unsure ? '-m helper --helper ftp' : ''),
        target: fc.constantFrom('ACCEPT', 'ACCEPT', 'DROP', 'INNER', 'LOG', 'EMPTY'),
      })
      .map(
        ({ src, dst, device, port, state, helper, target }) =>
          `FORWARD ${src} ${dst} ${device} -p tcp -m tcp ${port} -m conntrack --ctstate ${state} ${helper} -j ${target}`,
      );
  const rulesOf = (unsure: boolean) => fc.array(ruleOf(unsure), { minLength: 400, maxLength: 450 });
  const inner = ['INNER -p udp -j ACCEPT', 'INNER -s 10.9.0.0/16 -p udp -j ACCEPT', 'EMPTY -j DROP'];
  const place = (table: Table, upTo: number) => ({ table, chain: 'FORWARD', upTo, packet, facts: noFacts });
  fc.assert(
    fc.property(fc.boolean().chain(rulesOf), fc.integer({ min: 350, max: 450 }), (rules, upTo) => {
      const table = filter(...rules, ...inner);
      // Chain by chain short enough to be matched rule by rule, as one chain after another.
      const parts: NearMiss[] = [];
      for (let from = 0; from < upTo - 1; from += 100) {
        const chains = table.chains.map((chain) =>
          chain.name === 'FORWARD' ? { ...chain, rules: chain.rules.slice(from, from + 100) } : chain,
        );
        parts.push(...nearMisses(place({ ...table, chains }, upTo)));
      }
      const ofInner = (miss: NearMiss) => miss.chain === 'INNER';
      const seen = new Set<number | null>();
      const all = parts.filter((miss) => {
        // A chain is looked through once, where the packet comes to it first.
        if (!ofInner(miss)) return true;
        const again = seen.has(miss.number);
        seen.add(miss.number);
        return !again;
      });
      const expected = all.toSorted((a, b) => a.failures - b.failures).slice(0, 5);
      expect(nearMisses(place(table, upTo))).toEqual(expected);
    }),
    { numRuns: 60 },
  );
});
