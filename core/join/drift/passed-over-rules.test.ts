import { expect, test } from 'vitest';
import { message } from '../../words/en/diagnostics.ts';
import { type DrawnHost, host } from '../../testing/host.ts';

const rules = (...lines: readonly string[]): DrawnHost =>
  host().rules('*mangle', ':INPUT ACCEPT', '*filter', ':INPUT ACCEPT', ':GATE -', ':OTHER -', ...lines);
const drop = '-A INPUT -m comment --comment last -j DROP';

/** What is told of a packet with these lines, all of one that came in by eth0. */
async function passedOver(drawn: DrawnHost, ...places: readonly string[]): Promise<readonly string[]> {
  const { analysis } = await drawn
    .trace(...places.map((place) => [place, { in: 'eth0' }] as const))
    .analysed();
  return analysis.diagnostics.flatMap((each) => (each.code === 'rule-passed-over' ? [message(each)] : []));
}

const toRule2 = ['mangle:INPUT:policy:1', 'filter:INPUT:rule:2'];

test('a_rule_that_must_have_matched_and_has_no_line_is_told', async () => {
  const told = await passedOver(rules('-A INPUT -i eth0 -j ACCEPT', drop), ...toRule2);
  expect(told).toHaveLength(1);
  expect(told[0]).toMatch(/met rule 2 of filter\/INPUT, though rule 1 .* must have matched/);
});

test.each([
  ['is for another interface', '-A INPUT -i eth1 -j ACCEPT'],
  ['may depend on what no file shows', '-A INPUT -m limit --limit 1/s -j ACCEPT'],
  ['asks conntrack', '-A INPUT -m conntrack --ctstate NEW -j ACCEPT'],
  ['asks a set', '-A INPUT -m set --match-set s src -j ACCEPT'],
])('a_rule_that_%s_is_not', async (_, rule) => {
  expect(await passedOver(rules(rule, drop), ...toRule2)).toEqual([]);
});

test('a_packet_that_met_it_is_no_contradiction', async () => {
  const met = ['mangle:INPUT:policy:1', 'filter:INPUT:rule:1', 'filter:INPUT:rule:2'];
  expect(await passedOver(rules('-A INPUT -i eth0 -j LOG', drop), ...met)).toEqual([]);
});

test('a_return_leads_to_the_policy_past_all_rules', async () => {
  const returned = ['mangle:INPUT:policy:1', 'filter:INPUT:rule:1', 'filter:INPUT:policy:3'];
  expect(await passedOver(rules('-A INPUT -i eth0 -j RETURN', drop), ...returned)).toEqual([]);
});

test('the_trace_begins_after_the_rule_that_sets_it', async () => {
  const raw = host().rules(
    '*raw',
    '-A PREROUTING -i eth0 -j LOG',
    '-A PREROUTING -j TRACE',
    '-A PREROUTING -p tcp -j LOG',
  );
  const traced = ['raw:PREROUTING:rule:3'];
  expect(await passedOver(raw, ...traced)).toEqual([]);
});

test('a_chain_that_was_called_is_looked_at_from_its_first_rule', async () => {
  const called = ['mangle:INPUT:policy:1', 'filter:INPUT:rule:1', 'filter:GATE:rule:2'];
  const gated = rules(
    '-A INPUT -i eth0 -j GATE',
    '-A GATE -i eth0 -g OTHER',
    '-A GATE -m comment --comment x -j DROP',
  );
  const told = await passedOver(gated, ...called);
  expect(told[0]).toMatch(/met rule 2 of filter\/GATE, though rule 1/);
});
