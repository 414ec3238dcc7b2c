import { routingOfPacket } from '../questions/routing-of-packet.ts';
import { describe, expect, test } from 'vitest';
import { type DrawnFields, tcp } from '../testing/drawn-log.ts';
import { type DrawnHost, host } from '../testing/host.ts';

const inward = { in: 'eth0' };
const routed = { in: 'eth0', out: 'eth1', ttl: 63 };
const out = { out: 'eth1', ttl: 63 };

/** A packet that passes, so that every chain is known to log, long before the log's end. */
const passing = (id: number): [string, DrawnFields][] => [
  ['raw:PREROUTING:policy:2', { ...inward, id }],
  ['nat:PREROUTING:policy:2', { ...inward, id }],
  ['filter:FORWARD:rule:1', { ...routed, id }],
  ['nat:POSTROUTING:policy:1', { ...out, id }],
];

/** The same the other way. */
const passingBack = (id: number): [string, DrawnFields][] => {
  const ends = { src: '10.2.0.2', dst: '10.1.0.2', id };
  return [
    ['raw:PREROUTING:policy:2', { in: 'eth1', ...ends }],
    ['filter:FORWARD:policy:7', { in: 'eth1', out: 'eth0', ttl: 63, ...ends }],
    ['nat:POSTROUTING:policy:1', { out: 'eth0', ttl: 63, ...ends }],
  ];
};

/** A router between 10.1.0.0/24 on eth0 and 10.2.0.0/24 on eth1. */
const ruled = host().rules(
  '*raw',
  '-A PREROUTING -j TRACE',
  '*nat',
  ':POSTROUTING ACCEPT',
  '-A PREROUTING -d 203.0.113.5/32 -j DNAT --to-destination 10.2.0.9',
  '*filter',
  ':INPUT ACCEPT',
  ':FORWARD DROP',
  '-A FORWARD -d 10.2.0.2/32 -j ACCEPT',
  '-A FORWARD -m conntrack --ctstate INVALID -j DROP',
  '-A FORWARD -p tcp -m tcp --dport 81 -j DROP',
  '-A FORWARD -p tcp -m tcp --dport 82 -j REJECT --reject-with tcp-reset',
  '-A FORWARD -p tcp -m tcp --dport 83 -j NFQUEUE --queue-num 1',
  '-A FORWARD -p tcp -m tcp --dport 84 -j SEND',
  '-A SEND -j DROP',
);
const routing = ruled.router('blackhole 10.9.0.0/16');

async function fate(lines: readonly [string, DrawnFields?][], from: DrawnHost = routing) {
  const others = Array.from({ length: 60 }, (_, i) => passing(100 + i)).flat();
  const { packets } = await from.trace(...lines, ...others).analysed();
  return packets[0];
}

/** A packet to 10.2.0.3 that ends at that step of FORWARD; rule N of the file wants port 78 + N. */
const forwarded = (step: string): [string, DrawnFields][] => {
  const fields = { dst: '10.2.0.3', proto: tcp(41001, 78 + Number(/\d+/.exec(step)?.[0])) };
  return [
    ['raw:PREROUTING:policy:2', { ...inward, ...fields }],
    ['nat:PREROUTING:policy:2', { ...inward, ...fields }],
    [`filter:FORWARD:${step}`, { ...routed, ...fields }],
  ];
};

describe('what_the_log_itself_shows_is_observed', () => {
  test.each([
    ['policy:7', 'dropped', 'policy', null, null],
    ['rule:3', 'dropped', 'rule', 3, '-A FORWARD -p tcp -m tcp --dport 81 -j DROP'],
    ['rule:2', 'dropped', 'conntrack-invalid-rule', 2, '-A FORWARD -m conntrack --ctstate INVALID -j DROP'],
    ['rule:4', 'rejected', 'reject', 4, '-A FORWARD -p tcp -m tcp --dport 82 -j REJECT --reject-with tcp-reset'],
  ] as const)('%s is %s by %s', async (step, disposition, kind, rule, text) => {
    const packet = await fate(forwarded(step));
    expect(packet).toMatchObject({
      disposition,
      cause: { kind, table: 'filter', chain: 'FORWARD', rule, text, confidence: 'observed' },
    });
    expect(packet?.cause?.evidence[0]).toMatchObject({ file: 'kern.log', line: 3 });
  }); // prettier-ignore

  test('a_bare_DROP_that_the_log_calls_return_is_the_rule_that_dropped', async () => {
    const lines: [string, DrawnFields][] = [
      ...forwarded('rule:6'),
      ['filter:SEND:return:1', { ...routed, dst: '10.2.0.3', proto: tcp(41001, 84) }],
    ];
    expect(await fate(lines)).toMatchObject({
      disposition: 'dropped',
      cause: { kind: 'rule', chain: 'SEND', rule: 1, text: '-A SEND -j DROP', confidence: 'observed' },
    });
  });

  test('a_queue_is_never_more_than_a_possible_drop', async () => {
    const packet = await fate(forwarded('rule:5'));
    if (packet?.disposition === 'dropped')
      expect(packet.cause).toMatchObject({ kind: 'nfqueue-no-listener', confidence: 'possible' });
    else expect(packet).toMatchObject({ disposition: 'queued', cause: null });
  });
});

describe('what_other_files_prove_is_inferred', () => {
  const inPrerouting = (fields: DrawnFields): [string, DrawnFields][] => [
    ['raw:PREROUTING:policy:2', { ...inward, ...fields }],
    ['nat:PREROUTING:policy:2', { ...inward, ...fields }],
  ];

  test.each([
    ['blackhole', { dst: '10.9.0.1' }],
    ['no-route', { dst: '10.77.0.1' }],
    ['rp-filter', { src: '10.2.0.44' }],
    ['ttl-expired', { ttl: 1 }],
  ] as const)('%s', async (kind, fields) => {
    expect(await fate(inPrerouting(fields))).toMatchObject({
      disposition: 'dropped',
      cause: { kind, confidence: 'inferred', table: null, chain: null },
    });
  });

  describe('ip_forward_off', () => {
    const sysctl = routing.files['sysctl.txt']?.replace(/(forward(?:ing)?) = 1/g, '$1 = 0') ?? '';
    const off = routing.file('sysctl.txt', sysctl);

    test('is_why_a_packet_went_no_further', async () => {
      const before = Array.from({ length: 3 }, (_, i) => passing(100 + i)).flat();
      const after = Array.from({ length: 60 }, (_, i) => passingBack(200 + i)).flat();
      const { packets } = await off.trace(...before, ...inPrerouting({}), ...after).analysed();
      expect(packets[3]).toMatchObject({ cause: { kind: 'ip-forward-disabled', confidence: 'inferred' } });
    });

    test('proves_nothing_where_later_packets_of_the_log_were_forwarded', async () => {
      expect(await fate(inPrerouting({}), off)).not.toMatchObject({ cause: { confidence: 'inferred' } });
    });
  });

  test('without_the_files_nothing_is_claimed', async () => {
    const packet = await fate(inPrerouting({ dst: '10.9.0.1' }), ruled);
    expect(packet).toMatchObject({ disposition: 'unknown', cause: null });
  });

  test('a_packet_that_the_files_would_let_pass_is_not_dropped', async () => {
    expect(await fate(inPrerouting({}))).toMatchObject({ disposition: 'unknown', cause: null });
  });

  test.each([
    ['10.2.0.9', null],
    ['10.9.0.9:8080', 'blackhole'],
  ])('not_the_address_before_DNAT_is_routed_but_%s', async (destination, kind) => {
    const ruleset = routing.files['iptables-save.txt']?.replace('10.2.0.9', destination) ?? '';
    const lines = ['raw:PREROUTING:policy:2', 'nat:PREROUTING:rule:1'].map((place): [string, DrawnFields] => [
      place,
      { ...inward, dst: '203.0.113.5' },
    ]);
    const packet = await fate(lines, routing.file('iptables-save.txt', ruleset));
    expect(packet?.cause?.kind ?? null).toBe(kind);
  });

  test('the_routing_step_of_a_packet_that_NAT_rewrote_is_that_of_its_new_address', async () => {
    const lines: [string, DrawnFields][] = [
      ['raw:PREROUTING:policy:2', { ...inward, dst: '10.1.0.1' }],
      ['filter:FORWARD:rule:1', routed],
    ];
    const { analysis } = await routing.trace(...lines, ...passing(9)).analysed();
    expect(routingOfPacket(analysis, 0)).toMatchObject({
      confidence: 'inferred',
      decision: {
        hops: [{ dev: 'eth1', via: null }],
        route: expect.stringMatching(/^10.2.0.0\/24/) as string,
      },
    });
  });
});

describe('the_end_of_the_log', () => {
  test.each([1, 2, 3])('in_mid_journey_after_%i_lines_is_no_drop', async (count) => {
    const lines = [...passing(1), ...passing(2).slice(0, count)];
    const { packets } = await routing.trace(...lines).analysed();
    expect(packets[0]).toMatchObject({ disposition: 'forwarded' });
    expect(packets[1]).toMatchObject({ disposition: 'incomplete', cause: null });
  });

  test('a_rule_that_dropped_there_dropped', async () => {
    const { packets } = await routing.trace(...passing(1), ...forwarded('rule:3')).analysed();
    expect(packets.at(-1)).toMatchObject({ disposition: 'dropped', cause: { kind: 'rule' } });
  });
});

describe('without_a_ruleset', () => {
  test('a_last_step_before_chains_that_log_others_is_a_possible_drop_there', async () => {
    expect(await fate(forwarded('rule:3'), host())).toMatchObject({
      disposition: 'dropped',
      cause: { kind: 'rule', rule: 3, text: null, confidence: 'possible' },
    });
  });
});
