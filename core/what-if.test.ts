import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { whatIfDocument } from './report/what-if-document.ts';
import { whatIfText } from './report/what-if-text.ts';
import { host } from './testing/host.ts';
import { tcp } from './testing/drawn-log.ts';
import { type Schema, violations } from './testing/json-schema.ts';
import type { EditTool } from './model/edit.ts';
import { isRefusedChange, tryChanges } from './what-if.ts';

const schema = JSON.parse(
  readFileSync(join(import.meta.dirname, 'report/schemas/whatif.schema.json'), 'utf8'),
) as Schema;

const established = '-A FORWARD -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT';
const drawn = host()
  .rules(':FORWARD DROP', established, '-A FORWARD -p tcp -m tcp --dport 80 -j ACCEPT')
  .router()
  .trace(
    ['filter:FORWARD:rule:2', { in: 'eth0', out: 'eth1', ttl: 63, id: 1 }],
    ['filter:FORWARD:policy:3', { in: 'eth0', out: 'eth1', ttl: 63, id: 2, proto: tcp(41002, 81) }],
  );

async function tried(...commands: readonly (readonly [EditTool, string])[]) {
  const { analysis } = await drawn
    .log(
      ...['80', '81'].map((port, index) => `TRACE: raw:PREROUTING:policy:1 IN=eth0 OUT= SRC=10.1.0.2 DST=10.2.0.2 LEN=60 TOS=0x00 PREC=0x00 TTL=64 ID=${index + 7} DF PROTO=UDP SPT=1 DPT=${port} LEN=40`), // prettier-ignore
    )
    .analysed();
  const result = tryChanges(analysis, commands.map(([tool, text]) => ({ kind: 'command', tool, host: null, text }))); // prettier-ignore
  if (isRefusedChange(result)) throw new Error(JSON.stringify(result.refused));
  return result;
}

describe('changes_are_tried_on_the_packets_of_the_capture', () => {
  it('says_which_dead_packet_would_live_and_that_the_others_stay', async () => {
    const result = await tried(['iptables', '-A FORWARD -p tcp --dport 81 -j ACCEPT']);
    expect(result.flows).toMatchObject([
      {
        flow: { dport: 81 },
        captured: { disposition: 'dropped' },
        changed: { disposition: 'forwarded' },
        open: null,
      },
    ]);
    expect(result.unchanged).toBe(1);
    expect(result.notReplayable.map(({ why }) => why.kind)).toEqual(['end-unknown', 'end-unknown']);
  });

  it('says_who_would_die', async () => {
    const { flows } = await tried(['sysctl', 'net.ipv4.ip_forward=0']);
    expect(flows.map(({ flow, changed }) => [flow.dport, changed.cause?.kind])).toEqual([
      [80, 'ip-forward-disabled'],
      [81, 'ip-forward-disabled'],
    ]);
  });

  it('leaves_open_what_the_bundle_can_t_decide', async () => {
    const result = await tried(['iptables', '-I FORWARD 1 -m limit --limit 1/s -j DROP']);
    expect(result.flows.map(({ flow, open }) => [flow.dport, open?.kind])).toEqual([[80, 'branches'], [81, 'branches']]); // prettier-ignore
  });

  it('leaves_alone_what_was_open_before_in_the_same_way', async () => {
    const { analysis } = await host()
      .rules(
        ':FORWARD DROP',
        '-A FORWARD -p tcp -m tcp --dport 80 -m limit --limit 1/s -j DROP',
        '-A FORWARD -p tcp -m tcp --dport 80 -j ACCEPT',
      )
      .router()
      .trace(['filter:FORWARD:rule:2', { in: 'eth0', out: 'eth1', ttl: 63, id: 1 }])
      .analysed();
    const result = tryChanges(analysis, [
      { kind: 'command', tool: 'iptables', host: null, text: '-I FORWARD 1 -p tcp --dport 99 -j DROP' },
    ]);
    expect(result).toMatchObject({ flows: [], unchanged: 1 });
  });

  it('makes_changes_one_after_another', async () => {
    const result = await tried(['iptables', '-N APPS'], ['iptables', '-A APPS -j ACCEPT'], ['iptables', '-A FORWARD -p tcp --dport 81 -g APPS']); // prettier-ignore
    expect(result.flows).toMatchObject([{ flow: { dport: 81 }, changed: { disposition: 'forwarded' } }]);
  });

  it('tells_of_all_packets_where_none_was_traced', async () => {
    const { analysis } = await host().rules(':FORWARD DROP').router().analysed();
    const result = tryChanges(analysis, [
      { kind: 'command', tool: 'iptables', host: null, text: '-A FORWARD -p tcp -j ACCEPT' },
    ]);
    if (isRefusedChange(result)) throw new Error(JSON.stringify(result.refused));
    expect(whatIfText(result)).toContain('no traced packet to try this on');
    expect(result.reach.newlyAlive.length).toBeGreaterThan(0);
  });

  it('names_the_packets_that_differ_where_routing_may_refuse_any_source', async () => {
    const { analysis } = await host()
      .rules(':FORWARD DROP', '-A FORWARD -d 10.2.0.2/32 -p tcp -m tcp --dport 80 -j ACCEPT')
      .file('ip-route.txt', '10.1.0.0/24 dev eth0 scope link', '10.2.0.0/24 dev eth1 scope link')
      .analysed();
    const result = tryChanges(analysis, [
      {
        kind: 'command',
        tool: 'iptables',
        host: null,
        text: '-A FORWARD -d 10.2.0.2 -p tcp --dport 443 -j ACCEPT',
      },
    ]);
    if (isRefusedChange(result)) throw new Error(JSON.stringify(result.refused));
    expect(result.reach.lines.map(({ box }) => [box.protocol, box.dst, box.dport])).toEqual([
      [['tcp'], ['10.2.0.2-10.2.0.2'], ['443-443']],
    ]);
  });

  it('widens_no_box_of_sources_that_routing_may_refuse_to_any_packet', async () => {
    const { reach } = await tried(['iptables', '-A FORWARD -p tcp --dport 81 -j ACCEPT']);
    const perhaps = reach.lines.filter(({ kind }) => kind === 'mayChange');
    expect(perhaps.length).toBeGreaterThan(0);
    for (const { box } of perhaps) expect(box).toMatchObject({ protocol: ['tcp'], dport: ['81-81'] });
  });

  it('is_written_as_its_schema_says', async () => {
    for (const change of ['-P FORWARD ACCEPT', '-I FORWARD -m limit --limit 1/s -j DROP', '-F FORWARD']) {
      const result = await tried(['iptables', change]);
      expect(violations(schema, JSON.parse(JSON.stringify(whatIfDocument(result))))).toEqual([]);
      expect(whatIfText(result)).toContain(`1. iptables ${change}`);
    }
  });
});
