import { describe, expect, test } from 'vitest';
import { type DrawnFields, packet, tcp } from '../../testing/drawn-log.ts';
import { type DrawnHost, host } from '../../testing/host.ts';

const coming: DrawnFields = { in: 'eth0' };
const passing: DrawnFields = { in: 'eth0', out: 'eth1', ttl: 63 };

/** The line of a LOG rule. */
function logged(prefix: string, fields: DrawnFields): string {
  return `${prefix}${packet(fields)}`;
}

/** A host whose table filter has all chains that a packet may end in. */
function firewall(...rules: readonly string[]): DrawnHost {
  return host().rules(':FORWARD ACCEPT', ':INPUT ACCEPT', ...rules);
}

describe('lines_of_log_rules', () => {
  test('are_steps_at_the_rule_with_their_prefix_glued_or_not', async () => {
    const { ways, packets } = await firewall(
      '-A FORWARD -j LOG --log-prefix "[my fw] forward: "',
      '-A FORWARD -p tcp -j LOG --log-prefix glued',
    )
      .log(logged('[my fw] forward: ', passing), logged('glued', passing))
      .analysed();
    expect(ways).toEqual([['filter:FORWARD:rule:1', 'filter:FORWARD:rule:2']]);
    expect(packets[0]).toMatchObject({ disposition: 'forwarded', steps: [{ tracer: 'log' }, {}] });
  });

  test('that_no_rule_has_are_no_packets_and_count_as_not_ours', async () => {
    const { packets, analysis } = await firewall('-A FORWARD -j LOG --log-prefix "mine "')
      .log(logged('[UFW BLOCK] ', coming), logged('mine ', passing))
      .analysed();
    expect(packets).toHaveLength(1);
    const read = analysis.artifacts.find(({ path }) => path === 'kern.log')?.lines;
    expect(read).toMatchObject({ parsed: 1, notOurs: 1 });
  });

  test('of_one_prefix_in_two_chains_are_told_apart_by_their_interfaces', async () => {
    const { ways } = await firewall(
      '-A INPUT -j LOG --log-prefix "fw "',
      '-A FORWARD -p udp -j ACCEPT',
      '-A FORWARD -j LOG --log-prefix "fw "',
    )
      .log(logged('fw ', { ...coming, id: 1 }), logged('fw ', { ...passing, id: 2 }))
      .analysed();
    expect(ways).toEqual([['filter:INPUT:rule:1'], ['filter:FORWARD:rule:2']]);
  });

  test('name_table_and_chain_by_themselves_only_where_they_say_nothing_else', async () => {
    const { packets } = await host()
      .log(
        logged('iptable/raw-PREROUTE ', { ...coming, id: 1 }),
        logged('filter-FORWARD dropped ', { ...passing, id: 2 }),
      )
      .analysed();
    expect(packets.map(({ steps }) => steps.map(({ table, chain }) => `${table}/${chain}`))).toEqual([
      ['raw/PREROUTING'],
      ['LOG/"filter-FORWARD dropped"'],
    ]);
    expect(packets[0]?.disposition).toBe('unknown');
  });

  test('of_rules_that_no_file_shows_are_packets_whose_end_is_open_whatever_the_prefix_says', async () => {
    const { packets, analysis } = await firewall('-A FORWARD -p udp -j ACCEPT')
      .log(logged('Shorewall:net2fw:DROP:', { ...coming, id: 1 }))
      .analysed();
    expect(packets).toMatchObject([{ disposition: 'unknown', cause: null, ingress: { interface: 'eth0' } }]);
    expect(packets[0]?.note).toMatch(/"Shorewall:net2fw:DROP:", a prefix of Shorewall,.*proves no verdict/);
    expect(analysis.missing.map(({ command }) => command)).toEqual(['iptables-save -c; nft -a list ruleset']);
  });

  test('of_two_such_rules_are_of_one_packet_and_of_one_such_rule_of_two', async () => {
    const { ways } = await host()
      .log(
        logged('[UFW AUDIT] ', { ...coming, id: 0 }),
        logged('[UFW BLOCK] ', { ...coming, id: 0 }),
        logged('[UFW AUDIT] ', { ...coming, id: 0 }),
        logged('[UFW BLOCK] ', { ...coming, id: 0, proto: tcp(99, 80) }),
      )
      .analysed();
    expect(ways).toHaveLength(3);
    expect(ways[0]).toHaveLength(2);
  });

  test('of_a_host_whose_packets_are_traced_are_no_steps', async () => {
    const { ways } = await firewall('-A FORWARD -j LOG --log-prefix "mine "')
      .log(
        `TRACE: filter:FORWARD:rule:1 ${packet(passing)}`,
        `mine ${packet(passing)}`,
        `TRACE: filter:FORWARD:policy:2 ${packet(passing)}`,
      )
      .analysed();
    expect(ways).toEqual([['filter:FORWARD:rule:1', 'filter:FORWARD:policy:2']]);
  });

  test('of_packets_that_a_monitor_did_not_show_are_steps_and_those_of_its_packets_are_not', async () => {
    const trace = 'trace id 1a2b3c4d inet fw forward';
    const { packets } = await host()
      .nft(
        'table inet fw {',
        '\tchain forward {',
        '\t\ttype filter hook forward priority filter; policy accept;',
        '\t\tlog prefix "REJECT: "',
        '\t\treject',
        '\t}',
        '}',
      )
      .file(
        'trace.txt',
        `${trace} packet: iif "eth0" oif "eth1" ip saddr 10.1.0.2 ip daddr 10.2.0.2 ip ttl 63 ip id 1 ip protocol tcp ip length 60 tcp sport 41001 tcp dport 80 tcp flags == syn tcp window 64240`,
        `${trace} rule log prefix "REJECT: " (verdict continue)`,
        `${trace} rule reject (verdict drop)`,
      )
      .log(logged('REJECT: ', { ...passing, id: 1 }), logged('REJECT: ', { ...passing, id: 2 }))
      .analysed();
    expect(packets.map(({ disposition }) => disposition)).toEqual(['rejected', 'rejected']);
  });

  test('of_a_bridge_are_steps_beside_the_trace_of_iptables', async () => {
    const { ways } = await host()
      .nft(
        'table bridge watch {',
        '\tchain forward {',
        '\t\ttype filter hook forward priority filter; policy accept;',
        '\t\tlog prefix "seen " # handle 2',
        '\t}',
        '}',
      )
      .log(
        `TRACE: filter:FORWARD:policy:1 ${packet(passing)}`,
        `seen ${packet({ ...passing, id: 2 })}`,
        `seen ${packet({ ...passing, id: 3 })}`,
      )
      .analysed();
    expect(ways).toEqual([['filter:FORWARD:policy:1'], ['watch:forward:rule:1'], ['watch:forward:rule:1']]);
  });
});
