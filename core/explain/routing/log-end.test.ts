import { expect, test } from 'vitest';
import { analysed, log, stamped } from '../../testing/drawn-log.ts';

const files = {
  'iptables-save.txt':
    '*mangle\n:PREROUTING ACCEPT [0:0]\nCOMMIT\n*filter\n:INPUT ACCEPT [0:0]\n:FORWARD ACCEPT [0:0]\nCOMMIT\n',
  'ip_route.txt':
    'default via 10.9.0.1 dev eth1\n10.1.0.0/24 dev eth1 proto kernel scope link src 10.1.0.1\n',
  'sysctl.txt':
    'net.ipv4.conf.all.rp_filter = 1\nnet.ipv4.conf.eth0.rp_filter = 1\nnet.ipv4.ip_forward = 1\n',
};
const passed = log([['filter:FORWARD:policy:1', { in: 'eth1', out: 'eth2', id: 8 }]]).trim();
const last = log([['mangle:PREROUTING:policy:1', { in: 'eth0', src: '10.1.0.2' }]]).trim();
const withoutTime = (line: string): string => line.replace(/^\[ *[\d.]+\] /, '');

test('a_possible_cause_is_told_at_the_end_of_the_log_as_in_its_middle_with_that_doubt', async () => {
  const { packets } = await analysed({ ...files, 'kern.log': stamped([passed, last].map(withoutTime)) });
  expect(packets.at(-1)).toMatchObject({ cause: { kind: 'rp-filter', confidence: 'possible' } });
  expect(packets.at(-1)?.cause?.summary).toContain('the log ends here');
});
