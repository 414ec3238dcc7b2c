import { expect, test } from 'vitest';
import { message } from '../../words/en/diagnostics.ts';
import { analysed, log } from '../../testing/drawn-log.ts';

const save = (...rules: readonly string[]): string => `*filter
:INPUT ACCEPT [0:0]
:GATE - [0:0]
${rules.join('\n')}
COMMIT
*mangle
:INPUT ACCEPT [0:0]
COMMIT
`;
const drop = '-A INPUT -m comment --comment last -j DROP';
const toRule2 = log([
  ['mangle:INPUT:policy:1', { in: 'eth0' }],
  ['filter:INPUT:rule:2', { in: 'eth0' }],
]);

async function passedOver(kernLog: string, iptablesSave: string): Promise<readonly string[]> {
  const { analysis } = await analysed({ 'kern.log': kernLog, 'iptables-save.txt': iptablesSave });
  return analysis.diagnostics.flatMap((each) => (each.code === 'rule-passed-over' ? [message(each)] : []));
}

test('a_rule_that_must_have_matched_and_has_no_line_is_told', async () => {
  const told = await passedOver(toRule2, save('-A INPUT -i eth0 -j ACCEPT', drop));
  expect(told).toHaveLength(1);
  expect(told[0]).toMatch(/met rule 2 of filter\/INPUT, though rule 1 .* must have matched/);
});

test.each([
  ['is for another interface', '-A INPUT -i eth1 -j ACCEPT'],
  ['may depend on what no file shows', '-A INPUT -m limit --limit 1/s -j ACCEPT'],
  ['asks conntrack', '-A INPUT -m conntrack --ctstate NEW -j ACCEPT'],
  ['asks a set', '-A INPUT -m set --match-set s src -j ACCEPT'],
])('a_rule_that_%s_is_not', async (_, rule) => {
  expect(await passedOver(toRule2, save(rule, drop))).toEqual([]);
});

test('a_packet_that_met_it_is_no_contradiction', async () => {
  const met = log([
    ['mangle:INPUT:policy:1', { in: 'eth0' }],
    ['filter:INPUT:rule:1', { in: 'eth0' }],
    ['filter:INPUT:rule:2', { in: 'eth0' }],
  ]);
  expect(await passedOver(met, save('-A INPUT -i eth0 -j LOG', drop))).toEqual([]);
});

test('a_return_leads_to_the_policy_past_all_rules', async () => {
  const returned = log([
    ['mangle:INPUT:policy:1', { in: 'eth0' }],
    ['filter:INPUT:rule:1', { in: 'eth0' }],
    ['filter:INPUT:policy:3', { in: 'eth0' }],
  ]);
  expect(await passedOver(returned, save('-A INPUT -i eth0 -j RETURN', drop))).toEqual([]);
});

test('the_trace_begins_after_the_rule_that_sets_it', async () => {
  const raw = `*raw
:PREROUTING ACCEPT [0:0]
-A PREROUTING -i eth0 -j LOG
-A PREROUTING -j TRACE
-A PREROUTING -p tcp -j LOG
COMMIT
`;
  const traced = log([['raw:PREROUTING:rule:3', { in: 'eth0' }]]);
  expect(await passedOver(traced, raw)).toEqual([]);
});

test('a_chain_that_was_called_is_looked_at_from_its_first_rule', async () => {
  const called = log([
    ['mangle:INPUT:policy:1', { in: 'eth0' }],
    ['filter:INPUT:rule:1', { in: 'eth0' }],
    ['filter:GATE:rule:2', { in: 'eth0' }],
  ]);
  const rules = [
    '-A INPUT -i eth0 -j GATE',
    '-A GATE -i eth0 -g OTHER',
    '-A GATE -m comment --comment x -j DROP',
  ];
  const told = await passedOver(called, save(...rules).replace(':GATE', ':OTHER - [0:0]\n:GATE'));
  expect(told[0]).toMatch(/met rule 2 of filter\/GATE, though rule 1/);
});
