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

test.each([
  ['a device', '[  102.000000] usb 1-1: new high-speed USB device number 2', 'unknown'],
  [
    'a device, under syslog',
    'Aug 24 11:14:47 gw kernel: [  102.000000] usb 1-1: new high-speed USB device',
    'unknown',
  ],
  ['the same moment', '[  100.000900] usb 1-1: new high-speed USB device number 2', 'incomplete'],
  ['prose', 'and then nothing happened any more', 'incomplete'],
  ['nothing', '', 'incomplete'],
])('%s after the last line tells whether the log goes on', async (_, line, disposition) => {
  const mangle = '*mangle\n:PREROUTING ACCEPT [0:0]\n:INPUT ACCEPT [0:0]\n:FORWARD ACCEPT [0:0]\nCOMMIT\n';
  const kernLog = `[  100.000000] ${withoutTime(last)}\n${line}\n`;
  const { packets } = await analysed({ 'kern.log': kernLog, 'iptables-save.txt': mangle });
  expect(packets.at(-1)?.disposition).toBe(disposition);
});
