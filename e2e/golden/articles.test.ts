import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type AnalysedBundle, analyze, english, packetDocuments } from '../../core/index.ts';
import { sourcesOf } from '../../electron/cli/sources.ts';
import { integrityFaults } from './integrity.ts';

/** Evidence as people publish it: cut by hand, redacted, with prompts, of several hosts. */
async function analysed(article: string): Promise<AnalysedBundle> {
  const analysis = await analyze(
    await sourcesOf([join(import.meta.dirname, '../captures', article, 'bundle')]),
  );
  expect(await integrityFaults(analysis)).toEqual([]);
  return analysis;
}

async function packetsOf(analysis: AnalysedBundle) {
  const packets = [];
  for await (const packet of packetDocuments(analysis)) packets.push(packet);
  return packets;
}

describe('docker_dnat', () => {
  test('drift_of_the_cut_ruleset_is_said_and_nothing_is_called_dropped', async () => {
    const analysis = await analysed('article-docker-dnat');
    const packets = await packetsOf(analysis);
    expect(packets.map(({ disposition }) => disposition)).toEqual(['sent', 'sent', 'forwarded', 'forwarded']);
    expect(packets.map(({ cause }) => cause)).toEqual([null, null, null, null]);
    const drift = analysis.diagnostics
      .filter(({ code }) => code === 'ruleset-drift')
      .map(english.diagnostics.message);
    expect(drift.join('\n')).toMatch(
      /filter\/FORWARD .*rule 8 of the log is rule 4 in the file: 4 rules are missing/,
    );
    expect(drift.join('\n')).toMatch(
      /nat\/DOCKER .*rule 3 of the log is rule 2 in the file: 1 rule is missing/,
    );
  });

  test('drifted_rules_are_found_again_by_jumps_rewrites_and_what_packets_can_match', async () => {
    const packets = await packetsOf(await analysed('article-docker-dnat'));
    const steps = packets.flatMap((packet) => packet.steps);
    const met = (chain: string, kind: string, number: number) =>
      steps.find((step) => step.chain === chain && step.kind === kind && step.number === number);
    expect(met('DOCKER', 'rule', 3)).toMatchObject({ table: 'nat', ruleNumber: 2, verdict: 'accept' });
    expect(met('FORWARD', 'rule', 7)?.rule).toContain('RELATED,ESTABLISHED');
    expect(met('FORWARD', 'rule', 7)?.ruleNumber).toBe(3);
    expect(met('FORWARD', 'rule', 8)).toMatchObject({
      rule: '-A FORWARD -o br-00ea7870520a -j DOCKER',
      ruleNumber: 4,
    });
    expect(met('DOCKER', 'rule', 1)).toMatchObject({ table: 'filter', ruleNumber: 1 });
    expect(met('DOCKER-USER', 'return', 1)?.rule).toBe('-A DOCKER-USER -j RETURN');
    expect(met('DOCKER-ISOLATION-STAGE-1', 'return', 3)?.rule).toBe('-A DOCKER-ISOLATION-STAGE-1 -j RETURN');
  });

  test('a_rewrite_between_two_lines_stays_one_packet', async () => {
    const [, , third, fourth] = await packetsOf(await analysed('article-docker-dnat'));
    expect(third?.ingress).toMatchObject({ dst: '192.168.64.4', dport: 10000 });
    expect(third?.egress).toMatchObject({ dst: '172.19.0.9', dport: 80 });
    expect(fourth?.egress).toMatchObject({ dst: '172.19.0.9', dport: 80 });
  });
});

describe('docker_udp', () => {
  test('a_listing_with_cut_out_lines_stands_in_for_the_ruleset', async () => {
    const packets = await packetsOf(await analysed('article-docker-udp'));
    expect(packets.map(({ disposition }) => disposition)).toEqual(new Array(6).fill('forwarded'));
    const [request] = packets;
    const met = (table: string, chain: string) =>
      request?.steps.find((step) => step.table === table && step.chain === chain);
    expect(met('nat', 'DOCKER')?.rule).toMatch(/udp dpt:10370 to:172.18.0.2:10370/);
    expect(met('nat', 'DOCKER')?.ruleNumber).toBe(31);
    expect(met('filter', 'DOCKER')?.rule).toMatch(/ACCEPT .*udp dpt:10370/);
    expect(met('filter', 'DOCKER-ISOLATION')).toMatchObject({ ruleNumber: 1, verdict: 'return' });
    expect(met('security', 'FORWARD')).toMatchObject({ verdict: 'accept' });
    const natted = packets.filter(({ steps }) => steps.some(({ table }) => table === 'nat'));
    expect(natted).toEqual([request]);
    expect(request?.ingress).toMatchObject({ src: 'xxx.xxx.xxx.113', interface: 'eth0' });
  });
});

describe('k8s_rp_filter', () => {
  test('two_hosts_are_kept_apart_and_rp_filter_is_possible_not_claimed', async () => {
    const analysis = await analysed('article-k8s-rp-filter');
    const [sent, died] = await packetsOf(analysis);
    expect(sent).toMatchObject({
      host: 'ceph3',
      disposition: 'sent',
      egress: { interface: 'enp5s0', dst: '10.0.1.12' },
    });
    expect(died).toMatchObject({
      host: 'ceph2',
      disposition: 'dropped',
      cause: { kind: 'rp-filter', confidence: 'possible' },
    });
    const asked = analysis.missing.filter(({ host }) => host === 'ceph2').map(({ command }) => command);
    expect(asked).toEqual(expect.arrayContaining(['sysctl -a', 'iptables-save -c']));
  });
});

describe('nft_set', () => {
  test('lines_of_a_cut_nft_trace_become_packets_and_a_header_alone_is_no_death', async () => {
    const packets = await packetsOf(await analysed('article-nft-set'));
    expect(packets.map(({ disposition }) => disposition)).toEqual([
      'incomplete',
      'dropped',
      'incomplete',
      'forwarded',
    ]);
    const [, dropped, , accepted] = packets;
    expect(dropped?.ingress).toMatchObject({ interface: 'enp0', dst: '10.1.2.3', dport: 1222 });
    expect(dropped?.egress).toMatchObject({ interface: 'veth21', dst: '192.168.70.10', dport: 22 });
    expect(dropped?.steps.map(({ family, table, chain }) => `${family} ${table} ${chain}`)).toEqual([
      'inet trace_debug trace_pre',
      'inet nat prerouting',
      'inet filter forward',
      'inet filter allowed_dnats',
    ]);
    expect(dropped?.cause).toMatchObject({
      kind: 'rule',
      table: 'filter',
      chain: 'allowed_dnats',
      text: 'drop',
      confidence: 'observed',
    });
    expect(accepted?.steps.at(-1)).toMatchObject({ chain: 'postrouting', kind: 'policy', verdict: 'accept' });
  });
});
