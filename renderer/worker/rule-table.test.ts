import { expect, it } from 'vitest';
import { captureOf, kernelLog } from '../testing/capture.ts';
import type { RulesAsk } from './protocol.ts';
import { ruleTable } from './rule-table.ts';

const files = {
  'kern.log': kernelLog(['filter:FORWARD:rule:2 eth0 eth1 10.1.0.2>10.2.0.2 TCP 1000>80 7']),
  'iptables-save.txt': [
    '*filter',
    ':FORWARD DROP [0:0]',
    '-A FORWARD -p udp -m udp --dport 2 -j ACCEPT',
    '-A FORWARD -p tcp -m tcp --dport 80 -j ACCEPT',
    'COMMIT',
    '',
  ].join('\n'),
};
const found = async (text: string, sort: RulesAsk['sort'] = null) => {
  const { rows } = ruleTable((await captureOf(files)).analysis)({ text, show: 'all', sort, from: 0, to: 9 });
  return rows.map((row) => (row.kind === 'rule' ? row.number : row.kind));
};

it('a_chain_and_a_number_are_that_rule', async () => {
  expect(await found('FORWARD 2')).toEqual([2]);
  expect(await found('filter/forward 1')).toEqual([1]);
});

it('what_names_no_rule_is_text', async () => {
  expect(await found('dport 80')).toEqual([2]);
  expect(await found('FORWARD 80')).toEqual([2]);
  expect(await found('forward')).toEqual([1, 2, 'policy']);
});

it('a_column_sorts_it_and_what_has_no_value_is_last_either_way', async () => {
  expect(await found('', { by: 'number', down: true })).toEqual([2, 1, 'policy']);
  expect(await found('', { by: 'number', down: false })).toEqual([1, 2, 'policy']);
  expect(await found('', { by: 'packets', down: true })).toEqual([2, 1, 'policy']);
  expect(await found('', { by: 'rule', down: false })).toEqual([2, 1, 'policy']);
});
