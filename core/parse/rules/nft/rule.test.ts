import { expect, test } from 'vitest';
import type { Condition } from '../../../model/ruleset.ts';
import { nftRule } from './rule.ts';

function written({ module, option, negated, values }: Condition): string {
  return [negated ? '!' : '', module ?? '', option, ...values].filter((word) => word !== '').join(' ');
}

/** In a table of one family, so that `-4` and `-6` stand only where the rule says them. */
function conditionsOf(text: string, family: 'ip' | 'inet' = 'ip'): readonly string[] | undefined {
  return nftRule(text, family)?.conditions.map(written);
}

function targetOf(text: string): string | undefined {
  const target = nftRule(text, 'ip')?.target;
  return target === null || target === undefined ? '' : [target.kind === 'goto' ? 'goto' : '', target.name, ...target.options].join(' ').trim(); // prettier-ignore
}

// Rules as nft 1.0.6 lists them, and what iptables asks for the same.
test.each([
  ['ip saddr 10.1.0.0/24 ip daddr != 10.2.0.2', ['-s 10.1.0.0/24', '! -d 10.2.0.2']],
  ['ip daddr 10.0.0.5-10.0.0.9', ['iprange --dst-range 10.0.0.5-10.0.0.9']],
  ['ip saddr & 0.0.0.255 == 0.0.0.5', ['-s 0.0.0.5/0.0.0.255']],
  ['iifname "veth*" oif != "br0"', ['-i veth+', '! -o br0']],
  ['meta l4proto tcp ip protocol != udp', ['-p tcp', '! -p udp']],
  ['tcp dport 80-90 tcp sport >= 1024', ['-p tcp', 'tcp --dport 80:90', 'tcp --sport 1024:65535']],
  ['udp dport != 53', ['-p udp', '! udp --dport 53']],
  ['tcp dport { 22, 80-90 }', ['-p tcp', 'multiport --dports 22,80:90']],
  ['th dport 53', ['multiport --dports 53']],
  ['ct state established,related', ['conntrack --ctstate ESTABLISHED,RELATED']],
  ['ct state { established, related }', ['conntrack --ctstate ESTABLISHED,RELATED']],
  ['ct state != new', ['! conntrack --ctstate NEW']],
  ['ct status dnat', ['conntrack --ctstate DNAT']],
  ['meta mark 0x00000010', ['mark --mark 0x10']],
  ['meta mark & 0x000000ff != 0x00000010', ['! mark --mark 0x10/0xff']],
  ['ct mark 0x00000001', ['connmark --mark 0x1']],
  ['icmp type echo-request', ['-p icmp', 'icmp --icmp-type 8']],
  ['icmpv6 type nd-neighbor-solicit', ['-p ipv6-icmp', 'icmp6 --icmpv6-type 135']],
  ['tcp flags syn / fin,syn,rst,ack', ['-p tcp', 'tcp --tcp-flags FIN,SYN,RST,ACK SYN']],
  ['tcp flags & (fin | syn) == fin | syn', ['-p tcp', 'tcp --tcp-flags FIN,SYN FIN,SYN']],
  ['tcp flags == syn', ['-p tcp', 'tcp --tcp-flags FIN,SYN,RST,PSH,ACK,URG,ECE,CWR SYN']],
  ['tcp flags syn', ['-p tcp', 'tcp --tcp-flags SYN SYN']],
  ['tcp flags ! fin,rst', ['-p tcp', 'tcp --tcp-flags FIN,RST NONE']],
  ['ip ttl < 5 ip length 20-100', ['ttl --ttl-lt 5', 'length --length 20:100']],
  ['ip frag-off & 8191 != 0', ['-f']],
  ['ip dscp cs1 meta pkttype broadcast', ['dscp --dscp-class CS1', 'pkttype --pkt-type broadcast']],
  ['ether saddr 00:11:22:33:44:55 meta skuid 0', ['mac --mac-source 00:11:22:33:44:55', 'owner --uid-owner 0']],
  ['fib daddr type local', ['addrtype --dst-type LOCAL']],
  ['ip saddr @blocked', ['nft-set --lookup ip saddr @blocked']],
  ['ip daddr . tcp dport != @allow_in', ['-p tcp', '! nft-set --lookup ip daddr . tcp dport @allow_in']],
  ['ip daddr { 10.0.0.1, 10.1.0.0/16 }', ['nft-set --lookup ip daddr { 10.0.0.1 10.1.0.0/16']],
  ['iifname { "eth0", "wlan0" }', ['nft-set --lookup iifname { eth0 wlan0']],
  ['udp dport vmap @svc', ['-p udp', 'nft-set --lookup udp dport @svc']],
  ['meta l4proto vmap { tcp : jump web, udp : drop }', ['nft-set --lookup meta l4proto { tcp udp']],
  ['limit rate 10/minute burst 7 packets accept', ['limit ? limit rate 10/minute burst 7 packets']],
  ['limit rate over 10 mbytes/second drop', ['limit ? limit rate over 10 mbytes/second']],
  ['quota over 5 mbytes used 3 bytes drop', ['quota ? quota over 5 mbytes used 3 bytes']],
  ['ct count over 10 drop', ['connlimit ? ct count over 10']],
  ['update @dyn { ip saddr limit rate 5/second } accept', ['dynamic set ? update @dyn { ip saddr limit rate 5/second }']],
  ['xt match "comment" tcp dport 80 xt match recent', ['-p tcp', 'tcp --dport 80', 'recent ? xt match recent']],
  ['jhash ip saddr mod 2 1', ['statistic ? jhash ip saddr mod 2 1']],
  ['counter packets 3 bytes 4 comment "ip saddr 10.0.0.1"', []],
] as const)('%s', (text, conditions) => {
  expect(conditionsOf(text)).toEqual(conditions);
}); // prettier-ignore

// What another option of iptables asks would not be the same, so none is named.
test.each([
  'ct status ! dnat',
  'tcp flags syn,ack',
  'iifname "eth+"',
  'ip6 nexthdr tcp',
  'ct original ip saddr 1.2.3.4',
  'fib saddr . iif oif missing',
  'meta mark 0x10-0x20',
])('%s has no equivalent', (text) => {
  expect(conditionsOf(text)?.at(-1)).toMatch(/^\? /);
});

test('where a table sees both families, a rule takes one of them for granted', () => {
  expect(conditionsOf('ip saddr != 10.0.0.1 tcp dport 22', 'inet')).toEqual([
    '-4',
    '! -s 10.0.0.1',
    '-p tcp',
    'tcp --dport 22',
  ]);
  expect(conditionsOf('ip6 saddr fe80::/10', 'inet')).toEqual(['-6', '-s fe80::/10']);
  expect(conditionsOf('meta nfproto ipv4 tcp dport 22', 'inet')).toEqual(['-4', '-p tcp', 'tcp --dport 22']);
});

test.each([
  ['ip saddr 10.0.0.1 accept', 'ACCEPT'],
  ['tcp dport 22 jump ssh', 'ssh'],
  ['tcp dport 22 goto ssh', 'goto ssh'],
  ['counter packets 0 bytes 0', ''],
  ['continue', ''],
  ['reject', 'REJECT --reject-with icmpx-port-unreachable'],
  ['tcp dport 99 reject with tcp reset', 'REJECT --reject-with tcp-reset'],
  ['reject with icmp type host-unreachable', 'REJECT --reject-with icmp-host-unreachable'],
  ['queue num 3 bypass', 'NFQUEUE --queue-num 3 --queue-bypass'],
  ['queue flags bypass,fanout to 1-4', 'NFQUEUE --queue-balance 1:4 --queue-bypass'],
  ['dnat to 10.2.0.2:80', 'DNAT --to-destination 10.2.0.2:80'],
  [
    'dnat ip to 10.2.0.2-10.2.0.9 random,persistent',
    'DNAT --to-destination 10.2.0.2-10.2.0.9 --random --persistent',
  ],
  ['dnat to ip daddr map { 1.1.1.1 : 10.0.0.1 }', 'DNAT to ip daddr map { 1.1.1.1 : 10.0.0.1 }'],
  ['snat to 1.2.3.4 comment "x"', 'SNAT --to-source 1.2.3.4'],
  ['masquerade fully-random', 'MASQUERADE --random-fully'],
  ['redirect to :3128', 'REDIRECT --to-ports 3128'],
  ['tproxy to :50080 meta mark set 1 accept', 'TPROXY --on-port 50080'],
  ['log prefix "IN: " level info flags all', 'LOG --log-prefix IN: '.trim()],
  ['log prefix "a b" drop', 'DROP --log-prefix a b'],
  ['log prefix "x" group 5 snaplen 256', 'NFLOG --nflog-group 5 --nflog-prefix x'],
  ['meta mark set 0x00000020', 'MARK --set-xmark 0x20/0xffffffff'],
  ['meta mark set meta mark | 0x00004000', 'MARK --set-xmark 0x4000/0x4000'],
  ['meta mark set mark and 0xffff00ff xor 0x100', 'MARK --set-xmark 0x100/0xff00'],
  ['meta mark set ct mark', 'MARK meta mark set ct mark'],
  ['notrack', 'NOTRACK'],
  ['meta nftrace set 1', 'TRACE meta nftrace set 1'],
  ['udp dport vmap @svc', 'vmap udp dport vmap @svc'],
  ['xt target "TEE"', 'TEE'],
])('%s does %s', (text, target) => {
  expect(targetOf(text)).toBe(target);
});
