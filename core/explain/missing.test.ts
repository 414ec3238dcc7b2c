import { expect, test } from 'vitest';
import { analysed, log } from '../testing/drawn-log.ts';
import { nftTrace } from '../testing/drawn-nft-trace.ts';
import { host } from '../testing/host.ts';
import { what } from '../words/en/missing.ts';

const save = (counters: boolean, rule: string): string => `*filter
:FORWARD DROP [0:0]
${counters ? '[3:180] ' : ''}-A FORWARD ${rule} -j ACCEPT
COMMIT
*mangle
:POSTROUTING ACCEPT [0:0]
COMMIT
`;
const dropped = log([['filter:FORWARD:policy:2', { in: 'eth0', out: 'eth1' }]]);
const cut =
  log([['filter:FORWARD:rule:1', { in: 'eth0', out: 'eth1' }]]) +
  '[  200.000000] usb 1-2: USB disconnect\n'.repeat(3) +
  log([['mangle:POSTROUTING:policy:1', { out: 'eth1', id: 9 }]]).replaceAll('100.', '300.');

async function asked(kernLog: string, files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const { analysis } = await analysed({ 'kern.log': kernLog, ...files });
  return analysis.missing.map((input) => `${what(input)}: ${input.command}`);
}

test('sets_are_asked_for_where_a_rule_before_the_drop_wants_one', async () => {
  const files = { 'iptables-save.txt': save(true, '-m set --match-set allowed src') };
  expect(await asked(dropped, files)).toContain('the set allowed: ipset save');
  const sets = 'create allowed hash:ip family inet\nadd allowed 10.9.9.9\n';
  expect(await asked(dropped, { ...files, 'ipset-save.txt': sets })).toEqual([]);
});

test('counters_are_asked_for_where_a_packet_has_no_end', async () => {
  const without = await asked(cut, { 'iptables-save.txt': save(false, '-p tcp') });
  expect(without).toContain('the counters of the ruleset: iptables-save -c');
  const once = await asked(cut, { 'iptables-save.txt': save(true, '-p tcp') });
  expect(once).toContain('a second dump with counters, from before or after the log: iptables-save -c');
});

test('what_would_settle_nothing_of_a_packet_that_only_came_to_a_chain_is_not_asked_for', async () => {
  const trace = nftTrace('0000aaaa', [['ip raw prerouting', []]], { oif: '' });
  const { analysis, packets } = await host().file('nft-trace.txt', trace.trimEnd()).analysed();
  expect(packets[0]?.note).toMatch(/came to raw\/prerouting/);
  expect(analysis.missing.map(({ command }) => command)).toEqual(['nft -a list ruleset']);
});
