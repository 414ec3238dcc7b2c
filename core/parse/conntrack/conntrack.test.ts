import { expect, test } from 'vitest';
import { conntrack } from './conntrack.ts';

test('entries of conntrack -L and of /proc/net/nf_conntrack', () => {
  const { records } = conntrack.parse(
    [
      'tcp      6 118 SYN_SENT src=10.1.0.2 dst=10.1.0.1 sport=59001 dport=8080 [UNREPLIED] src=10.2.0.2 dst=10.1.0.2 sport=80 dport=59001 mark=5 use=1',
      'ipv6     10 icmpv6   58 29 src=fd00:1::2 dst=fd00:2::2 type=128 code=0 id=606 src=fd00:2::2 dst=fd00:1::2 type=129 code=0 id=606 mark=0 zone=0 use=2',
      'ipv4     2 unknown  2 598 src=172.19.0.1 dst=224.0.0.22 [UNREPLIED] src=224.0.0.22 dst=172.19.0.1 mark=0 use=1 id=12345',
    ],
    'f',
  );
  expect(records).toMatchObject({
    items: [
      {
        family: 'ipv4',
        protocol: 'tcp',
        state: 'SYN_SENT',
        original: { src: '10.1.0.2', dst: '10.1.0.1', sport: 59001, dport: 8080, icmpType: null },
        reply: { src: '10.2.0.2', sport: 80 },
        status: ['UNREPLIED'],
        mark: 5,
      },
      {
        family: 'ipv6',
        protocol: 'icmpv6',
        state: null,
        original: { icmpType: 128, icmpCode: 0, icmpId: 606, sport: null },
      },
      { protocol: 'unknown', reply: { icmpId: null } },
    ],
  });
});

test('the summary on standard error may tear an entry in two', () => {
  const parsed = conntrack.parse(
    [
      'udp      17conntrack v1.4.7 (conntrack-tools): 406 flow entries have been shown.',
      ' 28 src=10.0.0.3 dst=10.96.0.39 sport=20142 dport=53 [UNREPLIED] src=10.244.172.26 dst=169.254.1.1 sport=5353 dport=20142 mark=0 use=1',
    ],
    'f',
  );
  expect(parsed.records.items).toMatchObject([{ protocol: 'udp', original: { dport: 53 } }]);
  expect(parsed.lines).toEqual({ parsed: 1, notOurs: 1, notModelled: 0, malformed: 0 });
});
