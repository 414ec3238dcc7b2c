import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MatchPacket } from '../kernel/match/match-packet.ts';
import { unknownPacket } from '../kernel/match/match-packet.ts';
import { fibRule, localRoutes, mainRoutes, route, router } from '../kernel/testing/records.ts';
import type { Table } from '../model/ruleset.ts';
import type { SimulatedWay } from '../model/simulation.ts';
import { host } from '../testing/host.ts';
import type { WalkHost } from '../kernel/walk/walk.ts';
import { simulate } from './simulate.ts';

/** A SYN from the net behind eth0 to the world. */
const syn: MatchPacket = {
  ...unknownPacket('ipv4'),
  protocol: 'tcp',
  src: '10.1.0.2',
  dst: '192.0.2.1',
  sport: 40000,
  dport: 443,
  inInterface: 'eth0',
  outInterface: '',
  physIn: '',
  physOut: '',
  mark: 0,
  tos: 0,
  ecn: 0,
  ttl: 64,
  tcpFlags: 2,
  fragmentOffset: 0,
  ctstates: ['NEW'],
  owner: 'none',
};

/** `filter: FORWARD -j DROP` for each rule; chains with a policy of DROP are named in `drops`. */
function tables(rules: readonly string[], drops: readonly string[] = []): readonly Table[] {
  const lines = Object.entries(builtIn).flatMap(([table, chains]) => [
    `*${table}`,
    ...chains.map((chain) => `:${chain} ${drops.includes(`${table}/${chain}`) ? 'DROP' : 'ACCEPT'}`),
    ...rules
      .filter((rule) => rule.startsWith(`${table}: `))
      .map((rule) => `-A ${rule.slice(table.length + 2)}`),
  ]);
  return host()
    .rules(...lines)
    .tables();
}

const builtIn = {
  raw: ['PREROUTING', 'OUTPUT'],
  mangle: ['PREROUTING', 'INPUT', 'FORWARD', 'OUTPUT', 'POSTROUTING'],
  nat: ['PREROUTING', 'INPUT', 'OUTPUT', 'POSTROUTING'],
  filter: ['INPUT', 'FORWARD', 'OUTPUT'],
};

function run(rules: readonly string[], fields: Partial<MatchPacket> = {}, input: Partial<WalkHost> = {}) {
  const packet = { ...syn, ...fields };
  return simulate(
    {
      tables: tables(rules),
      network: router(),
      inSet: () => 'unknown',
      routed: null,
      conntrack: [],
      ...input,
    },
    packet,
  );
}

function only(
  rules: readonly string[],
  fields: Partial<MatchPacket> = {},
  input: Partial<WalkHost> = {},
): SimulatedWay {
  const { ways } = run(rules, fields, input);
  expect(ways).toHaveLength(1);
  const [way] = ways;
  if (!way) throw new Error('no way');
  return way;
}

/** `filter/FORWARD:rule:1` for each step, and `routing`. */
function places({ steps }: SimulatedWay): string[] {
  return steps.map((step) =>
    step.kind === 'routing' ? 'routing' : `${step.table}/${step.chain}:${step.stepKind}:${step.number}`,
  );
}

describe('the way', () => {
  it('of_a_forwarded_packet_meets_every_table_in_the_order_of_the_hooks', () => {
    const way = only(['nat: POSTROUTING -j SNAT --to-source 10.2.0.1']);
    expect(places(way)).toEqual([
      'raw/PREROUTING:policy:1',
      'mangle/PREROUTING:policy:1',
      'nat/PREROUTING:policy:1',
      'routing',
      'mangle/FORWARD:policy:1',
      'filter/FORWARD:policy:1',
      'mangle/POSTROUTING:policy:1',
      'nat/POSTROUTING:rule:1',
    ]);
    expect(way).toMatchObject({
      disposition: 'forwarded',
      cause: null,
      assumes: [],
      egress: { interface: 'eth1', src: '10.2.0.1', dst: '192.0.2.1', sport: 40000, dport: 443 },
    });
  });

  it('of_a_packet_for_the_host_ends_behind_INPUT', () => {
    const way = only([], { dst: '10.1.0.1' });
    expect(places(way).slice(2)).toEqual(['routing', 'mangle/INPUT:policy:1', 'filter/INPUT:policy:1']);
    expect(way.disposition).toBe('delivered');
    expect(way.egress).toBeNull();
  });

  it('of_a_packet_of_the_host_begins_with_the_routing_decision', () => {
    const way = only([], { inInterface: '', src: '10.2.0.1' });
    expect(places(way)).toEqual([
      'routing',
      'raw/OUTPUT:policy:1',
      'mangle/OUTPUT:policy:1',
      'filter/OUTPUT:policy:1',
      'mangle/POSTROUTING:policy:1',
    ]);
    expect(way.disposition).toBe('sent');
  });

  it('over_lo_goes_on_with_PREROUTING_and_INPUT_but_without_nat', () => {
    const way = only(['nat: INPUT -j ACCEPT', 'filter: INPUT -m conntrack --ctstate NEW'], {
      inInterface: '',
      src: '127.0.0.1',
      dst: '127.0.0.1',
    });
    expect(places(way)).toEqual([
      'routing',
      'raw/OUTPUT:policy:1',
      'mangle/OUTPUT:policy:1',
      'nat/OUTPUT:policy:1',
      'filter/OUTPUT:policy:1',
      'mangle/POSTROUTING:policy:1',
      'nat/POSTROUTING:policy:1',
      'raw/PREROUTING:policy:1',
      'mangle/PREROUTING:policy:1',
      'mangle/INPUT:policy:1',
      'filter/INPUT:rule:1',
      'filter/INPUT:policy:2',
    ]);
  });
});

describe('chains', () => {
  it('a_bare_verdict_is_numbered_like_the_end_of_its_chain', () => {
    const way = only([
      'filter: FORWARD -p tcp -j ALLOWED',
      'filter: ALLOWED -p udp -j ACCEPT',
      'filter: ALLOWED -j DROP',
    ]);
    expect(places(way).slice(-2)).toEqual(['filter/FORWARD:rule:1', 'filter/ALLOWED:return:2']);
    expect(way).toMatchObject({ disposition: 'dropped', cause: { kind: 'rule', chain: 'ALLOWED', rule: 2 } });
  });

  it('a_goto_comes_back_to_the_caller_of_its_chain', () => {
    const way = only([
      'filter: FORWARD -j A',
      'filter: FORWARD -j LOG',
      'filter: A -g B',
      'filter: A -j DROP',
      'filter: B -p udp -j DROP',
    ]);
    expect(places(way).filter((place) => place.startsWith('filter'))).toEqual([
      'filter/FORWARD:rule:1',
      'filter/A:rule:1',
      'filter/B:return:2',
      'filter/FORWARD:rule:2',
      'filter/FORWARD:policy:3',
    ]);
  });

  it('a_goto_from_a_built_in_chain_ends_in_the_policy', () => {
    const way = only(
      [],
      {},
      {
        tables: tables(
          ['filter: FORWARD -g B', 'filter: FORWARD -j ACCEPT', 'filter: B -j LOG'],
          ['filter/FORWARD'],
        ),
      },
    );
    expect(places(way).slice(-3)).toEqual([
      'filter/B:rule:1',
      'filter/B:return:2',
      'filter/FORWARD:policy:3',
    ]);
    expect(way.cause).toMatchObject({ kind: 'policy', chain: 'FORWARD', rule: null });
  });

  it('RETURN_leaves_a_user_defined_chain_and_ends_a_built_in_one', () => {
    const way = only([
      'filter: FORWARD -j A',
      'filter: FORWARD -p tcp -j RETURN',
      'filter: FORWARD -j DROP',
      'filter: A -s 10.1.0.2 -j RETURN',
      'filter: A -j DROP',
    ]);
    expect(places(way).filter((place) => place.startsWith('filter'))).toEqual([
      'filter/FORWARD:rule:1',
      'filter/A:rule:1',
      'filter/FORWARD:rule:2',
      'filter/FORWARD:policy:4',
    ]);
    expect(way.disposition).toBe('forwarded');
  });

  it('that_call_each_other_in_a_circle_are_said_to', () => {
    const way = only(['filter: FORWARD -j A', 'filter: A -g B', 'filter: B -g A']);
    expect(way).toMatchObject({
      disposition: 'unknown',
      end: { kind: 'open', why: { kind: 'loop', table: 'filter' } },
    });
  });
});

describe('chains that are called often', () => {
  /** Each chain but the last calls the next one twice. */
  const doubled = Array.from({ length: 17 }, (_, i) =>
    Array.from({ length: 2 }, () => `filter: C${i} -j C${i + 1}`),
  ).flat();

  it('are_walked_once_for_each_state_of_the_packet', () => {
    const way = only([
      'filter: FORWARD -j C0',
      ...doubled,
      'filter: C17 -p tcp -m tcp --dport 23 -j ACCEPT',
      'filter: FORWARD -p tcp -m tcp --dport 443 -j REJECT --reject-with tcp-reset',
    ]);
    expect(way).toMatchObject({ disposition: 'rejected', cause: { chain: 'FORWARD', rule: 2 } });
    expect(way.steps.length).toBeLessThan(100);
  });

  it('show_each_of_their_steps_where_those_are_few', () => {
    const way = only(['filter: FORWARD -j A', 'filter: FORWARD -j A', 'filter: A -j LOG']);
    expect(places(way).filter((place) => place.startsWith('filter/A'))).toEqual([
      'filter/A:rule:1',
      'filter/A:return:2',
      'filter/A:rule:1',
      'filter/A:return:2',
    ]);
  });
});

describe('a chain that the bundle does not have', () => {
  const rules = ['filter: FORWARD -j EXTRA', 'filter: FORWARD -j REJECT --reject-with tcp-reset'];

  it('is_walked_past_as_if_it_returned_which_is_said', () => {
    const way = only(rules);
    expect(way).toMatchObject({ disposition: 'rejected', cause: { rule: 2 } });
    expect(way.assumes).toEqual([{ kind: 'missing-chain', table: 'filter', chain: 'EXTRA' }]);
  });

  it('makes_nothing_presumed_where_no_packet_comes_to_it', () => {
    expect(only(['filter: FORWARD -p udp -j EXTRA', ...rules.slice(1)]).assumes).toEqual([]);
  });
});

describe('targets', () => {
  it('DNAT_decides_where_the_packet_is_routed_and_what_FORWARD_sees', () => {
    const way = only(
      [
        'nat: PREROUTING -d 10.1.0.1 -p tcp -m tcp --dport 443 -j DNAT --to-destination 10.2.0.2:8443',
        'filter: FORWARD -d 10.2.0.2 -p tcp -m tcp --dport 8443 -m conntrack --ctstate DNAT -j DROP',
      ],
      { dst: '10.1.0.1' },
    );
    expect(way.cause).toMatchObject({ kind: 'rule', chain: 'FORWARD', rule: 1 });
    const rewrite = way.steps.find((step) => step.kind === 'step' && step.table === 'nat');
    expect(rewrite).toMatchObject({
      verdict: 'accept',
      changes: [
        { field: 'dst', before: '10.1.0.1', after: '10.2.0.2' },
        { field: 'dport', before: '443', after: '8443' },
      ],
    });
  });

  it('a_mark_set_in_mangle_chooses_the_route', () => {
    const network = router({
      routes: [...localRoutes, ...mainRoutes, route('0.0.0.0/0', { type: 'blackhole', table: '100' })],
      fibRules: markRules(),
    });
    expect(only([], {}, { network }).disposition).toBe('forwarded');
    const marked = only(
      [],
      {},
      { network, tables: tables(['mangle: PREROUTING -p tcp -j MARK --set-xmark 0x1/0xffffffff']) },
    );
    expect(marked.cause?.kind).toBe('blackhole');
  });

  it('a_ctmark_is_saved_and_restored', () => {
    const way = only([
      'mangle: PREROUTING -j MARK --set-xmark 0x35/0xffffffff',
      'mangle: PREROUTING -j CONNMARK --save-mark --nfmask 0xf0 --ctmask 0xff',
      'mangle: PREROUTING -j MARK --set-xmark 0x0/0xffffffff',
      'filter: FORWARD -m connmark --mark 0x30 -j REJECT --reject-with icmp-port-unreachable',
    ]);
    expect(way).toMatchObject({ disposition: 'rejected', cause: { kind: 'reject' } });
    expect(way.end).toMatchObject({
      kind: 'rule',
      place: { table: 'filter', chain: 'FORWARD', rule: 1 },
      answer: 'icmp-port-unreachable',
    });
  });

  it('NOTRACK_keeps_a_packet_out_of_nat', () => {
    const way = only([
      'raw: PREROUTING -j CT --notrack',
      'nat: PREROUTING -j DNAT --to-destination 10.2.0.2',
      'filter: FORWARD -m conntrack --ctstate UNTRACKED -j DROP',
    ]);
    expect(places(way)).not.toContain('nat/PREROUTING:rule:1');
    expect(way.cause).toMatchObject({ rule: 1, chain: 'FORWARD' });
  });

  it('masquerade_takes_the_address_of_the_way_out', () => {
    expect(only(['nat: POSTROUTING -o eth1 -j MASQUERADE']).egress?.src).toBe('10.2.0.1');
  });

  it('the_hop_limit_that_FORWARD_sees_is_one_less', () => {
    expect(only(['filter: FORWARD -m ttl --ttl-eq 63 -j DROP']).disposition).toBe('dropped');
    expect(only(['mangle: PREROUTING -j TTL --ttl-set 1']).cause?.kind).toBe('ttl-expired');
  });

  it('NFQUEUE_gives_the_packet_to_a_program', () => {
    expect(only(['filter: FORWARD -j NFQUEUE --queue-num 0']).disposition).toBe('queued');
  });

  it('what_a_target_does_that_is_not_known_ends_in_unknown', () => {
    expect(only(['filter: FORWARD -j TARPIT']).disposition).toBe('unknown');
  });
});

describe('what is not known', () => {
  it('is_followed_both_ways_where_it_decides', () => {
    const { ways, complete } = run([
      'filter: FORWARD -m limit --limit 1/sec -j ACCEPT',
      'filter: FORWARD -j DROP',
    ]);
    expect(complete).toBe(true);
    const first = { table: 'filter', chain: 'FORWARD', rule: 1 };
    expect(ways.map(({ disposition, assumes }) => [disposition, assumes])).toEqual([
      ['dropped', [{ kind: 'condition', words: '--limit 1/sec', holds: false, at: first }]],
      ['forwarded', [{ kind: 'condition', words: '--limit 1/sec', holds: true, at: first }]],
    ]);
  });

  it('of_one_match_is_one_question_however_many_options_it_has', () => {
    const { ways } = run([
      'filter: FORWARD -m limit --limit 1/min --limit-burst 1 -j ACCEPT',
      'filter: FORWARD -m statistic --mode nth ! --every 5 --packet 1 -j ACCEPT',
      'filter: FORWARD -j DROP',
    ]);
    expect(ways.map(({ disposition, assumes }) => [disposition, assumes.length])).toEqual([
      ['forwarded', 1],
      ['dropped', 2],
    ]);
  });

  it('is_only_noted_where_nothing_depends_on_it', () => {
    const way = only(['filter: FORWARD -m limit --limit 1/sec -j LOG', 'filter: FORWARD -j DROP']);
    expect(way.assumes).toEqual([]);
    expect(way.steps.at(-2)).toMatchObject({ number: 1, certain: false });
  });

  it('is_not_taken_for_granted_where_both_answers_lead_to_one_end', () => {
    const way = only([
      'filter: FORWARD -m limit --limit 1/sec -j A',
      'filter: FORWARD -j A',
      'filter: A -j DROP',
    ]);
    expect(way).toMatchObject({ disposition: 'dropped', cause: { chain: 'A', rule: 1 }, assumes: [] });
  });

  it('of_routing_keeps_an_only_end_from_being_certain', () => {
    const { ways } = run(
      [],
      {},
      { network: router({ sysctls: { 'conf.eth0.forwarding': null, ip_forward: null } }) },
    );
    expect(ways.every(({ assumes }) => assumes.length > 0)).toBe(true);
  });

  it('has_one_answer_for_a_condition_that_comes_twice', () => {
    const { ways } = run([
      'filter: FORWARD -m set --match-set good src -j ACCEPT',
      'filter: FORWARD -m set ! --match-set good src -j REJECT --reject-with tcp-reset',
      'filter: FORWARD -j DROP',
    ]);
    expect(ways.map(({ disposition }) => disposition).toSorted()).toEqual(['forwarded', 'rejected']);
  });

  it('beyond_all_measure_is_said_to_be_unexplored', () => {
    const rules = Array.from(
      { length: 12 },
      (_, i) =>
        `filter: FORWARD -m set --match-set s${i} src -j MARK --set-xmark 0x${(1 << i).toString(16)}/0x${(1 << i).toString(16)}`,
    );
    const { ways, complete } = run(rules);
    expect(complete).toBe(false);
    expect(ways).toHaveLength(1);
  });

  it('of_rules_that_leave_packets_alike_is_followed_in_full', () => {
    const rules = Array.from(
      { length: 40 },
      (_, i) => `filter: FORWARD -m set --match-set s${i} src -j ${i === 30 ? 'DROP' : 'A'}`,
    );
    const { ways, complete } = run(rules);
    expect(complete).toBe(true);
    expect(ways.map(({ disposition }) => disposition).toSorted()).toEqual(['dropped', 'forwarded']);
  });

  it('about_the_host_leaves_both_hooks_possible', () => {
    const { ways } = run([], {}, { network: null });
    expect(ways.map(({ disposition }) => disposition).toSorted()).toEqual(['delivered', 'forwarded']);
  });
});

it('what_comes_in_by_a_port_of_a_bridge_takes_for_granted_that_IP_sees_the_port', () => {
  const port = {
    name: 'eth0',
    mtu: 1500,
    flags: ['UP'],
    master: 'br0',
    vrf: null,
    listing: 'whole' as const,
    mac: null,
    at: { file: 'ip-link.txt', line: 1 },
  };
  expect(only([], {}, { network: router({ links: [port] }) }).assumes).toEqual([
    { kind: 'own-interface', dev: 'eth0', master: 'br0' },
  ]);
});

it('a_packet_of_an_established_connection_skips_nat_and_says_what_that_takes_for_granted', () => {
  const way = only(
    [
      'nat: PREROUTING -j DNAT --to-destination 10.2.0.2',
      'filter: FORWARD -m conntrack --ctstate ESTABLISHED -j ACCEPT',
    ],
    {
      ctstates: ['ESTABLISHED'],
    },
  );
  expect(places(way)).toContain('filter/FORWARD:rule:1');
  expect(way.assumes).toEqual([{ kind: 'untranslated' }]);
});

it('a_routing_drop_names_its_cause', () => {
  const network = router({
    routes: [...localRoutes, ...mainRoutes, route('198.51.100.0/24', { type: 'prohibit' })],
  });
  const way = only([], { dst: '198.51.100.1' }, { network });
  expect(way).toMatchObject({ disposition: 'dropped', cause: { kind: 'prohibit', table: null } });
});

function markRules() {
  const table = (name: string) => ({ action: { kind: 'lookup' as const, table: name } });
  return [
    fibRule(0, table('local')),
    fibRule(100, { fwmark: { value: 1, mask: 0xffffffff }, ...table('100') }),
    fibRule(32766),
  ];
}

it('nothing_a_ruleset_says_makes_the_simulation_throw', () => {
  const words = fc.constantFrom(
    '-j',
    '-g',
    '-m',
    '!',
    'FORWARD',
    'X',
    'DROP',
    'DNAT',
    '--to-destination',
    'limit',
    'MARK',
    '--set-xmark',
    ':',
    '1/1',
    '-s',
    '--dport',
    'TTL',
    '--ttl-dec',
    'CONNMARK',
    '10.0.0.0/8',
  );
  const rule = fc.array(words, { maxLength: 6 }).map((each) => each.join(' '));
  const place = fc.constantFrom(
    'filter: FORWARD',
    'filter: X',
    'nat: PREROUTING',
    'mangle: PREROUTING',
    'mangle: X',
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(place, rule), { maxLength: 8 }), (rules) => {
      const { ways } = run(rules.map((parts) => parts.join(' ')));
      expect(ways.length).toBeGreaterThan(0);
    }),
    { numRuns: 200 },
  );
});

describe('a_packet_of_a_connection_that_conntrack_shows', () => {
  const nat = [
    'nat: PREROUTING -p tcp -j DNAT --to-destination 10.2.0.9:80',
    'nat: POSTROUTING -j SNAT --to-source 10.2.0.1',
  ];
  const entry = {
    family: 'ipv4',
    protocol: 'tcp',
    state: 'ESTABLISHED',
    original: tuple('10.1.0.2', '10.1.0.1', 40000, 8080),
    reply: tuple('10.2.0.9', '10.2.0.1', 80, 40000),
    status: ['ASSURED'],
    mark: 0,
    at: { file: 'conntrack.txt', line: 1 },
  } as const;
  const input = { conntrack: [entry] };

  it('is_translated_as_before_without_a_step_in_nat', () => {
    const { ways } = run(nat, { dst: '10.1.0.1', dport: 8080, ctstates: ['ESTABLISHED'] }, input);
    expect(ways).toMatchObject([
      {
        disposition: 'forwarded',
        assumes: [],
        egress: { interface: 'eth1', src: '10.2.0.1', dst: '10.2.0.9', sport: 40000, dport: 80 },
      },
    ]);
    expect(ways[0]?.steps.some((step) => step.kind === 'step' && step.table === 'nat')).toBe(false);
  });

  it('is_translated_back_on_its_way_back', () => {
    const answer = { src: '10.2.0.9', sport: 80, dst: '10.2.0.1', dport: 40000, inInterface: 'eth1' };
    expect(run(nat, { ...answer, ctstates: ['ESTABLISHED'] }, input).ways).toMatchObject([
      {
        disposition: 'forwarded',
        egress: { interface: 'eth0', src: '10.1.0.1', dst: '10.1.0.2', sport: 8080, dport: 40000 },
      },
    ]);
  });
});

function tuple(src: string, dst: string, sport: number, dport: number) {
  return { src, dst, sport, dport, icmpType: null, icmpCode: null, icmpId: null };
}
