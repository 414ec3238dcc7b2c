import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mismatchOf } from '../../dialects/mismatch.ts';
import { readIptablesRule } from '../../dialects/iptables/iptables-rule.ts';
import { readNftRule } from '../../dialects/nft/nft-rule.ts';
import type { Condition } from '../../model/condition.ts';
import type { RuleSpec } from '../../model/ruleset.ts';
import { address, localRoutes, mainRoutes, route, router } from '../testing/records.ts';
import type { MatchFacts } from '../match/match-facts.ts';
import { noFacts } from '../match/match-facts.ts';
import type { MatchPacket } from '../match/match-packet.ts';
import { unknownPacket } from '../match/match-packet.ts';
import { english } from '../../words/en/index.ts';
import { type ConditionFinding, matchRule } from './match-rule.ts';

const findingText = (finding: ConditionFinding): string => english.mismatches.mismatch(mismatchOf(finding));

/** From 10.1.0.2 behind eth0 to port 8443 of 192.0.2.1 behind eth1, in FORWARD. */
const tcpPacket: MatchPacket = {
  family: 'ipv4',
  protocol: 'tcp',
  src: '10.1.0.2',
  dst: '192.0.2.1',
  sport: 40000,
  dport: 8443,
  icmpType: null,
  icmpCode: null,
  inInterface: 'eth0',
  outInterface: 'eth1',
  physIn: '',
  physOut: '',
  srcMac: '52:54:00:a7:40:88',
  linkType: 'unicast',
  mark: 0x12,
  tos: 0x10,
  ecn: 0,
  ttl: 63,
  length: 60,
  tcpFlags: 0x02,
  tcpOptions: [2, 4],
  fragmentOffset: 0,
  ctstates: ['NEW'],
  connection: {
    mark: 1,
    direction: 'ORIGINAL',
    original: tuple('10.1.0.2', '203.0.113.1', 40000, 443),
    reply: tuple('192.0.2.1', '10.1.0.2', 8443, 40000),
    snat: false,
    dnat: true,
  },
  owner: 'none',
};
const icmpPacket: MatchPacket = {
  ...tcpPacket,
  protocol: 'icmp',
  icmpType: 3,
  icmpCode: 4,
  sport: null,
  dport: null,
};
const facts: MatchFacts = {
  network: router(),
  inSet: (set) => (set === 'full' ? 'yes' : set === 'empty' ? 'no' : 'unknown'),
};

function tuple(src: string, dst: string, sport: number, dport: number) {
  return { src, dst, sport, dport, icmpType: null, icmpCode: null, icmpId: null };
}

function specOf(text: string): RuleSpec {
  const read = readIptablesRule(text, () => false);
  if (!read) throw new Error(`no rule: ${text}`);
  return read.spec;
}

function nftVerdict(text: string, packet: Partial<MatchPacket> = {}): string {
  const spec = readNftRule(text, 'inet')?.spec;
  return spec === undefined ? 'no rule' : matchRule(spec, { ...tcpPacket, ...packet }, facts).verdict;
}

function verdict(text: string, packet: Partial<MatchPacket> = {}, given: MatchFacts = facts): string {
  return matchRule(specOf(text), { ...tcpPacket, ...packet }, given).verdict;
}

/** Conditions that hold for the packet; with `!` in front of the option they must not. */
const holding = [
  '-s 10.1.0.0/24',
  '-s 10.1.0.2',
  '-s 10.0.0.2/255.0.0.255',
  '-d 0.0.0.0/0',
  '-i eth0',
  '-i eth+',
  '-o eth1',
  '-p tcp',
  '-p 6',
  '-p tcp -m tcp --dport 8443',
  '-p tcp -m tcp --dport 8000:9000',
  '-p tcp -m tcp --sport 1024:65535',
  '-p tcp -m tcp --syn',
  '-p tcp -m tcp --tcp-flags FIN,SYN,RST,ACK SYN',
  '-p tcp -m tcp --tcp-flags ALL SYN',
  '-p tcp -m tcp --tcp-option 4',
  '-p tcp -m multiport --dports 22,8000:9000',
  '-p tcp -m multiport --ports 40000',
  '-m iprange --src-range 10.1.0.1-10.1.0.9',
  '-m mark --mark 0x12',
  '-m mark --mark 0x10/0xf0',
  '-m connmark --mark 0x1/0x1',
  '-m addrtype --dst-type UNICAST',
  '-m conntrack --ctstate NEW,RELATED',
  '-m conntrack --ctstate DNAT',
  '-m conntrack --ctorigdst 203.0.113.1',
  '-m conntrack --ctorigdstport 443',
  '-m conntrack --ctreplsrc 192.0.2.0/24',
  '-m conntrack --ctproto 6',
  '-m conntrack --ctdir ORIGINAL',
  '-m state --state NEW',
  '-m set --match-set full src,dst',
  '-m mac --mac-source 52:54:00:A7:40:88',
  '-m pkttype --pkt-type unicast',
  '-m length --length 40:60',
  '-m ttl --ttl-eq 63',
  '-m dscp --dscp 0x04',
  '-m tos --tos 0x10/0x3f',
  '-m tos --tos Minimize-Delay',
  '-m ecn --ecn-ip-ect 0',
];

describe('a condition that holds', () => {
  it.each(holding)('%s matches', (text) => {
    expect(verdict(text)).toBe('yes');
  });

  it.each(holding)('%s fails when it is negated', (text) => {
    const { dialect, conditions } = specOf(text);
    const negated = conditions.map((each, place): Condition =>
      'negated' in each ? { ...each, negated: place === conditions.length - 1 } : each,
    );
    expect(matchRule({ dialect, conditions: negated }, tcpPacket, facts).verdict).toBe('no');
  });
});

it.each([
  '-s 10.2.0.0/16',
  '-s 10.0.0.3/255.0.0.255',
  '-i eth',
  '-i eth1',
  '-p udp',
  '-f',
  '-p tcp -m tcp --dport 443',
  '-p tcp -m tcp --tcp-flags SYN,ACK SYN,ACK',
  '-p tcp -m multiport --dports 22,80',
  '-m iprange --src-range 10.1.0.3-10.1.0.9',
  '-m mark --mark 0x1/0x1',
  // The value has a bit outside of its mask, which the kernel compares all the same.
  '-m mark --mark 0x12/0x10',
  '-m addrtype --dst-type LOCAL',
  '-m addrtype --src-type MULTICAST,BROADCAST',
  '-m conntrack --ctstate ESTABLISHED',
  '-m conntrack --ctstate SNAT',
  '-m set --match-set empty dst',
  '-m owner --uid-owner 0',
  '-m physdev --physdev-in eth0',
  '-m physdev --physdev-is-bridged',
  '-m length --length 61:',
  '-m ttl --ttl-lt 63',
  '-m dscp --dscp-class EF',
  '-m rpfilter --invert',
])('%s does not match', (text) => {
  expect(verdict(text)).toBe('no');
});

it.each([
  '-m limit --limit 1/sec',
  '-m statistic --mode random --probability 0.5',
  '-m recent --name ssh --update --seconds 60 --rsource',
  '-m string --algo bm --string GET',
  '-m socket --transparent',
  '-m set --match-set elsewhere src',
  '-m conntrack --ctstatus ASSURED',
  '-m geoip --src-cc CN',
  '-m nosuchmatch --nosuchoption 5',
  '-p tcp -m tcp --dport nosuchservice',
  '-m hasOwnProperty --constructor 1',
])('whether %s matches is never guessed', (text) => {
  expect(verdict(text)).toBe('unknown');
});

it('a_rule_without_conditions_matches_everything', () => {
  expect(verdict('-j ACCEPT', unknownPacket('ipv4'))).toBe('yes');
});

it('a_comment_is_no_condition', () => {
  expect(verdict('-m comment --comment "a b"', unknownPacket('ipv4'))).toBe('yes');
});

it('one_condition_that_fails_outweighs_all_that_are_unknown', () => {
  const {
    verdict: found,
    failed,
    failures,
    unknown,
  } = matchRule(
    specOf('-p tcp -m limit --limit 1/sec -m tcp --dport 443 --sport 1 -j ACCEPT'),
    tcpPacket,
    facts,
  );
  expect(found).toBe('no');
  expect(failed && findingText(failed)).toBe('needs --dport 443; the packet has 8443');
  expect(failures).toBe(2);
  expect(unknown.map(findingText)).toEqual([
    'needs --limit 1/sec; it depends on how many packets came before',
  ]);
});

it.each([
  ['-s 10.1.0.0/24', 'needs -s 10.1.0.0/24; the packet has 192.168.7.7'],
  ['! -i eth+', 'needs ! -i eth+; the packet has eth0'],
  ['-p tcp --syn', 'needs --tcp-flags FIN,SYN,RST,ACK SYN; the packet has ACK'],
  ['-m conntrack --ctstate NEW', 'needs --ctstate NEW; the packet is ESTABLISHED'],
  ['-m mark --mark 0x1/0x1', 'needs --mark 0x1/0x1; the packet has mark 0x12'],
])('%s says what the packet has instead', (text, said) => {
  const packet: MatchPacket = { ...tcpPacket, src: '192.168.7.7', tcpFlags: 0x10, ctstates: ['ESTABLISHED'] };
  const { failed } = matchRule(specOf(text), packet, facts);
  expect(failed && findingText(failed)).toBe(said);
});

describe('redacted addresses', () => {
  const redacted = { src: 'xxx.xxx.xxx.113' };
  it('are_neither_in_a_network_nor_out_of_it', () => {
    expect(verdict('-s 10.0.0.0/8', redacted)).toBe('unknown');
    expect(verdict('! -s 10.0.0.0/8', redacted)).toBe('unknown');
  });
  it('match_the_same_letters', () => {
    const named = { src: 'x-ipv4-0000000001-x' };
    expect(verdict('-s x-ipv4-0000000001-x', named)).toBe('yes');
    expect(verdict('-s x-ipv4-0000000001-x/32', named)).toBe('yes');
    expect(verdict('! -s x-ipv4-0000000001-x', named)).toBe('no');
  });
  it('that_are_masked_may_be_of_another_address_with_the_same_letters', () => {
    expect(verdict('-s xxx.xxx.xxx.113', redacted)).toBe('unknown');
  });
  it('are_in_the_network_of_all_addresses', () => {
    expect(verdict('-s 0.0.0.0/0', redacted)).toBe('yes');
  });
  it('do_not_become_readable_by_the_rule', () => {
    expect(verdict('-s xxx.xxx.xxx.7')).toBe('unknown');
  });
});

describe('fragments after the first', () => {
  const fragment = { fragmentOffset: 185, sport: null, dport: null, tcpFlags: null };
  it('match_-f_and_the_protocol_alone', () => {
    expect(verdict('-p tcp -f', fragment)).toBe('yes');
    expect(verdict('! -f', fragment)).toBe('no');
  });
  it.each(['--dport 443', '! --dport 443', '! --syn', '-m multiport ! --dports 443'])(
    'never match %s, negated or not',
    (text) => {
      expect(verdict(`-p tcp ${text}`, fragment)).toBe('no');
    },
  );
});

describe('ICMP types', () => {
  it.each(['3', '3/4', 'fragmentation-needed', 'destination-unreachable', 'any'])('%s is met', (type) => {
    expect(verdict(`-p icmp -m icmp --icmp-type ${type}`, icmpPacket)).toBe('yes');
  });
  it.each(['8', '3/1', 'echo-request', 'host-unreachable'])('%s is not met', (type) => {
    expect(verdict(`-p icmp -m icmp --icmp-type ${type}`, icmpPacket)).toBe('no');
  });
  it('a_code_that_is_not_known_decides_nothing', () => {
    expect(verdict('-p icmp --icmp-type 3/1', { ...icmpPacket, icmpCode: null })).toBe('unknown');
    expect(verdict('-p icmp --icmp-type 3', { ...icmpPacket, icmpCode: null })).toBe('yes');
  });
  it('icmpv6_has_other_numbers', () => {
    const packet: Partial<MatchPacket> = { family: 'ipv6', protocol: 'icmpv6', icmpType: 135, icmpCode: 0 };
    expect(verdict('-p ipv6-icmp -m icmp6 --icmpv6-type neighbour-solicitation', packet)).toBe('yes');
    expect(verdict('-p ipv6-icmp -m icmp6 --icmpv6-type 136', packet)).toBe('no');
  });
});

describe('interfaces that a hook does not have', () => {
  it('no_interface_is_not_the_one_of_the_rule', () => {
    expect(verdict('-i eth0', { inInterface: '' })).toBe('no');
    expect(verdict('! -i eth0', { inInterface: '' })).toBe('yes');
  });
});

describe('ctstate', () => {
  it('several_possible_states_decide_what_holds_for_all', () => {
    const packet: Partial<MatchPacket> = { ctstates: ['ESTABLISHED', 'RELATED'] };
    expect(verdict('-m conntrack --ctstate RELATED,ESTABLISHED', packet)).toBe('yes');
    expect(verdict('-m conntrack --ctstate NEW', packet)).toBe('no');
    expect(verdict('-m conntrack --ctstate ESTABLISHED', packet)).toBe('unknown');
  });
  it('without_a_connection_other_options_count_only_behind_ctstate', () => {
    const packet: Partial<MatchPacket> = { ctstates: ['INVALID'], connection: null };
    expect(verdict('-m conntrack --ctorigdst 198.51.100.1', packet)).toBe('no');
    expect(verdict('-m conntrack ! --ctorigdst 198.51.100.1', packet)).toBe('no');
    expect(verdict('-m conntrack --ctstate INVALID --ctorigdst 198.51.100.1', packet)).toBe('yes');
    expect(verdict('-m connmark ! --mark 0x1', packet)).toBe('no');
  });
});

describe('address types', () => {
  const own = { dst: '10.1.0.1' };
  it('come_from_table_local', () => {
    expect(verdict('-m addrtype --dst-type LOCAL', own)).toBe('yes');
    expect(verdict('-m addrtype --dst-type BROADCAST', { dst: '10.2.0.255' })).toBe('yes');
    expect(verdict('-m addrtype --dst-type LOCAL', { dst: '127.8.8.8' })).toBe('yes');
    expect(verdict('-m addrtype --dst-type MULTICAST', { dst: '239.1.1.1' })).toBe('yes');
  });
  it('with_limit-iface-in_only_that_interface_has_them', () => {
    expect(verdict('-m addrtype --dst-type LOCAL --limit-iface-in', own)).toBe('yes');
    expect(verdict('-m addrtype --dst-type LOCAL --limit-iface-in', { ...own, inInterface: 'eth1' })).toBe(
      'no',
    );
    expect(verdict('-m addrtype --dst-type UNICAST --limit-iface-in', { ...own, inInterface: 'eth1' })).toBe(
      'yes',
    );
  });
  it('follow_from_the_interface_addresses_where_table_local_is_missing', () => {
    const network = router({ routes: mainRoutes, addresses: [address('eth0', '10.1.0.1')] });
    expect(verdict('-m addrtype --dst-type LOCAL', own, { ...noFacts, network })).toBe('yes');
  });
  it('are_not_known_without_the_addresses_of_the_host', () => {
    const network = router({ routes: mainRoutes.slice(0, 1), addresses: [] });
    expect(verdict('-m addrtype --dst-type LOCAL', { dst: '10.1.0.9' }, { ...noFacts, network })).toBe(
      'unknown',
    );
    expect(verdict('-m addrtype --dst-type LOCAL', { dst: '10.1.0.9' }, noFacts)).toBe('unknown');
    expect(verdict('-m addrtype --dst-type MULTICAST', { dst: '10.1.0.9' }, noFacts)).toBe('no');
    expect(verdict('-m addrtype --dst-type LOCAL', { dst: '127.0.0.1' }, noFacts)).toBe('yes');
  });
  it('a_blackhole_counts_as_unicast', () => {
    const network = router({
      routes: [...localRoutes, ...mainRoutes, route('10.9.0.0/16', { type: 'blackhole', table: 'local' })],
    });
    expect(verdict('-m addrtype --dst-type BLACKHOLE', { dst: '10.9.0.1' }, { ...noFacts, network })).toBe(
      'no',
    );
    expect(verdict('-m addrtype --dst-type UNICAST', { dst: '10.9.0.1' }, { ...noFacts, network })).toBe(
      'yes',
    );
  });
});

describe('the rpfilter match', () => {
  it('holds_where_the_way_back_leaves_by_the_input_interface', () => {
    expect(verdict('-m rpfilter')).toBe('yes');
    expect(verdict('-m rpfilter', { inInterface: 'eth1' })).toBe('no');
    expect(verdict('-m rpfilter --loose', { inInterface: 'eth1' })).toBe('yes');
    expect(verdict('-m rpfilter --loose --validmark --invert', { inInterface: 'eth1' })).toBe('no');
    expect(verdict('-m rpfilter --validmark --invert', { inInterface: 'eth1' })).toBe('yes');
  });
  it('takes_own_addresses_only_with_accept-local', () => {
    expect(verdict('-m rpfilter', { src: '10.1.0.1' })).toBe('no');
    expect(verdict('-m rpfilter --accept-local', { src: '10.1.0.1' })).toBe('yes');
  });
  it('is_not_known_without_routes', () => {
    expect(verdict('-m rpfilter', {}, noFacts)).toBe('unknown');
  });
});

it('bridge_ports_of_other_packets_are_selected_by_negated_options', () => {
  expect(verdict('-m physdev ! --physdev-in port1')).toBe('yes');
  const bridged = { physIn: 'port1', physOut: 'port2' };
  expect(verdict('-m physdev --physdev-in port+ --physdev-out port2 --physdev-is-bridged', bridged)).toBe(
    'yes',
  );
});

it('owners_are_those_of_local_processes', () => {
  const sent = { owner: { uid: 1000, gid: null } };
  expect(verdict('-m owner --uid-owner 999-1001', sent)).toBe('yes');
  expect(verdict('-m owner ! --uid-owner 0', sent)).toBe('yes');
  expect(verdict('-m owner --gid-owner 0', sent)).toBe('unknown');
  expect(verdict('-m owner --socket-exists', sent)).toBe('yes');
});

const anyWord = fc.oneof(
  fc.string(),
  fc.constantFrom('10.0.0.0/8', '0x1/0x1', '80:90', 'NEW', '::/0', '{ 1, 2 }', '@s', '!', 'a.b', '*', '0-5'),
);
const anyIptables = fc
  .array(
    fc.tuple(
      fc.constantFrom('', '! '),
      fc.constantFrom('-s', '-d', '-i', '-p', '-f', '-m tcp --dport', '-m mark --mark', '-m conntrack --ctstate', '-m addrtype --dst-type', '-m icmp --icmp-type', '-m tos --tos', '-m rpfilter', '-m x --y'), // prettier-ignore
      anyWord,
    ),
  )
  .map((options) => options.map((words) => words.join(' ')).join(' '));
const anyNft = fc
  .array(
    fc.tuple(
      fc.constantFrom('ip saddr', 'tcp dport', 'ct state', 'meta mark', 'iifname', 'icmp type', 'tcp flags', 'ip saddr . tcp dport', 'numgen random mod 3', 'fib saddr . iif oif', 'ip dscp'), // prettier-ignore
      fc.constantFrom('', '!=', '&', '<', 'vmap', 'set'),
      anyWord,
    ),
  )
  .map((expressions) => expressions.map((words) => words.join(' ')).join(' '));

it('nothing_a_file_says_makes_matching_throw', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        anyIptables.map((text) => readIptablesRule(text, () => false)?.spec),
        anyNft.map((text) => readNftRule(text, 'inet')?.spec),
      ),
      fc.constantFrom(tcpPacket, icmpPacket, unknownPacket('ipv6')),
      (spec, packet) => {
        if (spec === undefined) return;
        const match = matchRule(spec, packet, facts);
        expect(match.verdict === 'no').toBe(match.failed !== null);
        expect(match.verdict === 'yes').toBe(match.failed === null && match.unknown.length === 0);
        for (const finding of [match.failed, ...match.unknown])
          if (finding !== null) expect(findingText(finding)).toMatch(/^needs .+; /);
      },
    ),
  );
});

describe('conditions of nft', () => {
  it.each([
    'ip saddr 10.1.0.0/24',
    'ip ttl { 1, 60-64 }',
    'ip length 40-100',
    'ip dscp { cs1, 0x04 }',
    'meta l4proto { udp, tcp }',
    'tcp flags syn',
    'tcp flags & (syn | ack) == syn',
    'tcp flags { syn, ack }',
    'tcp flags ! fin,rst',
    'ct state { new, established }',
    'ct state . tcp dport { new . 8443 }',
    'tcp dport >= 1024',
    'ip frag-off & 0x1fff == 0',
    'meta mark & 0xf0 == 0x10',
    'ct original ip daddr 203.0.113.1',
    'ct original proto-dst 443',
    'ct direction original',
    'ct status dnat',
    'numgen random mod 1 0',
    'numgen inc mod 4 < 4',
    'fib daddr . iif type { unicast, local }',
    'fib saddr . iif oif exists',
  ])('%s matches', (text) => {
    expect(nftVerdict(text)).toBe('yes');
  });
  it.each([
    'ip6 saddr fd00::/8',
    'udp dport 8443',
    'ip ttl { 1, 64 }',
    'tcp flags ack,rst',
    'meta l4proto != tcp',
    'fib saddr . iif oif missing',
    // A packet that came in has no socket: nft leaves the rule, iptables' owner match selects it.
    'meta skuid != 0',
    'meta skuid 0',
  ])('%s does not match', (text) => {
    expect(nftVerdict(text)).toBe('no');
  });
  it('icmp_code_and_next_header', () => {
    const icmp = { protocol: 'icmp', icmpType: 3, icmpCode: 4 };
    expect(nftVerdict('icmp code frag-needed', icmp)).toBe('yes');
    expect(nftVerdict('icmp code host-unreachable', icmp)).toBe('no');
    expect(nftVerdict('ip6 nexthdr tcp', { family: 'ipv6' })).toBe('yes');
    expect(nftVerdict('ip6 nexthdr udp', { family: 'ipv6' })).toBe('no');
    const report = { family: 'ipv6', protocol: 'icmpv6', icmpType: 143 } as const;
    expect(nftVerdict('ip6 nexthdr ipv6-icmp', report)).toBe('unknown');
  });
  it('without_a_connection_a_comparison_with_one_never_holds', () => {
    const none = { ctstates: ['UNTRACKED'], connection: null } as const;
    expect(nftVerdict('ct mark != 0x5', none)).toBe('no');
    expect(nftVerdict('ct status ! dnat', none)).toBe('no');
    expect(nftVerdict('ct state untracked', none)).toBe('yes');
  });
  it('a_key_is_decided_by_the_part_that_is_known', () => {
    const icmp = { protocol: 'icmp', dport: null, icmpType: 8 };
    expect(nftVerdict('meta l4proto . th dport { tcp . 80 }', icmp)).toBe('no');
    expect(nftVerdict('meta l4proto . th dport { icmp . 80 }', icmp)).toBe('unknown');
  });
  it('a_near_miss_is_told_in_the_words_of_nft', () => {
    const spec = readNftRule('udp dport { 53, 5060 } accept', 'inet')?.spec as RuleSpec;
    const other = matchRule(spec, tcpPacket, facts).failed;
    expect(other && findingText(other)).toBe('needs udp dport { 53, 5060 }; the packet has tcp');
    const miss = matchRule(spec, { ...tcpPacket, protocol: 'udp' }, facts).failed;
    expect(miss && findingText(miss)).toBe('needs udp dport { 53, 5060 }; the packet has 8443');
  });
});

it('what_is_known_of_less_is_known_of_more', () => {
  // Forgetting facts of the packet may turn an answer into unknown, never into the other one.
  const keys = Object.keys(tcpPacket).filter((key) => key !== 'family') as (keyof MatchPacket)[];
  fc.assert(
    fc.property(fc.constantFrom(...holding), fc.subarray(keys), (text, forgotten) => {
      const less = Object.fromEntries(forgotten.map((key) => [key, null])) as Partial<MatchPacket>;
      expect(['yes', 'unknown']).toContain(verdict(text, less));
    }),
  );
});
