import { expect, test } from 'vitest';
import type { Statement } from '../../model/statement.ts';
import { printNftCondition } from './print-condition.ts';
import { readNftRule } from './nft-rule.ts';

/** The conditions of a rule as they are printed; what is only taken for granted stands in brackets. */
function conditionsOf(text: string, family: 'ip' | 'inet' = 'ip'): readonly string[] | undefined {
  return readNftRule(text, family)?.spec.conditions.map((condition) => {
    const words = printNftCondition(condition);
    return condition.kind === 'compare' && condition.implied ? `[${words}]` : words;
  });
}

function statementsOf(text: string): readonly Statement[] | undefined {
  return readNftRule(text, 'ip')?.spec.statements.map(({ after: _, ...statement }) => statement);
}

// As nft 1.0.6 lists them: what was read prints the same.
test.each([
  'ip saddr 10.1.0.0/24',
  'ip daddr != 10.2.0.2',
  'ip daddr 10.0.0.5-10.0.0.9',
  'ip saddr & 0.0.0.255 == 0.0.0.5',
  'iifname "veth*"',
  'oif != "br0"',
  'meta l4proto tcp',
  'ip protocol != udp',
  'tcp dport 80-90',
  'tcp sport >= 1024',
  'udp dport != 53',
  'tcp dport { 22, 80-90 }',
  'tcp dport { 22 }',
  'th dport 53',
  'ct state established,related',
  'ct state { established, related }',
  'ct state != new',
  'ct status dnat',
  'ct original ip saddr 1.2.3.4',
  'meta mark 0x00000010',
  'meta mark & 0x000000ff != 0x00000010',
  'meta mark 0x00000010-0x00000020',
  'ct mark 0x00000001',
  'icmp type echo-request',
  'icmpv6 type nd-neighbor-solicit',
  'tcp flags & (fin | syn) == fin | syn',
  'tcp flags == syn',
  'tcp flags syn,ack',
  'tcp flags ! fin,rst',
  'ip ttl <= 5',
  'ip length 20-100',
  'ip dscp cs1',
  'ip dscp { cs1, af41 }',
  'meta pkttype broadcast',
  'ether saddr 00:11:22:33:44:55',
  'meta skuid 0',
  'ip6 nexthdr tcp',
  'fib daddr type local',
  'fib daddr . iif type != local',
  'fib saddr . iif oif missing',
  'ip saddr @blocked',
  'ip daddr . tcp dport != @allow_in',
  'ip daddr { 10.0.0.1, 10.1.0.0/16 }',
  'iifname { "eth0", "wlan0" }',
  'udp dport vmap @svc',
  'meta l4proto vmap { tcp : jump web, udp : drop }',
  'ip saddr . tcp dport { 10.0.0.1 . 80, 10.0.0.2 . 90 }',
  'limit rate 10/minute burst 7 packets',
  'quota over 5 mbytes',
  'ct count over 10',
  'jhash ip saddr mod 2 1',
  'meta cpu 3',
  'comment "ip saddr 10.0.0.1"',
])('%s', (text) => {
  expect(conditionsOf(text)?.filter((words) => !words.startsWith('['))).toEqual([text]);
});

test.each([
  ['ip ttl < 5', 'ip ttl <= 4'],
  ['tcp flags syn / fin,syn,rst,ack', 'tcp flags & (fin | syn | rst | ack) == syn'],
  ['ip frag-off & 8191 != 0', 'ip frag-off & 0x1fff != 0x0'],
  ['quota over 5 mbytes used 3 bytes', 'quota over 5 mbytes'],
  ['ip dscp 0x08', 'ip dscp cs1'],
  ['xt match "recent"', 'xt match "recent"'],
  ['tcp dport ssh', 'tcp dport 22'],
])('%s prints as %s', (text, printed) => {
  expect(conditionsOf(text)?.at(-1)).toBe(printed);
});

test('what a condition takes for granted comes before it, once', () => {
  expect(conditionsOf('ip saddr != 10.0.0.1 tcp dport 22 tcp flags syn', 'inet')).toEqual([
    '[meta nfproto ipv4]',
    'ip saddr != 10.0.0.1',
    '[meta l4proto tcp]',
    'tcp dport 22',
    'tcp flags syn',
  ]);
  expect(conditionsOf('meta nfproto ipv4 meta l4proto tcp ip saddr 10.0.0.1 tcp dport 22', 'inet')).toEqual([
    'meta nfproto ipv4',
    'meta l4proto tcp',
    'ip saddr 10.0.0.1',
    'tcp dport 22',
  ]);
});

const host = (first: string, ports: readonly [number, number] | null = null) => ({
  address: { first, last: first },
  ports,
});

test.each<readonly [string, readonly object[]]>([
  ['accept', [{ kind: 'accept' }]],
  ['tcp dport 22 jump ssh', [{ kind: 'jump', chain: 'ssh' }]],
  ['goto ssh', [{ kind: 'goto', chain: 'ssh' }]],
  ['counter packets 0 bytes 0', [{ kind: 'counter', name: null }]],
  ['tunnel name "vxlan0"', []],
  ['reject', [{ kind: 'reject', answer: { kind: 'icmpx', code: 'port-unreachable' } }]],
  ['reject with tcp reset', [{ kind: 'reject', answer: { kind: 'tcp-reset' } }]],
  [
    'reject with icmp type host-unreachable',
    [{ kind: 'reject', answer: { kind: 'icmp', code: 'host-unreachable' } }],
  ],
  ['queue num 3 bypass', [{ kind: 'queue', first: 3, last: 3, bypass: true }]],
  ['queue flags bypass,fanout to 1-4', [{ kind: 'queue', first: 1, last: 4, bypass: true }]],
  [
    'dnat to 10.2.0.2:80',
    [{ kind: 'nat', type: 'dnat', to: host('10.2.0.2', [80, 80]), map: null, flags: [] }],
  ],
  ['dnat ip6 to [fd00::1]:80', [{ kind: 'nat', to: host('fd00::1', [80, 80]) }]],
  [
    'dnat ip to 10.2.0.2-10.2.0.9 random,persistent',
    [
      {
        to: { address: { first: '10.2.0.2', last: '10.2.0.9' }, ports: null },
        flags: ['random', 'persistent'],
      },
    ],
  ],
  [
    'dnat to ip daddr map { 1.1.1.1 : 10.0.0.1 }',
    [
      {
        kind: 'nat',
        map: { fields: [{ kind: 'address', side: 'dst' }], map: { kind: 'listed' }, port: null },
      },
    ],
  ],
  ['dnat ip prefix to ip saddr map { 10.0.0.0/24 : 10.1.0.0/24 }', [{ kind: 'nat', map: 'not-understood' }]],
  ['snat to 1.2.3.4 comment "x"', [{ kind: 'nat', type: 'snat', to: host('1.2.3.4') }]],
  ['masquerade fully-random', [{ kind: 'nat', type: 'masquerade', flags: ['fully-random'] }]],
  ['redirect to :3128', [{ kind: 'nat', type: 'redirect', to: { address: null, ports: [3128, 3128] } }]],
  [
    'tproxy to :50080 meta mark set 1 accept',
    [{ kind: 'tproxy', port: 50080, withoutSocket: 'leaves-rule' }, { kind: 'set-mark' }, { kind: 'accept' }],
  ],
  ['log prefix "IN: " level info flags all', [{ kind: 'log', by: 'LOG', prefix: 'IN: ', group: null }]],
  ['log prefix "a b" drop', [{ kind: 'log', prefix: 'a b' }, { kind: 'drop' }]],
  ['log prefix "x" group 5 snaplen 256', [{ kind: 'log', by: 'NFLOG', prefix: 'x', group: 5 }]],
  [
    'meta mark set 0x00000020',
    [{ kind: 'set-mark', on: 'packet', change: { keep: 0, copy: 0, flip: 0x20 } }],
  ],
  ['meta mark set meta mark | 0x4000', [{ change: { keep: 0xffffbfff, copy: 0, flip: 0x4000 } }]],
  ['meta mark set mark and 0xffff00ff xor 0x100', [{ change: { keep: 0xffff00ff, copy: 0, flip: 0x100 } }]],
  ['meta mark set ct mark & 0xff', [{ on: 'packet', change: { keep: 0, copy: 0xff, flip: 0 } }]],
  ['ct mark set meta mark', [{ on: 'connection', change: { keep: 0, copy: 0xffffffff, flip: 0 } }]],
  [
    'ip dscp set lephb',
    [{ kind: 'write', field: { kind: 'dscp' }, value: { value: { first: 1, last: 1 } } }],
  ],
  ['ip ttl set 64', [{ kind: 'write', field: { kind: 'ttl' }, value: { value: { first: 64 } } }]],
  ['tcp option maxseg size set 1400', [{ kind: 'side-effect', name: 'TCPMSS' }]],
  ['notrack', [{ kind: 'notrack' }]],
  ['ct helper set "ftp"', [{ kind: 'ct-setup', what: 'ct helper' }]],
  ['meta nftrace set 1', [{ kind: 'trace', on: true }]],
  ['meta nftrace set 0', [{ kind: 'trace', on: false }]],
  ['udp dport vmap @svc', [{ kind: 'verdict-map', map: { kind: 'named', name: 'svc' } }]],
  ['add @seen { ip saddr }', [{ kind: 'update-set', operation: 'add', set: 'seen' }]],
  ['xt target "TEE"', [{ kind: 'duplicate' }]],
  ['xt target "DNAT"', [{ kind: 'nat', map: 'not-understood' }]],
])('%s does', (text, statements) => {
  expect(statementsOf(text)).toMatchObject(statements);
  expect(statementsOf(text)).toHaveLength(statements.length);
});

test('a statement stands after the conditions before it', () => {
  const statements = readNftRule('meta mark set 0x1 ip ttl 1 drop', 'ip')?.spec.statements;
  expect(statements?.map(({ after }) => after)).toEqual([0, 1]);
});

test.each([
  ['ct state 0x2,0x4', 'ct state established,related'],
  ['ct state vmap { 0x1 : drop, 0x8 : accept }', 'ct state vmap { invalid : drop, new : accept }'],
  ['ct status 0x20', 'ct status dnat'],
  ['ct direction 1', 'ct direction reply'],
  ['meta nfproto 10', 'meta nfproto ipv6'],
  ['meta pkttype { 1, 2 }', 'meta pkttype { broadcast, multicast }'],
  ['fib daddr type { 2, 3 }', 'fib daddr type { local, broadcast }'],
  ['fib saddr . iif oif 0', 'fib saddr . iif oif missing'],
  ['fib saddr . iif oif 1', 'fib saddr . iif oif exists'],
  ['tcp flags 0x2 / 0x1,0x2,0x4,0x10', 'tcp flags syn / fin,syn,rst,ack'],
  ['tcp flags ! 0x1,0x4', 'tcp flags ! fin,rst'],
  ['tcp flags { 0x12, 0x2 }', 'tcp flags { syn | ack, syn }'],
  ['reject with icmpx 3', 'reject with icmpx admin-prohibited'],
  ['reject with icmp 1', 'reject with icmp host-unreachable'],
  ['reject with icmpv6 4', 'reject with icmpv6 port-unreachable'],
])('nft -n prints %s for %s', (numbers, names) => {
  expect(readNftRule(numbers, 'inet')?.spec).toEqual(readNftRule(names, 'inet')?.spec);
});
