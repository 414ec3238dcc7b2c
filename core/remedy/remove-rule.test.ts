import { expect, it } from 'vitest';
import { type DrawnHost, host } from '../testing/host.ts';
import { type NamedRule, removeRule } from './remove-rule.ts';

const syn = { in: 'eth0', out: 'eth1', ttl: 63 } as const;

async function removed(drawn: DrawnHost, named: Omit<NamedRule, 'host'>): Promise<string | null> {
  const { analysis } = await drawn.analysed();
  const name = analysis.rulesets[0]?.host ?? '';
  const command = removeRule(analysis, { ...named, host: name });
  return command === null ? null : `${command.program} ${command.words}`;
}

const iptables = host()
  .rules('-A FORWARD -p udp -j DROP', '*nat', '-A PREROUTING -p tcp -j RETURN')
  .trace(['filter:FORWARD:rule:1', syn]);
const drop = {
  family: 'ipv4',
  table: 'filter',
  chain: 'FORWARD',
  number: 1,
  text: '-A FORWARD -p udp -j DROP',
} as const;

it('a_rule_of_iptables_is_removed_by_its_number_and_its_table', async () => {
  expect(await removed(iptables, drop)).toBe('iptables -D FORWARD 1');
  const back = { ...drop, table: 'nat', chain: 'PREROUTING', text: '-A PREROUTING -p tcp -j RETURN' };
  expect(await removed(iptables, back)).toBe('iptables -t nat -D PREROUTING 1');
});

it('another_rule_at_the_same_place_is_left_alone', async () => {
  expect(await removed(iptables, { ...drop, text: '-A FORWARD -p tcp -j DROP' })).toBeNull();
  expect(await removed(iptables, { ...drop, number: 2 })).toBeNull();
});

it('a_rule_of_nft_is_removed_by_its_handle_where_the_dump_has_it', async () => {
  const ruleset = (handle: string) =>
    host()
      .nft(
        'table inet fw {',
        '  chain forward {',
        '    type filter hook forward priority 0; policy accept;',
        `    udp dport 53 drop${handle}`,
        '  }',
        '}',
      )
      .trace(['filter:FORWARD:rule:1', syn]);
  const named = {
    family: 'ipv4',
    table: 'fw',
    chain: 'forward',
    number: 1,
    text: 'udp dport 53 drop',
  } as const;
  expect(await removed(ruleset(' # handle 8'), named)).toBe('nft delete rule inet fw forward handle 8');
  expect(await removed(ruleset(''), named)).toBeNull();
});
