import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FibRule, Route } from '../../model/network.ts';
import { formatAddress, parseAddress, parsePrefix, prefixContains } from '../address.ts';
import { fibLookup } from './fib-lookup.ts';
import { buildFib } from './fib.ts';
import type { FibFlow } from './match-fib-rule.ts';
import { fibRule, kernelRules, localRoutes, mainRoutes, route } from '../testing/records.ts';

const plain: FibFlow = {
  dst: 0,
  src: parseAddress('10.1.0.2'),
  iif: 'eth0',
  oif: null,
  mark: 0,
  tos: 0,
  protocol: 'tcp',
  sport: 1,
  dport: 1,
  uid: 0,
  vrf: 'none',
};

/** What a lookup ends with, in a word or two: the route's text, `blackhole`, `none`, `unknown`. */
function look(
  rules: readonly FibRule[],
  routes: readonly Route[],
  dst: string,
  flow: Partial<FibFlow> = {},
): string {
  const fib = buildFib('ipv4', rules, routes);
  const answer = fibLookup(fib, { ...plain, dst: parseAddress(dst) ?? 0, ...flow });
  if (answer.kind === 'found') return answer.route.text;
  return answer.kind === 'refused' ? answer.by : answer.kind;
}

const all = [...localRoutes, ...mainRoutes];
const lookup = (table: string) => ({ action: { kind: 'lookup', table } }) as const;

describe('tables', () => {
  it('give_the_longest_prefix', () => {
    expect(look(kernelRules, all, '10.2.0.9')).toBe('10.2.0.0/24');
    expect(look(kernelRules, all, '192.0.2.9')).toBe('0.0.0.0/0');
    expect(look(kernelRules, all, '10.2.0.1')).toMatch(/^local/);
  });

  it('prefer_a_matching_tos_and_then_the_lowest_metric', () => {
    const routes = [
      ...localRoutes,
      route('10.0.0.0/8', { dev: 'a', metric: 200, text: 'costly' }),
      route('10.0.0.0/8', { dev: 'a', metric: 100, text: 'cheap' }),
      route('10.0.0.0/8', { dev: 'a', metric: 300, tos: 0x10, text: 'for tos' }),
    ];
    expect(look(kernelRules, routes, '10.9.9.9')).toBe('cheap');
    expect(look(kernelRules, routes, '10.9.9.9', { tos: 0x10 })).toBe('for tos');
  });

  it('pass_over_dead_next_hops_and_go_back_to_shorter_prefixes', () => {
    const dead = { dev: 'a', via: null, weight: 1, flags: ['dead', 'linkdown'] };
    const routes = [...all, route('10.9.0.0/16', { nextHops: [dead] })];
    expect(look(kernelRules, routes, '10.9.0.1')).toBe('0.0.0.0/0');
  });

  it('leave_by_the_interface_that_is_asked_for', () => {
    const routes = [...all, route('10.9.0.0/16', { dev: 'eth0' })];
    expect(look(kernelRules, routes, '10.9.0.1', { oif: 'eth1' })).toBe('0.0.0.0/0');
  });

  it.each(['blackhole', 'unreachable', 'prohibit'] as const)('end with %s', (type) => {
    expect(look(kernelRules, [...all, route('192.0.2.0/24', { type })], '192.0.2.1')).toBe(type);
  });

  it('agree_with_a_scan_of_all_routes', () => {
    const address = fc.integer({ min: 0x0a000000, max: 0x0a0000ff });
    const prefix = fc.tuple(address, fc.integer({ min: 20, max: 32 }));
    fc.assert(
      fc.property(fc.array(prefix, { maxLength: 40 }), address, (prefixes, dst) => {
        const routes = prefixes.map(([value, length]) =>
          route(`${formatAddress(value)}/${length}`, { dev: 'a', table: '7' }),
        );
        const best = routes
          .filter(({ prefix: text }) => prefixContains(parsePrefix(text) ?? { value: 0, length: 0 }, dst))
          .sort((a, b) => Number(b.prefix.split('/')[1]) - Number(a.prefix.split('/')[1]))[0];
        const only = [fibRule(1, lookup('7'))];
        const expected = routes.length === 0 ? 'unknown' : (best?.prefix.split('/')[1] ?? 'none');
        const found = look(only, routes, formatAddress(dst));
        expect(found.includes('/') ? found.split('/')[1] : found).toBe(expected);
      }),
    );
  });
});

describe('rules', () => {
  const routes = [...all, route('0.0.0.0/0', { dev: 'wan2', table: '100', text: 'second' })];

  it('are_tried_by_priority_whatever_their_order', () => {
    expect(look([...kernelRules, fibRule(100, lookup('100'))], routes, '192.0.2.1')).toBe('second');
  });

  it('go_on_after_a_table_without_a_route_and_after_throw', () => {
    const thrown = [
      ...all,
      route('192.0.2.0/24', { type: 'throw', table: '100' }),
      route('0.0.0.0/0', { dev: 'a', table: '100' }),
    ];
    expect(look([fibRule(100, lookup('100')), ...kernelRules], thrown, '192.0.2.1')).toBe('0.0.0.0/0');
    expect(look([fibRule(100, lookup('200')), ...kernelRules], routes, '192.0.2.1')).toBe('0.0.0.0/0');
  });

  it('suppress_routes_that_are_too_general', () => {
    const rule = fibRule(100, { ...lookup('main'), suppressPrefixLength: 0 });
    expect(look([rule, fibRule(101, lookup('100'))], routes, '192.0.2.1')).toBe('second');
    expect(look([rule, fibRule(101, lookup('100'))], routes, '10.2.0.9')).toBe('10.2.0.0/24');
  });

  it('jump_with_goto_and_skip_a_goto_without_target', () => {
    const jump = fibRule(1, { action: { kind: 'goto', priority: 50 } });
    const blackhole = fibRule(20, { action: { kind: 'blackhole' } });
    expect(look([jump, blackhole, fibRule(50, lookup('100'))], routes, '192.0.2.1')).toBe('second');
    expect(look([jump, blackhole, fibRule(60, lookup('100'))], routes, '192.0.2.1')).toBe('blackhole');
  });

  it('refuse_by_themselves', () => {
    expect(look([fibRule(1, { action: { kind: 'prohibit' } })], routes, '192.0.2.1')).toBe('prohibit');
    expect(look([fibRule(1, { action: { kind: 'nop' } })], routes, '192.0.2.1')).toBe('none');
  });

  it('leave_the_result_open_where_they_are_not_understood_and_matter', () => {
    const odd = fibRule(100, { ...lookup('100'), unknownWords: ['tun_id', '7'] });
    expect(look([...kernelRules, odd], routes, '192.0.2.1')).toBe('unknown');
    expect(look([...kernelRules, odd], routes, '10.2.0.1')).toMatch(/^local/);
    expect(look([...kernelRules, fibRule(100, { action: { kind: 'unknown' } })], routes, '192.0.2.1')).toBe(
      'unknown',
    );
  });

  it('are_assumed_to_be_the_kernels_own_where_none_are_listed', () => {
    expect(buildFib('ipv4', [], routes).rulesAssumed).toBe(true);
    expect(look([], routes, '192.0.2.1')).toBe('0.0.0.0/0');
  });
});

describe('what the bundle does not hold', () => {
  it('a_table_that_no_dump_shows_is_not_known', () => {
    const rules = [...kernelRules, fibRule(100, lookup('100'))];
    const localOnly = localRoutes.map((each) => ({ ...each, listing: 'whole' as const }));
    expect(look(rules, [...mainRoutes, ...localOnly], '192.0.2.1')).toBe('unknown');
    expect(look(rules, all, '192.0.2.1')).toBe('0.0.0.0/0');
  });

  it('some_routes_of_a_table_or_some_rules_do_not_tell_that_there_are_no_others', () => {
    const some = all.map((each) => (each.table === 'main' ? { ...each, listing: 'part' as const } : each));
    expect(look(kernelRules, some, '192.0.2.1')).toBe('unknown');
    expect(look(kernelRules, some, '10.1.0.1')).toMatch(/^local/);
    const one = fibRule(100, { ...lookup('100'), listing: 'part' });
    expect(look([one], all, '192.0.2.1')).toBe('unknown');
  });

  it('without_table_local_an_address_may_be_the_hosts_own', () => {
    expect(look(kernelRules, mainRoutes, '192.0.2.1')).toBe('unknown');
    // The source of a route is always an address of the host.
    expect(look(kernelRules, mainRoutes, '10.1.0.1')).toBe('');
  });

  it('a_redacted_route_may_be_the_one_unless_a_host_route_is_found', () => {
    const redacted = route('xxx.xxx.xxx.0/24', { dev: 'a' });
    expect(look(kernelRules, [...all, redacted], '192.0.2.1')).toBe('unknown');
    expect(look(kernelRules, [...all, redacted, route('192.0.2.1/32', { dev: 'a' })], '192.0.2.1')).toBe(
      '192.0.2.1/32',
    );
  });

  it('a_route_of_main_inside_a_local_one_wins_only_if_no_rule_was_ever_touched', () => {
    const routes = [...all, route('127.0.0.9/32', { dev: 'eth0' })];
    expect(look(kernelRules, routes, '127.0.0.9')).toBe('unknown');
    expect(look([...kernelRules, fibRule(5, lookup('9'))], routes, '127.0.0.9')).toMatch(/^local/);
  });
});
