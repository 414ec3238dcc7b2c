import { expect, it } from 'vitest';
import { lineParts } from './line-parts.ts';

it.each([
  ['Nov 21 07:53:14 fedora kernel: [ 5006.791841] ', 'TRACE: filter:FORWARD:rule:1 IN=eth0'],
  ['Nov 21 07:53:14 fedora kernel: ', 'TRACE: filter:FORWARD:rule:1 IN=eth0'],
  ['[ 5006.791841] ', 'TRACE: raw:PREROUTING:policy:2 IN=eth0'],
  [
    '',
    '-A FORWARD -m comment --comment "not kernel: at all, for it stands far behind everything that a log has before its message, see" -j DROP',
  ],
  ['', '[unit] TRACE'],
  ['', 'net.ipv4.ip_forward = 1'],
])('%s is what stands before: %s', (lead, rest) => {
  expect(lineParts(lead + rest)).toEqual({ lead, rest });
});

it('of_a_line_of_journald_the_message_is_shown', () => {
  const text = '{"_BOOT_ID":"a","MESSAGE":"TRACE: raw:PREROUTING","_HOSTNAME":"r1"}';
  expect(lineParts(text)).toEqual({ lead: '{"_BOOT_ID":"a","MESSAGE":"', rest: 'TRACE: raw:PREROUTING' });
});
