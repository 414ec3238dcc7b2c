import { describe, expect, test } from 'vitest';
import { english } from '../../words/en/index.ts';
import type { DrawnFields } from '../../testing/drawn-log.ts';
import { type DrawnHost, host } from '../../testing/host.ts';

const ruleset = (trace: string, traced: number, rule: number): DrawnHost =>
  host().rules(
    '*raw',
    `:PREROUTING ACCEPT [${traced}:0]`,
    ':OUTPUT ACCEPT',
    `[${traced}:0] -A PREROUTING ${trace} -j TRACE`,
    '*filter',
    `[${rule}:0] -A FORWARD -p tcp -j ACCEPT`,
  );
const packets = (count: number): readonly (readonly [string, DrawnFields])[] =>
  Array.from({ length: count }, (_, id): readonly (readonly [string, DrawnFields])[] => [
    ['raw:PREROUTING:policy:2', { in: 'eth0', id: id + 1 }],
    ['filter:FORWARD:rule:1', { in: 'eth0', out: 'eth1', ttl: 63, id: id + 1 }],
  ]).flat();

async function notes(traced: ReturnType<typeof packets>, rules: DrawnHost): Promise<readonly string[]> {
  const { analysis } = await rules.trace(...traced).analysed();
  return analysis.diagnostics
    .filter(({ code }) => code === 'counters-contradict')
    .map((note) => `${note.line}: ${english.diagnostics.message(note)}`);
}

describe('counters_and_log', () => {
  test('that_agree_need_no_word', async () => {
    expect(await notes(packets(3), ruleset('! -i lo', 3, 3))).toEqual([]);
  });

  test('a_rule_that_counts_more_than_the_log_shows_where_all_is_traced_says_that_lines_are_missing', async () => {
    expect(await notes(packets(3), ruleset('! -i lo', 8, 8))).toEqual([
      '4: The TRACE rule counts 8 packets, the log shows 3: lines were lost, or the counter is older than the log',
      '8: Rule 1 of filter/FORWARD counts 8 packets, the log shows 3: lines were lost, or the trace began later',
      '2: The policy of raw/PREROUTING counts 8 packets, the log shows 3: lines were lost, or the trace began later',
    ]);
  });

  test('where_only_some_packets_are_traced_more_may_have_been_counted', async () => {
    expect(await notes(packets(3), ruleset('-s 10.1.0.2', 3, 812))).toEqual([]);
  });

  test('a_rule_that_counts_fewer_packets_than_the_log_shows_was_read_earlier_or_reset', async () => {
    expect(await notes(packets(3), ruleset('-s 10.1.0.2', 3, 1))).toEqual([
      '8: Rule 1 of filter/FORWARD counts 1 packet, the log shows 3: counters were reset, or the ruleset is older than the log',
    ]);
  });
});
