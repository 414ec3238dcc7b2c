import { describe, expect, test } from 'vitest';
import type { MatchPacket } from '../kernel/match/match-packet.ts';
import type { SimulatedWay } from '../model/simulation.ts';
import { nftJson } from '../parse/rules/nft/nft-json.ts';
import { nftRuleset } from '../parse/rules/nft/nft-ruleset.ts';
import { packetQuery } from './packet-query.ts';
import { simulate } from './simulate.ts';

function waysOf(rules: string, more: Partial<MatchPacket> = {}): readonly SimulatedWay[] {
  const packet = packetQuery({
    in: 'eth0',
    src: '10.1.0.2',
    dst: '10.2.0.2',
    proto: 'tcp',
    sport: '4000',
    dport: '80',
  });
  if ('wrong' in packet) throw new Error(packet.wrong.kind);
  const format = rules.startsWith('{') ? nftJson : nftRuleset;
  const { records } = format.parse(rules.split('\n'), 'nft-ruleset.txt');
  const tables = records.kind === 'rulesets' ? (records.items[0]?.tables ?? []) : [];
  const routed = { to: 'forward', outInterface: 'eth1' } as const;
  const asked = { ...packet, ...more };
  return simulate({ tables, network: null, inSet: () => 'unknown', routed, conntrack: [] }, asked).ways;
}

/** The steps and the end of the only way. */
function wayOf(rules: string, more: Partial<MatchPacket> = {}): string {
  const [way, ...others] = waysOf(rules, more);
  if (way === undefined || others.length > 0) throw new Error(`${others.length + 1} ways`);
  const steps = way.steps.flatMap((step) =>
    step.kind === 'step' ? [`${step.table}/${step.chain}:${step.number}`] : [],
  );
  return [...steps, way.disposition].join(' ');
}

const chain = (name: string, head: string, ...rules: readonly string[]): string =>
  [
    ` chain ${name} {`,
    ...[head, ...rules].filter((line) => line !== '').map((line) => `  ${line}`),
    ' }',
  ].join('\n');
const hook = (priority: number, policy = 'accept', name = 'forward'): string =>
  `type filter hook ${name} priority ${priority}; policy ${policy};`;
const table = (family: string, name: string, ...parts: readonly string[]): string =>
  [`table ${family} ${name} {`, ...parts, '}'].join('\n');

describe('base_chains', () => {
  test('come_by_priority_whatever_their_family_and_accept_ends_only_its_own', () => {
    const rules = [
      table('inet', 'late', chain('f', hook(10), 'tcp dport 80 drop')),
      table('ip', 'early', chain('f', hook(-5), 'tcp dport 80 accept', 'drop')),
    ].join('\n');
    expect(wayOf(rules)).toBe('early/f:1 late/f:1 dropped');
  });

  test('of_one_priority_the_one_that_was_made_last_comes_first', () => {
    const rules = [
      table('ip', 'one', chain('f', hook(0), 'counter')),
      table('ip', 'two', chain('f', hook(0), 'counter')),
    ];
    expect(wayOf(rules.join('\n'))).toBe('two/f:1 two/f:2 one/f:1 one/f:2 forwarded');
  });

  test('of_an_interface_come_before_all_others', () => {
    const ingress = 'type filter hook ingress device eth0 priority 0; policy accept;';
    const rules = [
      table('ip', 'raw', chain('p', hook(-300, 'accept', 'prerouting'), 'counter')),
      table('netdev', 'dev', chain('i', ingress, 'tcp dport 80 drop')),
    ].join('\n');
    expect(wayOf(rules)).toBe('dev/i:1 dropped');
    expect(wayOf(rules, { inInterface: 'eth9' })).toBe('raw/p:1 raw/p:2 forwarded');
    const ofSeveral = rules.replace('device eth0', 'devices = { "eth*", lan }');
    expect(wayOf(ofSeveral)).toBe('dev/i:1 dropped');
    expect(wayOf(ofSeveral, { inInterface: 'lan' })).toBe('dev/i:1 dropped');
    expect(wayOf(ofSeveral, { inInterface: 'lan0' })).toBe('raw/p:1 raw/p:2 forwarded');
  });

  test('of_an_interface_that_the_dump_does_not_name_may_hang_on_any', () => {
    const place = { family: 'netdev', table: 'dev' };
    const rules = JSON.stringify({
      nftables: [
        { table: { family: 'netdev', name: 'dev' } },
        { chain: { ...place, name: 'i', type: 'filter', hook: 'ingress', prio: 0, policy: 'drop' } },
      ],
    });
    const ways = waysOf(rules);
    expect(ways.map(({ disposition }) => disposition)).toEqual(['forwarded', 'dropped']);
    expect(ways.map(({ assumes }) => assumes)).toEqual(
      [false, true].map((isHooked) => [
        { kind: 'device-chain', table: 'dev', chain: 'i', dev: 'eth0', isHooked },
      ]),
    );
  });
});

describe('chains_that_are_called', () => {
  const called = [chain('a', '', 'tcp dport 81 accept'), chain('b', '', 'return', 'accept')];

  test('a_jump_comes_back_and_a_goto_does_not', () => {
    const jumps = table('ip', 't', ...called, chain('f', hook(0, 'drop'), 'jump a', 'goto b', 'accept'));
    expect(wayOf(jumps)).toBe('t/f:1 t/a:2 t/f:2 t/b:1 t/f:4 dropped');
  });

  test('a_verdict_map_calls_by_the_element_that_the_packet_is_in', () => {
    const map =
      ' map m {\n  type inet_service : verdict\n  flags interval\n  elements = { 79-90 : jump b, 443 : drop }\n }';
    const rules = table('ip', 't', map, ...called, chain('f', hook(0), 'tcp dport vmap @m', 'drop'));
    expect(wayOf(rules)).toBe('t/f:1 t/b:1 t/f:2 dropped');
    expect(wayOf(rules, { dport: 443 })).toBe('t/f:1 dropped');
    expect(wayOf(rules, { dport: 7 })).toBe('t/f:2 dropped');
  });

  test('an_anonymous_verdict_map_falls_back_to_its_catch_all_element', () => {
    const rules = table('ip', 't', chain('f', hook(0), 'tcp dport vmap { 22 : accept, * : drop }', 'accept'));
    expect(wayOf(rules)).toBe('t/f:1 dropped');
    expect(wayOf(rules, { dport: 22 })).toBe('t/f:1 forwarded');
  });
});

describe('statements', () => {
  test('what_stands_before_a_condition_that_fails_is_done', () => {
    const rules = table(
      'ip',
      't',
      chain('f', hook(0), 'meta mark set 0x7 tcp dport 1 accept', 'meta mark 0x7 drop'),
    );
    expect(wayOf(rules)).toBe('t/f:2 dropped');
  });

  test('reading_the_ctmark_of_a_packet_without_connection_ends_the_rule', () => {
    const rules = table('ip', 't', chain('f', hook(0), 'meta mark set ct mark drop'));
    expect(wayOf(rules, { ctstates: ['INVALID'] })).toBe('t/f:2 forwarded');
    expect(wayOf(rules)).toBe('t/f:1 dropped');
  });

  test('an_address_that_is_overwritten_is_the_one_that_later_rules_see', () => {
    const rules = table('ip', 't', chain('f', hook(0), 'ip daddr set 10.9.9.9', 'ip daddr 10.9.9.9 drop'));
    expect(wayOf(rules)).toBe('t/f:1 t/f:2 dropped');
  });

  test('what_is_not_known_is_followed_both_ways', () => {
    const rules = table('ip', 't', chain('f', hook(0), 'limit rate 1/second drop'));
    expect(waysOf(rules).map(({ disposition }) => disposition)).toEqual(['forwarded', 'dropped']);
  });

  test('a_packet_without_a_socket_leaves_a_rule_about_its_owner', () => {
    expect(wayOf(table('inet', 't', chain('f', hook(0), 'meta skuid != 0 drop')))).toBe('t/f:2 forwarded');
  });

  test('a_chain_that_stands_in_a_rule_is_gone_through', () => {
    const rules = chain('f', hook(0), 'tcp dport 80 jump {', 'ip saddr 10.1.0.2 drop', '}', 'accept');
    expect(wayOf(table('inet', 't', rules))).toBe('t/f:1 t/__chain1:1 dropped');
  });

  test('an_address_out_of_a_map_is_that_of_the_packet', () => {
    const nat = 'type nat hook prerouting priority dstnat; policy accept;';
    const rewrites = (map: string): unknown =>
      waysOf(table('ip', 't', chain('p', nat, `dnat to ${map}`))).map(({ steps }) =>
        steps.flatMap((step) => (step.kind === 'step' ? step.changes.map(({ after }) => after) : [])),
      );
    expect(rewrites('tcp dport map { 80 : 10.9.9.9 }')).toEqual([['10.9.9.9']]);
    expect(rewrites('tcp dport map { 80 : 10.9.9.9 . 8080 }')).toEqual([['10.9.9.9', '8080']]);
    // Without an element for the packet, the rule ends there.
    expect(rewrites('tcp dport map { 81 : 10.9.9.9 }')).toEqual([[]]);
    expect(rewrites('tcp dport map @elsewhere')).toEqual([[]]);
  });
});

describe('verdict_maps', () => {
  const goingTo = (...rules: readonly string[]): string =>
    table('ip', 't', chain('a', '', 'drop'), chain('b', '', 'accept'), chain('f', hook(0), ...rules));

  test('of_a_drawn_number_with_one_outcome_are_certain', () => {
    expect(wayOf(goingTo('numgen random mod 1 vmap { 0 : goto a }'))).toBe('t/f:1 t/a:1 dropped');
  });

  test('of_a_drawn_number_are_followed_to_each_outcome_and_to_no_other', () => {
    const ways = waysOf(goingTo('numgen random mod 2 vmap { 0 : goto a, 1 : goto b }', 'reject'));
    expect(ways.map(({ disposition }) => disposition)).toEqual(['dropped', 'forwarded']);
  });

  test('that_have_nothing_for_the_packet_let_it_go_on', () => {
    expect(wayOf(goingTo('tcp dport vmap { 22 : goto a }', 'reject'))).toBe('t/f:2 rejected');
  });
});

test('tproxy_without_a_socket_goes_on_with_the_next_rule', () => {
  const rules = table('ip', 't', chain('f', hook(0), 'tproxy to :50080 accept', 'drop'));
  expect(waysOf(rules).map(({ disposition }) => disposition)).toEqual(['dropped', 'forwarded']);
});

describe('nat', () => {
  const nat = (name: string, priority: number): string =>
    `type nat hook ${name} priority ${priority}; policy accept;`;

  test('the_first_chain_that_translates_is_the_last', () => {
    const rules = [
      table('ip', 'second', chain('p', nat('prerouting', -90), 'dnat to 10.9.9.9')),
      table('inet', 'first', chain('p', nat('prerouting', -100), 'tcp dport 80 dnat ip to 10.2.0.9:8080')),
      table('ip', 'filter', chain('f', hook(0), 'ip daddr 10.2.0.9 tcp dport 8080 ct status dnat drop')),
    ].join('\n');
    expect(wayOf(rules)).toBe('first/p:1 filter/f:1 dropped');
  });

  test('is_not_met_where_nothing_needs_connections', () => {
    const rules = table('ip', 't', chain('p', nat('prerouting', -100), 'counter'));
    expect(wayOf(rules)).toBe('forwarded');
  });
});

describe('a chain known by typed rules alone', () => {
  test('may_hold_others_before_them_also_on_the_line_that_names_it_first', () => {
    const known = waysOf('nft flush ruleset\nnft add rule ip fw FORWARD drop');
    expect(known.map(({ disposition }) => disposition)).not.toEqual(['dropped']);
    const hung =
      "nft add chain ip fw f '{ type filter hook forward priority 0; }'; nft add rule ip fw f tcp dport 80 drop";
    expect(waysOf(hung).map(({ disposition }) => disposition)).not.toEqual(['dropped']);
    expect(waysOf(`nft flush ruleset; ${hung}`).map(({ disposition }) => disposition)).toEqual(['dropped']);
  });
});

describe('a_map', () => {
  const filter = (...rules: readonly string[]): string =>
    table(
      'inet',
      'filter',
      ' counter office { packets 0 bytes 0 }',
      ' map byDestination { type ipv4_addr : counter; elements = { 10.2.0.9 : "office" }; }',
      chain('f', hook(0, 'drop'), ...rules),
    );

  test('of_objects_lets_the_rule_go_on_only_for_a_packet_that_it_has_one_for', () => {
    const rules = filter(
      'counter name ip saddr map { 10.1.0.2 : "office", 10.1.0.4 : "lab" } accept',
      'counter name ip daddr map @byDestination accept',
    );
    expect(wayOf(rules)).toBe('filter/f:1 forwarded');
    expect(wayOf(rules, { src: '10.1.0.3' })).toBe('filter/f:3 dropped');
    expect(wayOf(rules, { src: '10.1.0.3', dst: '10.2.0.9' })).toBe('filter/f:2 forwarded');
  });

  test('of_limits_leaves_open_how_much_is_left_of_them', () => {
    const rules = filter('limit name tcp dport map { 80 : "slow" } accept');
    const ends = waysOf(rules).map(({ disposition }) => disposition);
    expect(ends.toSorted()).toEqual(['dropped', 'forwarded']);
    expect(wayOf(rules, { dport: 81 })).toBe('filter/f:2 dropped');
  });

  test.each([
    'meta mark set tcp dport map { 80 : 0x1 } accept',
    'ct helper set tcp dport map { 80 : "ftp" } accept',
  ])('of_values_ends_the_rule_at_a_packet_that_it_has_none_for: %s', (rule) => {
    expect(wayOf(filter(rule))).toBe('filter/f:1 forwarded');
    expect(wayOf(filter(rule), { dport: 81 })).toBe('filter/f:2 dropped');
  });
});
