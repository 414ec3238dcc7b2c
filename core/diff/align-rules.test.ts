import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Rule } from '../model/ruleset.ts';
import { iptablesSave } from '../parse/rules/iptables/iptables-save.ts';
import { type AlignedRule, alignRules } from './align-rules.ts';

function rules(...texts: readonly string[]): readonly Rule[] {
  const lines = ['*filter', ':FORWARD ACCEPT [0:0]', ...texts.map((text) => `-A FORWARD ${text}`), 'COMMIT'];
  const { records } = iptablesSave.parse(lines, 'iptables-save.txt');
  return records?.kind === 'rulesets' ? (records.items[0]?.tables[0]?.chains[0]?.rules ?? []) : [];
}

/** `= -j A`, `- -j A`, `+ -j A`, `< -j A` and `> -j A` for the places of a moved rule, `-j A ~ -j B`. */
function drawn(aligned: readonly AlignedRule[]): readonly string[] {
  const words = (rule: Rule): string => rule.text.replace('-A FORWARD ', '');
  return aligned.map((entry) => {
    switch (entry.kind) {
      case 'same':
        return `= ${words(entry.before)}`;
      case 'removed':
        return `- ${words(entry.before)}`;
      case 'added':
        return `+ ${words(entry.after)}`;
      case 'left':
        return `< ${words(entry.before)}`;
      case 'arrived':
        return `> ${words(entry.after)}`;
      case 'changed':
        return `${words(entry.before)} ~ ${words(entry.after)}`;
    }
  });
}

const aligned = (before: readonly string[], after: readonly string[]): readonly string[] =>
  drawn(alignRules(rules(...before), rules(...after)));

describe('rules_are_found_again', () => {
  test('behind_an_inserted_one', () => {
    expect(
      aligned(
        ['-p tcp -j ACCEPT', '-p udp -j ACCEPT'],
        ['-s 10.0.0.1/32 -j LOG', '-p tcp -j ACCEPT', '-p udp -j ACCEPT'],
      ),
    ).toEqual(['+ -s 10.0.0.1/32 -j LOG', '= -p tcp -j ACCEPT', '= -p udp -j ACCEPT']);
  });

  test('with_their_options_in_another_order_and_other_counters', () => {
    expect(
      aligned(
        ['-s 10.0.0.1/32 -p tcp -m tcp --dport 80 -m comment --comment web -j ACCEPT'],
        ['-p tcp -m comment --comment web -m tcp --dport 80 -s 10.0.0.1/32 -j ACCEPT'],
      ),
    ).toEqual(['= -s 10.0.0.1/32 -p tcp -m tcp --dport 80 -m comment --comment web -j ACCEPT']);
  });

  test('moved_ones_are_the_fewest_that_explain_the_order', () => {
    const [a, b, c, d] = [
      '-p tcp -j ACCEPT',
      '-p udp -j ACCEPT',
      '-p icmp -j ACCEPT',
      '-p sctp -j DROP',
    ] as const;
    expect(aligned([a, b, c, d], [d, a, b, c])).toEqual([`> ${d}`, `= ${a}`, `= ${b}`, `= ${c}`, `< ${d}`]);
  });

  test('a_removed_rule_moves_no_other', () => {
    expect(aligned(['-p tcp -j A', '-p udp -j B', '-p sctp -j C'], ['-p udp -j B', '-p sctp -j C'])).toEqual([
      '- -p tcp -j A',
      '= -p udp -j B',
      '= -p sctp -j C',
    ]);
  });
});

describe('a_rule_changed_where_it_stood', () => {
  test.each([
    ['another_port', '-p tcp -m tcp --dport 80 -j ACCEPT', '-p tcp -m tcp --dport 81 -j ACCEPT'],
    ['another_target', '-p tcp -m tcp --dport 80 -j ACCEPT', '-p tcp -m tcp --dport 80 -j DROP'],
    ['another_verdict_for_all', '-j ACCEPT', '-j DROP'],
    [
      'another_address_to_translate_to',
      '-p tcp -j DNAT --to-destination 10.0.0.1',
      '-p tcp -j DNAT --to-destination 10.0.0.2',
    ],
    ['one_option_more', '-i eth0 -j ACCEPT', '-i eth0 -p tcp -j ACCEPT'],
  ])('%s', (_, before, after) => {
    expect(aligned([before], [after])).toEqual([`${before} ~ ${after}`]);
  });

  test('not_so_one_that_has_little_in_common', () => {
    expect(
      aligned(['-s 10.0.0.1/32 -p tcp -m tcp --dport 80 -j ACCEPT'], ['-i eth0 -p udp -j ACCEPT']),
    ).toEqual(['- -s 10.0.0.1/32 -p tcp -m tcp --dport 80 -j ACCEPT', '+ -i eth0 -p udp -j ACCEPT']);
  });
});

test('of_rules_that_are_as_like_the_first_is_the_changed_one', () => {
  const about = '-p udp -m udp --dport 53';
  expect(aligned([`${about} -j REJECT`], [`${about} -j DROP`, `${about} -j ACCEPT`])).toEqual([
    `${about} -j REJECT ~ ${about} -j DROP`,
    `+ ${about} -j ACCEPT`,
  ]);
});

const rule = fc.constantFrom(
  '-p tcp -j ACCEPT',
  '-p tcp -j DROP',
  '-p udp -m udp --dport 53 -j ACCEPT',
  '-p udp -m udp --dport 54 -j ACCEPT',
  '-i eth0 -j DROP',
  '-j RETURN',
  '-s 10.1.0.0/24 -i eth0 -j LOG',
);
const chain = fc.array(rule, { maxLength: 8 });

test('the_sides_of_the_answer_are_the_two_chains', () => {
  fc.assert(
    fc.property(chain, chain, (before, after) => {
      const [old, now] = [rules(...before), rules(...after)];
      const answer = alignRules(old, now);
      const earlier = answer.filter(({ kind }) => kind !== 'added' && kind !== 'arrived');
      const later = answer.filter(({ kind }) => kind !== 'removed' && kind !== 'left');
      expect(earlier.map((entry) => ('before' in entry ? entry.before : null))).toEqual(old);
      expect(later.map((entry) => ('after' in entry ? entry.after : null))).toEqual(now);
    }),
  );
});

test('exchanged_chains_give_the_answer_exchanged', () => {
  const exchanged: Readonly<Record<string, string>> = { '+': '-', '-': '+', '<': '>', '>': '<', '=': '=' };
  const mirror = (words: string): string => {
    const [old, now] = words.split(' ~ ');
    return now === undefined ? `${exchanged[words[0] ?? '']}${words.slice(1)}` : `${now} ~ ${old}`;
  };
  fc.assert(
    fc.property(chain, chain, (before, after) => {
      expect(aligned(after, before).toSorted()).toEqual(aligned(before, after).map(mirror).toSorted());
    }),
  );
});
