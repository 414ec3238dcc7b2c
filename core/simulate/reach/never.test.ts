import { describe, expect, it } from 'vitest';
import { type DrawnHost, host } from '../../testing/host.ts';
import type { Ruleset } from '../../model/ruleset.ts';
import { iptablesSave } from '../../parse/rules/iptables/iptables-save.ts';
import { analysisLines } from '../../report/analysis-text.ts';
import { english } from '../../words/en/index.ts';
import { everyNeverRule, neverRules } from './never.ts';

async function neverOf(drawn: DrawnHost): Promise<readonly string[]> {
  const { analysis } = await drawn.analysed();
  return everyNeverRule(analysis).rules.map(
    ({ chain, number, why, by }) => `${chain} ${number} ${why}${by.map(({ rule }) => ` ${rule}`).join('')}`,
  );
}

describe('a rule that no packet can match', () => {
  it('is_shadowed_by_those_above_it_that_take_all_it_asks_for', async () => {
    const rules = host().rules(
      '-A FORWARD -p tcp --dport 0:1023 -j ACCEPT',
      '-A FORWARD -s 10.0.0.0/9 -p tcp -j DROP',
      '-A FORWARD -s 10.128.0.0/9 -p tcp -j DROP',
      '-A FORWARD -s 10.0.0.0/8 -p tcp --dport 80:2000 -j ACCEPT',
      '-A FORWARD -s 10.0.0.0/7 -p tcp --dport 80:2000 -j ACCEPT',
    );
    expect(await neverOf(rules)).toEqual(['FORWARD 4 shadowed 1 2 3']);
  });

  it('is_told_with_its_place_at_the_terminal', async () => {
    const rules = host().rules('-A FORWARD -p tcp -j ACCEPT', '-A FORWARD -p tcp --dport 22 -j DROP');
    const { analysis } = await rules.analysed();
    const text = analysisLines(analysis, english, everyNeverRule(analysis)).map((line) => line.text);
    expect(text.join('\n')).toMatch(
      /Rules that no packet can match\n {2}\S+:\d+ rule 2 of filter\/FORWARD.*\. Never matches: rule 1 /,
    );
  });

  it('is_not_shadowed_by_what_may_pass_a_packet_on', async () => {
    const rules = host().rules(
      '-A FORWARD -p tcp -m limit --limit 1/sec -j ACCEPT',
      '-A FORWARD -p tcp -j MAYBE',
      '-A MAYBE -p tcp --dport 22 -j RETURN',
      '-A MAYBE -j DROP',
      '-A FORWARD -p tcp --dport 22 -j ACCEPT',
      '-A FORWARD -p tcp --dport 23 -j ACCEPT',
    );
    expect(await neverOf(rules)).toEqual(['FORWARD 4 shadowed 2']);
  });

  it('is_not_shadowed_for_later_fragments_by_rules_that_ask_for_ports', async () => {
    const ports = host().rules('-A FORWARD -p tcp --dport 0:65535 -j DROP', '-A FORWARD -p tcp -j ACCEPT');
    expect(await neverOf(ports)).toEqual([]);
  });

  it('is_contradictory_where_its_conditions_exclude_each_other', async () => {
    const rules = host().rules(
      '-A FORWARD -s 10.0.0.0/8 -m iprange --src-range 11.0.0.1-11.0.0.9 -j DROP',
      '-A FORWARD -m conntrack --ctstate NEW -m conntrack ! --ctstate NEW,RELATED -j DROP',
    );
    expect(await neverOf(rules)).toEqual(['FORWARD 1 contradictory', 'FORWARD 2 contradictory']);
  });

  it('stands_in_a_chain_to_which_nothing_comes_that_it_asks_for', async () => {
    const rules = host().rules(
      '-A FORWARD -p udp -j UDP',
      '-A UDP -p tcp --dport 53 -j ACCEPT',
      '-A UDP -i wg+ -j DROP',
      '-A UNUSED -j DROP',
    );
    expect(await neverOf(rules)).toEqual(
      expect.arrayContaining(['UDP 1 not reached', 'UNUSED 1 not reached']),
    );
    expect(await neverOf(rules)).toHaveLength(2);
  });

  it('may_be_reached_after_a_rule_set_its_mark', async () => {
    const rules = host().rules(
      '*mangle',
      '-A PREROUTING -m mark --mark 0x1 -j ACCEPT',
      '-A PREROUTING -j MARK --set-mark 0x1',
      '-A PREROUTING -m mark --mark 0x1 -j DROP',
    );
    expect(await neverOf(rules)).toEqual([]);
  });

  it('of_nft_is_found_by_its_sets_and_states', async () => {
    const rules = host().nft(
      'table inet t {',
      '  set s { type ipv4_addr; flags interval; elements = { 10.0.0.0/8 } }',
      '  chain f {',
      '    type filter hook forward priority 0; policy accept;',
      '    ct state { new, established, related, invalid, untracked } ip saddr @s drop',
      '    ip saddr 10.1.0.0/16 accept',
      '    tcp dport 22 accept',
      '  }',
      '}',
    );
    expect(await neverOf(rules)).toEqual(['f 2 shadowed 1']);
  });
});

describe('a_counter_of_a_rule_that_no_packet_can_match_is', () => {
  const shadowed = ['-A FORWARD -p tcp -j ACCEPT', '[7:420] -A FORWARD -p tcp --dport 22 -j DROP'];
  const alone = ['[7:420] -A FORWARD -p tcp --dport 22 -j DROP'];
  const dump = (file: string, rules: readonly string[], backend: Ruleset['backend'] = 'legacy'): Ruleset => {
    const lines = ['*filter', ':FORWARD ACCEPT [0:0]', ...rules, 'COMMIT', ''];
    const { records } = iptablesSave.parse(lines, file);
    if (records?.kind !== 'rulesets') throw new Error('no ruleset');
    return { ...(records.items[0] as Ruleset), backend };
  };
  const countedOf = (...rulesets: readonly (readonly [string, Ruleset])[]): unknown =>
    neverRules(
      { rulesets: rulesets.map(([host, ruleset]) => ({ host, ruleset })), hostRecords: new Map() },
      'r',
    ).rules.map(({ counted }) => counted);

  it('older_than_the_rules_above_it', () => {
    expect(countedOf(['r', dump('save.txt', shadowed)])).toEqual([
      { packets: 7, because: { kind: 'time', file: null } },
    ]);
  });

  it('of_the_time_of_another_dump_in_which_packets_can_match_it', () => {
    expect(countedOf(['r', dump('earlier.txt', alone)], ['r', dump('save.txt', shadowed)])).toEqual([
      { packets: 7, because: { kind: 'time', file: 'earlier.txt' } },
    ]);
  });

  it('of_the_other_backend_where_packets_can_match_it_there', () => {
    const other = dump('nft-save.txt', alone, 'nft');
    expect(countedOf(['r', other], ['r', dump('save.txt', shadowed)])).toEqual([
      { packets: 7, because: { kind: 'backend', backend: 'nft', file: 'nft-save.txt' } },
    ]);
  });

  it('of_another_namespace_in_whose_dump_packets_can_match_it', () => {
    expect(countedOf(['r', dump('save.txt', shadowed)], ['s', dump('s.txt', alone)])).toEqual([
      { packets: 7, because: { kind: 'namespace', host: 's', file: 's.txt' } },
    ]);
  });

  it('nothing_to_tell_of_where_it_is_zero', () => {
    const rules = shadowed.map((rule) => rule.replace('[7:420]', '[0:0]'));
    expect(countedOf(['r', dump('save.txt', rules)])).toEqual([null]);
  });
});
