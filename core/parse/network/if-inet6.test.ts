import { expect, test } from 'vitest';
import { ifInet6 } from './if-inet6.ts';
import { recognise } from '../formats.ts';

const lines = [
  '20010db8000100000000000000000001 02 40 00 80     eth0',
  'fe80000000000000505400fffe425a57 10c 0a 20 80 veth7',
];

test('addresses as ip addr prints them, which are not all that the host has', () => {
  expect(recognise({ path: 'f', lines })?.kind).toBe('if-inet6');
  expect(ifInet6.parse(lines, 'f').records).toMatchObject({
    items: [],
    addresses: [
      { family: 'ipv6', dev: 'eth0', address: '2001:db8:1::1', prefixLength: 64, listing: 'part' },
      { dev: 'veth7', address: 'fe80::5054:ff:fe42:5a57', prefixLength: 10, at: { line: 2 } },
    ],
  });
});

test.each([
  ['tentative', 'c0'],
  ['a duplicate of another', '88'],
])('an address that is %s receives nothing, and is left out', (_, flags) => {
  const parsed = ifInet6.parse([`20010db8000100000000000000000001 02 40 00 ${flags}     eth0`], 'f');
  expect(parsed.records).toMatchObject({ addresses: [] });
  expect(parsed.lines).toMatchObject({ notModelled: 1, malformed: 0 });
});

test('a prefix longer than an address is malformed', () => {
  const parsed = ifInet6.parse(['20010db8000100000000000000000001 02 81 00 80     eth0'], 'f');
  expect(parsed.records).toMatchObject({ addresses: [] });
  expect(parsed.lines).toMatchObject({ malformed: 1 });
});
