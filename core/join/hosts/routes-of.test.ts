import { recordsOf } from '../../model/host-records.ts';
import { expect, test } from 'vitest';
import { analysed } from '../../testing/drawn-log.ts';

const ipv6 = 'fd00::/64 dev eth0 proto kernel metric 256\ndefault via fd00::1 dev eth0 metric 1024\n';

test('a_route_that_stands_in_two_dumps_is_one', async () => {
  const { analysis } = await analysed({
    ip_route_show_table_all: `default via 10.1.0.2 dev eth0\n${ipv6}`,
    'ip_-6_route_show_table_all': ipv6,
    'ip_-4_rule_list': '0:	from all lookup local\n32766:	from all lookup main\n',
    'ip-rule.txt': '0:	from all lookup local\n32766:	from all lookup main\n',
  });
  const { network } = recordsOf(analysis, '');
  expect(network?.routes.map(({ prefix }) => prefix)).toEqual(['0.0.0.0/0', 'fd00::/64', '::/0']);
  expect(network?.fibRules).toHaveLength(2);
});

test('what_lies_in_etc_gives_way_to_what_the_host_had', async () => {
  const save = (policy: string) => `*filter\n:FORWARD ${policy} [0:0]\nCOMMIT\n`;
  const { analysis } = await analysed({
    'etc/sysconfig/iptables': save('DROP'),
    'iptables-save.txt': save('ACCEPT'),
  });
  expect(analysis.rulesets.map(({ ruleset }) => ruleset.file)).toEqual(['iptables-save.txt']);
  const { analysis: alone } = await analysed({ 'etc/sysconfig/iptables': save('DROP') });
  expect(alone.rulesets).toHaveLength(1);
});
