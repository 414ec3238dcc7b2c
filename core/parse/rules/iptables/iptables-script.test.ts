import { expect, test } from 'vitest';
import { iptablesScript } from './iptables-script.ts';

const chainsOf = (text: string) => {
  const { records, lines } = iptablesScript.parse(text.split('\n'), 'fw.sh');
  const tables = records.kind === 'rulesets' ? records.items.flatMap((each) => each.tables) : [];
  return {
    lines,
    chains: tables.flatMap(({ name, family, covers, chains }) =>
      chains.map((chain) => ({
        chain: `${family} ${name} ${chain.name}`,
        covers,
        policy: chain.policy,
        isCut: chain.cuts.length > 0,
        rules: chain.rules.map(({ number, text: rule, at }) => `${number ?? '?'} ${rule} (${at.line})`),
      })),
    ),
  };
};

test('rules_of_a_script_that_empties_the_table_are_those_of_its_chains_in_their_order', () => {
  const { chains } = chainsOf(`#!/bin/sh
WAN="eth1"
iptables -A FORWARD -j LOG
iptables -F
iptables -P FORWARD DROP
iptables -N GATE
/sbin/iptables -w -A FORWARD -o $WAN -j ACCEPT
sudo iptables -I FORWARD 1 -p tcp --dport 22 -j GATE
iptables -A GATE -j DROP 2>/dev/null
ip6tables -t mangle -A FORWARD -j ACCEPT # six`);
  expect(chains).toMatchObject([
    {
      chain: 'ip filter FORWARD',
      covers: 'its-chains',
      policy: 'DROP',
      isCut: false,
      rules: ['1 -I FORWARD 1 -p tcp --dport 22 -j GATE (8)', '2 -A FORWARD -o eth1 -j ACCEPT (7)'],
    },
    { chain: 'ip filter GATE', rules: ['1 -A GATE -j DROP (9)'] },
    { chain: 'ip6 mangle FORWARD', isCut: true, rules: ['? -A FORWARD -j ACCEPT (10)'] },
  ]);
});

test('what_follows_in_the_line_is_read_too', () => {
  const line =
    '[#] iptables -A FORWARD -i wg0 -j ACCEPT; iptables -t nat -A POSTROUTING -o eth0 -j MASQUERADE';
  expect(chainsOf(line).chains).toMatchObject([
    { chain: 'ip filter FORWARD', rules: ['? -A FORWARD -i wg0 -j ACCEPT (1)'] },
    { chain: 'ip nat POSTROUTING', rules: ['? -A POSTROUTING -o eth0 -j MASQUERADE (1)'] },
  ]);
});

test.each([
  ['typed at a prompt', 'root@fw:~# iptables -A INPUT -j DROP'],
  ['that nothing emptied', 'iptables -A INPUT -j DROP'],
  ['in a loop', 'iptables -F\nfor i in 1 2; do\niptables -A INPUT -j DROP\ndone'],
  [
    'beside one that a variable hides',
    'iptables -F\niptables -A INPUT -i $LAN -j ACCEPT\niptables -A INPUT -j DROP',
  ],
])('the_number_of_a_rule_%s_is_not_known', (_, text) => {
  expect(chainsOf(text).chains).toMatchObject([
    { isCut: true, rules: [expect.stringMatching(/^\? -A INPUT -j DROP/)] },
  ]);
});

test.each([
  'iptables -L -n -v',
  'iptables-save',
  'iptables -t nat -S',
  'I ran iptables -A INPUT -j DROP and nothing happened',
  '-A INPUT -j DROP',
])('%s_is_no_typed_rule', (line) => {
  expect(iptablesScript.begins?.(line)).toBe(false);
});
