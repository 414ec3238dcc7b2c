import { describe, expect, test } from 'vitest';
import { packet } from '../../testing/drawn-log.ts';
import { host } from '../../testing/host.ts';

const passing = { in: 'eth0', out: 'eth1', ttl: 63 };
const others = [2, 3, 4].flatMap((id) => [
  `first ${packet({ ...passing, id })}`,
  `last ${packet({ ...passing, id })}`,
]);

/** A packet that only the LOG rule of FORWARD shows, with these rules after it. */
async function lastSeenBefore(rules: readonly string[], policy = 'ACCEPT', last = '-j') {
  const { packets } = await host()
    .rules(`:FORWARD ${policy}`, '-A FORWARD -j LOG --log-prefix "first "', ...rules)
    .rules('*mangle', `-A POSTROUTING ${last} LOG --log-prefix "last "`)
    .log(`first ${packet({ ...passing, id: 1 })}`)
    .log(...others)
    .analysed();
  return packets[0];
}

describe('a_packet_whose_last_line_is_of_a_log_rule', () => {
  test('died_of_the_rule_that_certainly_matches', async () => {
    const died = await lastSeenBefore([
      '-A FORWARD -p udp -j DROP',
      '-A FORWARD -p tcp -m tcp --dport 80 -j DROP',
    ]);
    expect(died?.cause).toMatchObject({ kind: 'rule', rule: 3, confidence: 'inferred' });
    expect(died?.cause?.text).toBe('-A FORWARD -p tcp -m tcp --dport 80 -j DROP');
  });

  test('died_of_the_only_rule_that_can_have_matched', async () => {
    const died = await lastSeenBefore([
      '-A FORWARD -m limit --limit 1/sec -j REJECT',
      '-A FORWARD -p udp -j DROP',
    ]);
    expect(died).toMatchObject({
      disposition: 'rejected',
      cause: { kind: 'reject', rule: 2, confidence: 'inferred' },
    });
  });

  test('died_possibly_of_one_of_several', async () => {
    const died = await lastSeenBefore(['-A FORWARD -m limit --limit 1/sec -j DROP'], 'DROP');
    expect(died?.cause).toMatchObject({ confidence: 'possible' });
    expect(died?.cause?.summary).toMatch(/would explain it as well/);
  });

  test.each([
    { counted: 3, confidence: 'inferred' },
    { counted: 9, confidence: 'possible' },
  ])(
    'is_$confidence to have died where the log has 3 lines of a rule that counted $counted',
    async ({ counted, confidence }) => {
      const { packets } = await host()
        .rules(
          '[5:0] -A FORWARD -j LOG --log-prefix "first "',
          '[1:0] -A FORWARD -m string --string "x" --algo bm -j DROP',
          '*mangle',
          `[${counted}:0] -A POSTROUTING -j LOG --log-prefix "last "`,
        )
        .log(`first ${packet({ ...passing, id: 1 })}`)
        .log(...others)
        .analysed();
      expect(packets[0]?.cause).toMatchObject({ kind: 'rule', rule: 2, confidence });
    },
  );

  test.each([
    { counted: 2, confidence: 'inferred' },
    { counted: 1, confidence: 'possible' },
  ])(
    'is_$confidence to have died with another at the only rule that can have matched where that rule counted $counted',
    async ({ counted, confidence }) => {
      const { packets } = await host()
        .rules(
          '[50:0] -A FORWARD -j LOG --log-prefix "first "',
          `[${counted}:0] -A FORWARD -m string --string "x" --algo bm -j DROP`,
          '*mangle',
          '[50:0] -A POSTROUTING -j LOG --log-prefix "last "',
        )
        .log(`first ${packet({ ...passing, id: 1 })}`, `first ${packet({ ...passing, id: 5 })}`)
        .log(...others)
        .analysed();
      expect(packets.slice(0, 2).map(({ cause }) => cause?.confidence)).toEqual([confidence, confidence]);
    },
  );

  test('died_by_the_policy_or_in_a_called_chain', async () => {
    expect((await lastSeenBefore([], 'DROP'))?.cause).toMatchObject({ kind: 'policy', rule: null });
    const called = await lastSeenBefore(['-A FORWARD -j SUB', '-A SUB -p udp -j ACCEPT', '-A SUB -j DROP']);
    expect(called?.cause).toMatchObject({ chain: 'SUB', rule: 2, confidence: 'inferred' });
  });

  test('is_not_dead_where_no_rule_further_on_would_surely_have_logged_it', async () => {
    const open = await lastSeenBefore(
      ['-A FORWARD -m limit --limit 1/sec -j DROP'],
      'ACCEPT',
      '-m limit --limit 1/sec -j',
    );
    expect(open).toMatchObject({ disposition: 'unknown', cause: null });
    const passed = await lastSeenBefore([], 'ACCEPT', '-p udp -j');
    expect(passed).toMatchObject({ disposition: 'forwarded', cause: null });
  });

  test('is_incomplete_where_nothing_can_have_stopped_it', async () => {
    expect(await lastSeenBefore(['-A FORWARD -p udp -j DROP'])).toMatchObject({
      disposition: 'incomplete',
      cause: null,
    });
  });

  test('met_the_next_rule_with_the_same_condition', async () => {
    const { packets } = await host()
      .rules(
        '-A FORWARD -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT',
        '-A FORWARD -m conntrack --ctstate INVALID -j LOG --log-prefix "inv "',
        '-A FORWARD -m conntrack --ctstate INVALID -j DROP',
      )
      .log(`inv ${packet({ ...passing, id: 1 })}`)
      .analysed();
    expect(packets[0]?.cause).toMatchObject({
      kind: 'conntrack-invalid-rule',
      rule: 3,
      confidence: 'inferred',
    });
  });

  test('died_of_a_rule_whose_comment_holds_the_word_prefix', async () => {
    const died = await lastSeenBefore([
      '-A FORWARD -s 10.1.0.0/16 -m comment --comment "block prefix list 7" -j DROP',
    ]);
    expect(died?.cause).toMatchObject({ kind: 'rule', rule: 2, confidence: 'inferred' });
  });

  test.each(['FORWARD', 'forward'])('died_of_the_rule_of_nft_that_logged_in_chain_%s', async (chain) => {
    const { packets, analysis } = await host()
      .nft(
        'table inet filter {',
        `chain ${chain} {`,
        'type filter hook forward priority filter; policy drop;',
        'ct state established,related accept',
        'log prefix "Denied: " drop',
        '}',
        '}',
      )
      .log(`Denied: ${packet({ ...passing, id: 1 })}`)
      .analysed();
    expect(packets[0]?.cause).toMatchObject({ kind: 'rule', chain, rule: 2 });
    expect(analysis.diagnostics.filter(({ code }) => code === 'ruleset-drift')).toEqual([]);
  });

  test('is_followed_in_a_chain_that_no_rule_of_the_bundle_calls', async () => {
    const rest = (rule: string) =>
      host()
        .rules('-A logdrop -j LOG --log-prefix "first "', rule)
        .log(`first ${packet({ ...passing, id: 1 })}`)
        .analysed();
    const dropped = await rest('-A logdrop -j DROP');
    expect(dropped.packets[0]?.cause).toMatchObject({ chain: 'logdrop', rule: 2, confidence: 'inferred' });
    const returned = await rest('-A logdrop -p udp -j DROP');
    expect(returned.packets[0]).toMatchObject({ disposition: 'unknown', cause: null });
  });

  test('is_open_behind_a_chain_that_the_bundle_does_not_have', async () => {
    const open = await lastSeenBefore(['-A FORWARD -j EXTRA', '-A FORWARD -j DROP']);
    expect(open).toMatchObject({ disposition: 'unknown', cause: null });
  });

  test('goes_on_behind_the_call_that_leads_there_from_its_own_hook', async () => {
    const died = await lastSeenBefore([
      ':SUB -',
      '-A FORWARD -j SUB',
      '-A FORWARD -p tcp -j DROP',
      '-A INPUT -j SUB',
    ]);
    expect(died?.cause).toMatchObject({ chain: 'FORWARD', rule: 3, confidence: 'inferred' });
  });

  test('died_in_a_chain_of_the_other_backend', async () => {
    const late = (priority: number): readonly string[] => [
      'table inet late {',
      ' chain fwd {',
      `  type filter hook forward priority ${priority}; policy accept;`,
      '  tcp dport 80 drop',
      ' }',
      '}',
    ];
    const iptables = host().rules('-A FORWARD -j LOG --log-prefix "first "');
    const logged = iptables.log(`first ${packet({ ...passing, id: 1 })}`);
    const after = await logged.nft(...late(10)).analysed();
    expect(after.packets[0]?.cause).toMatchObject({ table: 'late', rule: 1, confidence: 'inferred' });
    const before = await logged.nft(...late(-10)).analysed();
    expect(before.packets[0]).toMatchObject({ disposition: 'forwarded', cause: null });
  });
});
