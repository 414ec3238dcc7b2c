import fc from 'fast-check';
import { expect, it } from 'vitest';
import { english } from '../words/en/index.ts';
import { packetQuery } from './packet-query.ts';

const plain = { in: 'eth0', src: '10.1.0.2', dst: '192.0.2.1', proto: 'tcp' };

it('a_packet_is_plain_where_nothing_else_is_said', () => {
  expect(packetQuery({ ...plain, dport: '443' })).toMatchObject({
    family: 'ipv4',
    inInterface: 'eth0',
    dport: 443,
    sport: null,
    mark: 0,
    tos: 0,
    ttl: 64,
    length: null,
    tcpFlags: 2,
    ctstates: ['NEW'],
    owner: 'none',
    linkType: 'unicast',
  });
});

it('a_packet_of_an_established_connection_has_ACK_for_its_flag', () => {
  expect(packetQuery({ ...plain, state: 'established' })).toMatchObject({
    tcpFlags: 16,
    ctstates: ['ESTABLISHED'],
  });
});

it('icmp_is_an_echo_request_of_the_family', () => {
  expect(packetQuery({ ...plain, proto: 'icmp' })).toMatchObject({
    protocol: 'icmp',
    icmpType: 8,
    icmpCode: 0,
    tcpFlags: null,
  });
  const ipv6 = { in: 'eth0', src: 'fd00::2', dst: 'fd00:1::2', proto: 'icmp' };
  expect(packetQuery(ipv6)).toMatchObject({ family: 'ipv6', protocol: 'icmpv6', icmpType: 128 });
});

it('a_TOS_byte_is_its_upper_bits_and_ECN', () => {
  expect(packetQuery({ ...plain, tos: '0xb9' })).toMatchObject({ tos: 0xb8, ecn: 1 });
});

it('a_local_packet_has_no_input_interface_and_an_owner', () => {
  expect(packetQuery({ ...plain, in: undefined, local: true, uid: '1000' })).toMatchObject({
    inInterface: '',
    owner: { uid: 1000, gid: null },
  });
});

it.each([
  [{}, '--src is missing'],
  [{ ...plain, in: undefined }, 'either --in IF or --local is needed'],
  [{ ...plain, local: true }, 'either --in IF or --local is needed'],
  [{ ...plain, src: '10.1.0' }, '--src 10.1.0 is not an address'],
  [{ ...plain, dst: 'fd00::1' }, '--src and --dst are of different families'],
  [{ ...plain, proto: 'tpc' }, '--proto tpc is not a protocol'],
  [{ ...plain, proto: '256' }, '--proto 256 is not a protocol'],
  [{ ...plain, state: 'OLD' }, '--state OLD is not one of NEW, ESTABLISHED, RELATED, INVALID, UNTRACKED'],
  [{ ...plain, proto: 'icmp', dport: '80' }, 'icmp has no ports'],
  [{ ...plain, dport: '65536' }, '--dport 65536: must be a number up to 65535'],
  [{ ...plain, dport: 'http' }, '--dport http: must be a number up to 65535'],
  [{ ...plain, 'tcp-flags': 'SYN,FOO' }, '--tcp-flags SYN,FOO: no such flags'],
  [{ ...plain, proto: 'udp', 'tcp-flags': 'SYN' }, '--tcp-flags needs --proto tcp'],
])('%j is refused', (words, wrong) => {
  const read = packetQuery(words);
  expect('wrong' in read && english.commandFaults.queryFault(read.wrong)).toBe(wrong);
});

it('no_words_make_a_query_throw', () => {
  const word = fc.oneof(
    fc.string(),
    fc.constantFrom('10.0.0.1', 'tcp', 'udp', '58', 'fd00::1', '0x10', 'NEW'),
  );
  const names = [
    'in',
    'src',
    'dst',
    'proto',
    'sport',
    'dport',
    'state',
    'mark',
    'tos',
    'ttl',
    'length',
    'tcp-flags',
    'icmp-type',
    'uid',
  ];
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom(...names), word), (words) => {
      expect(typeof packetQuery(words)).toBe('object');
    }),
  );
});
