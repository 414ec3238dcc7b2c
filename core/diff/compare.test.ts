import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareCaptures } from '../diff.ts';
import type { Analysis } from '../model/analysis.ts';
import type { CaptureDiff, FlowChange } from '../model/diff.ts';
import { analysed, type DrawnFields, log, stamped, packet, tcp } from '../testing/drawn-log.ts';
import { host } from '../testing/host.ts';
import { partingStep } from './parting-step.ts';

type Files = Readonly<Record<string, string>>;

async function captures(before: Files, after: Files): Promise<readonly [Analysis, Analysis]> {
  const [old, now] = await Promise.all([analysed(before), analysed(after)]);
  return [old.analysis, now.analysis];
}

async function compared(before: Files, after: Files): Promise<CaptureDiff> {
  return compareCaptures(...(await captures(before, after)));
}

/** A router whose TRACE rule is the first of raw. */
function ruleset(policy: 'ACCEPT' | 'DROP', ...rules: readonly string[]): string {
  const traced = ['*raw', '-A PREROUTING -j TRACE', '*filter', `:FORWARD ${policy}`];
  const { files } = host().rules(...traced, ...rules.map((rule) => `-A FORWARD ${rule}`));
  return files['iptables-save.txt'] ?? '';
}

/** SYNs to a port, each with the places that it met after raw. */
function passing(
  port: number,
  sports: readonly number[],
  ...places: readonly string[]
): readonly (readonly [string, DrawnFields])[] {
  return sports.flatMap((sport) => {
    const proto = tcp(sport, port, sport);
    return [
      ['raw:PREROUTING:policy:2', { in: 'eth0', proto }] as const,
      ...places.map((place) => [place, { in: 'eth0', out: 'eth1', ttl: 63, proto }] as const),
    ];
  });
}

/** Routes and settings that let everything from eth0 out by eth1. */
const network: Files = {
  'ip-rule.txt': '0:\tfrom all lookup local\n32766:\tfrom all lookup main\n32767:\tfrom all lookup default\n',
  'ip-route.txt': [
    '10.1.0.0/24 dev eth0 proto kernel scope link src 10.1.0.1',
    '10.2.0.0/24 dev eth1 proto kernel scope link src 10.2.0.1',
    'local 10.1.0.1 dev eth0 table local proto kernel scope host src 10.1.0.1',
    'local 10.2.0.1 dev eth1 table local proto kernel scope host src 10.2.0.1',
    '',
  ].join('\n'),
  'ip-addr.txt': [
    '1: eth0: <BROADCAST,UP,LOWER_UP> mtu 1500',
    '    inet 10.1.0.1/24 scope global eth0',
    '2: eth1: <BROADCAST,UP,LOWER_UP> mtu 1500',
    '    inet 10.2.0.1/24 scope global eth1',
    '',
  ].join('\n'),
  'sysctl.txt': ['all', 'eth0', 'eth1', 'default']
    .flatMap((dev) =>
      [
        'rp_filter = 0',
        'forwarding = 1',
        'accept_local = 0',
        'route_localnet = 0',
        'src_valid_mark = 0',
        'ignore_routes_with_linkdown = 0',
        'bc_forwarding = 0',
        'send_redirects = 0',
      ].map((setting) => `net.ipv4.conf.${dev}.${setting}`),
    )
    .concat('net.ipv4.ip_forward = 1', '')
    .join('\n'),
};

const changedOf = ({ flows }: CaptureDiff): readonly FlowChange[] => flows.filter(({ changed }) => changed);

describe('a flow', () => {
  const accept = '-p tcp -m tcp --dport 80 -j ACCEPT';
  const open = { ...network, 'save.txt': ruleset('DROP', accept) };
  const closed = { ...network, 'save.txt': ruleset('DROP', '-p udp -j ACCEPT') };
  const forwarded = { ...open, 'kern.log': log(passing(80, [4001, 4002], 'filter:FORWARD:rule:1')) };
  const dropped = { ...closed, 'kern.log': log(passing(80, [5001], 'filter:FORWARD:policy:2')) };

  test('that_ended_otherwise_is_put_down_to_what_the_replay_proves', async () => {
    const diff = await compared(forwarded, dropped);
    expect(changedOf(diff).map(({ before, after }) => [before?.disposition, after?.disposition])).toEqual([
      ['forwarded', 'dropped'],
    ]);
    expect(changedOf(diff)[0]?.attribution).toMatchObject({ changes: [1], proof: 'replayed', besides: [] });
    expect(diff.changes.map(({ kind }) => kind)).toEqual(['rule-removed', 'rule-added']);
  });

  test('is_the_same_from_another_port_and_as_often_as_it_likes', async () => {
    const more = { ...open, 'kern.log': log(passing(80, [6001, 6002, 6003], 'filter:FORWARD:rule:1')) };
    const { flows } = await compared(forwarded, more);
    expect(flows.map(({ before, after, changed }) => [before?.packets, after?.packets, changed])).toEqual([
      [2, 3, false],
    ]);
  });

  test('whose_end_one_capture_does_not_show_did_not_change', async () => {
    const cut = { ...closed, 'kern.log': log(passing(80, [5001])) };
    const diff = await compared(forwarded, cut);
    expect(changedOf(diff)).toEqual([]);
    expect(diff.flows.every(({ attribution }) => attribution === null)).toBe(true);
  });

  test('that_only_one_capture_has_did_not_change', async () => {
    const { flows } = await compared({ ...closed, 'kern.log': '' }, dropped);
    expect(flows.map(({ before, changed, attribution }) => [before, changed, attribution])).toEqual([
      [null, false, null],
    ]);
  });

  test('is_dropped_by_the_same_rule_whatever_its_number', async () => {
    const drop = '-p tcp -m tcp --dport 80 -j DROP';
    const diff = await compared(
      {
        ...network,
        'save.txt': ruleset('ACCEPT', drop),
        'kern.log': log(passing(80, [1], 'filter:FORWARD:rule:1')),
      },
      {
        ...network,
        'save.txt': ruleset('ACCEPT', '-p udp -j ACCEPT', drop),
        'kern.log': log(passing(80, [2], 'filter:FORWARD:rule:2')),
      },
    );
    expect(diff.changes.length).toBe(1);
    expect(changedOf(diff)).toEqual([]);
  });

  test('is_dropped_by_the_same_rule_though_that_was_widened', async () => {
    const diff = await compared(
      {
        ...network,
        'save.txt': ruleset('ACCEPT', '-p tcp -m tcp --dport 80 -j DROP'),
        'kern.log': log(passing(80, [1], 'filter:FORWARD:rule:1')),
      },
      {
        ...network,
        'save.txt': ruleset('ACCEPT', '-p tcp -m tcp --dport 80:90 -j DROP'),
        'kern.log': log(passing(80, [2], 'filter:FORWARD:rule:1')),
      },
    );
    expect(diff.changes.map(({ kind }) => kind)).toEqual(['rule-changed']);
    expect(changedOf(diff)).toEqual([]);
  });

  test('of_which_some_die_now_changed', async () => {
    const limited = ruleset('DROP', '-m limit --limit 1/sec -j ACCEPT');
    const both = log([
      ...passing(80, [1], 'filter:FORWARD:rule:1'),
      ...passing(80, [2, 3], 'filter:FORWARD:policy:2'),
    ]);
    const diff = await compared(forwarded, { ...network, 'save.txt': limited, 'kern.log': both });
    expect(changedOf(diff).map(({ after }) => after?.byDisposition)).toEqual([{ forwarded: 1, dropped: 2 }]);
    const again = log([
      ...passing(80, [1, 2, 3], 'filter:FORWARD:rule:1'),
      ...passing(80, [4], 'filter:FORWARD:policy:2'),
    ]);
    const limits = { ...network, 'save.txt': limited };
    expect(
      changedOf(await compared({ ...limits, 'kern.log': both }, { ...limits, 'kern.log': again })),
    ).toEqual([]);
  });

  test('of_answers_goes_by_the_port_of_the_service', async () => {
    const exchange = (sport: number): Files => {
      const answer = `PROTO=TCP SPT=80 DPT=${sport} SEQ=9 ACK=8 WINDOW=64240 RES=0x00 ACK SYN URGP=0`;
      const back = { src: '10.2.0.2', dst: '10.1.0.2', proto: answer };
      return {
        ...network,
        'save.txt': ruleset('ACCEPT'),
        'kern.log': log([
          ...passing(80, [sport], 'filter:FORWARD:policy:1'),
          ['raw:PREROUTING:policy:2', { ...back, in: 'eth1' }],
          ['filter:FORWARD:policy:1', { ...back, in: 'eth1', out: 'eth0', ttl: 63 }],
        ]),
      };
    };
    const { flows } = await compared(exchange(4001), exchange(5001));
    expect(
      flows.map(({ flow, before, after }) => [flow.sport, flow.dport, before?.packets, after?.packets]),
    ).toEqual([
      [null, 80, 1, 1],
      [80, null, 1, 1],
    ]);
  });
});

describe('nothing is blamed', () => {
  test('where_nothing_changed_but_the_end', async () => {
    const limited = { ...network, 'save.txt': ruleset('DROP', '-m limit --limit 1/sec -j ACCEPT') };
    const diff = await compared(
      { ...limited, 'kern.log': log(passing(80, [1], 'filter:FORWARD:rule:1')) },
      { ...limited, 'kern.log': log(passing(80, [2], 'filter:FORWARD:policy:2')) },
    );
    expect(changedOf(diff).map(({ attribution, unattributed }) => [attribution, unattributed])).toEqual([
      [null, 'nothing-changed'],
    ]);
  });

  test('where_a_change_stands_beside_what_decided', async () => {
    const limit = '-m limit --limit 1/sec -j ACCEPT';
    const diff = await compared(
      {
        ...network,
        'save.txt': ruleset('DROP', limit),
        'kern.log': log(passing(80, [1], 'filter:FORWARD:rule:1')),
      },
      {
        ...network,
        'save.txt': ruleset('DROP', limit, '-p udp -j ACCEPT'),
        'kern.log': log(passing(80, [2], 'filter:FORWARD:policy:3')),
      },
    );
    expect(diff.changes.length).toBe(1);
    expect(changedOf(diff).map(({ attribution }) => attribution)).toEqual([null]);
  });
});

test('the_cause_itself_may_name_the_rule_where_no_walk_can_tell', async () => {
  const diff = await compared(
    {
      'save.txt': ruleset('ACCEPT', '-m recent --name x --rcheck --rsource -j ACCEPT'),
      'kern.log': log(passing(80, [1], 'filter:FORWARD:policy:2')),
    },
    {
      'save.txt': ruleset(
        'ACCEPT',
        '-m recent --name x --rcheck --rsource -j ACCEPT',
        '-m recent --name y --rcheck --rsource -j DROP',
      ),
      'kern.log': log(passing(80, [2], 'filter:FORWARD:rule:2')),
    },
  );
  expect(changedOf(diff).map(({ attribution }) => [attribution?.changes, attribution?.proof])).toEqual([
    [[1], 'named'],
  ]);
});

test('two_captures_of_one_host_each_are_of_one_host_whatever_its_name', async () => {
  const named = (host: string): Files => ({
    'save.txt': ruleset('ACCEPT'),
    'kern.log': `Nov 21 06:36:49 ${host} kernel: [  100.000001] TRACE: raw:PREROUTING:policy:2 ${packet({ in: 'eth0' })}\nNov 21 06:36:49 ${host} kernel: [  100.000011] TRACE: filter:FORWARD:policy:1 ${packet({ in: 'eth0', out: 'eth1', ttl: 63 })}\n`,
  });
  const { flows, notes } = await compared(named('old'), named('new'));
  expect(flows.map(({ flow, before, after }) => [flow.host, before?.packets, after?.packets])).toEqual([
    ['new', 1, 1],
  ]);
  expect(notes).toEqual([{ kind: 'renamed-host', before: 'old', after: 'new' }]);
});

test('the_journeys_part_where_the_new_rule_took_the_packet', async () => {
  const [before, after] = await captures(
    {
      ...network,
      'save.txt': ruleset('DROP', '-p tcp -j ACCEPT'),
      'kern.log': log(passing(80, [1], 'filter:FORWARD:rule:1')),
    },
    {
      ...network,
      'save.txt': ruleset('DROP', '-p tcp -m tcp --dport 80 -j DROP', '-p tcp -j ACCEPT'),
      'kern.log': log(passing(80, [2], 'filter:FORWARD:rule:1')),
    },
  );
  const [flow] = changedOf(compareCaptures(before, after));
  const steps = flow && partingStep(before, after, flow);
  expect(steps?.rows.map((row) => [row.before?.ruleText ?? null, row.after?.ruleText ?? null])).toEqual([
    [null, null],
    ['-A FORWARD -p tcp -j ACCEPT', null],
    [null, '-A FORWARD -p tcp -m tcp --dport 80 -j DROP'],
  ]);
  expect(steps?.parting).toBe(1);
});

test('no_input_makes_it_throw', async () => {
  const line = fc.constantFrom(
    'TRACE: raw:PREROUTING:policy:2 IN=eth0 OUT= SRC=10.1.0.2 DST=10.2.0.2 LEN=60 TOS=0x00 PREC=0x00 TTL=64 ID=1 PROTO=UDP SPT=1 DPT=2 LEN=40 ',
    'TRACE: filter:FORWARD:rule:9 IN=eth0 OUT=eth1 SRC=xxx.xxx.xxx.1 DST= LEN=x TTL=63 ID=1 PROTO=UDP SPT=1 DPT=2 LEN=40 ',
    'TRACE: nat:PREROUTING:policy:1 IN=eth0 OUT= SRC=10.1.0.2 DST=10.2.0.2 LEN=60 TTL=64 ID=2 PROTO=47 ',
    'TRACE: filter:OUTPUT:policy:1 IN= OUT=lo SRC=127.0.0.1 DST=127.0.0.1 LEN=60 TTL=64 ID=3 PROTO=ICMP TYPE=8 CODE=0 ID=1 SEQ=1 ',
  );
  const ruleLine = fc.constantFrom(
    '*filter',
    '*nat',
    ':FORWARD DROP [0:0]',
    ':X - [0:0]',
    '-A FORWARD -j X',
    '-A X -g X',
    '-A FORWARD -m set --match-set s dst -j DROP',
    '-A FORWARD -m ? --dport',
    'COMMIT',
    '%$',
  );
  const routeLine = fc.constantFrom(
    'default via 10.1.0.1 dev eth0',
    'blackhole default',
    'unreachable 10.2.0.0/16 table 7',
    '10.2.0.0/24 nhid 4',
    'default',
    '10.0.0.0/99 dev eth0',
    'local 10.2.0.2 dev lo table local',
  );
  const capture = fc.record({
    'kern.log': fc.array(line, { maxLength: 8 }).map((lines) => stamped(lines)),
    'save.txt': fc.array(ruleLine, { maxLength: 12 }).map((lines) => `${lines.join('\n')}\n`),
    'ip-route.txt': fc.array(routeLine, { maxLength: 6 }).map((lines) => `${lines.join('\n')}\n`),
  });
  await fc.assert(
    fc.asyncProperty(capture, capture, async (before, after) => {
      const [old, now] = await captures(before, after);
      const diff = compareCaptures(old, now);
      const ids = new Set(diff.changes.map(({ id }) => id));
      for (const flow of diff.flows) {
        for (const id of flow.attribution?.changes ?? []) expect(ids.has(id)).toBe(true);
        if (diff.changes.length === 0) expect(flow.attribution).toBeNull();
        partingStep(old, now, flow);
      }
    }),
    { numRuns: 150 },
  );
});

test('an_end_that_is_only_possible_is_no_change_unless_the_replay_proves_it', async () => {
  const settings = (network['sysctl.txt'] ?? '').split('\n').filter((line) => !line.includes('rp_filter'));
  const unsettled = { ...network, 'save.txt': ruleset('ACCEPT'), 'sysctl.txt': settings.join('\n') };
  // From the network that eth1 leads to: a strict reverse path filter would drop it.
  const spoofed = passing(80, [1], 'filter:FORWARD:policy:1').map(
    ([place, fields]) => [place, { ...fields, src: '10.2.0.44' }] as const,
  );
  const others = passing(
    81,
    Array.from({ length: 60 }, (_, i) => i + 2),
    'filter:FORWARD:policy:1',
  );
  const { flows } = await compared(
    { ...unsettled, 'kern.log': log([...spoofed, ...others]) },
    { ...unsettled, 'kern.log': log([...spoofed.slice(0, 1), ...others]) },
  );
  const flow = flows.find(({ flow: { src } }) => src === '10.2.0.44');
  expect([flow?.before?.disposition, flow?.after?.cause?.confidence]).toEqual(['forwarded', 'possible']);
  expect(flow).toMatchObject({ changed: false, attribution: null });
});

test('the_logs_show_where_routing_led_where_the_bundles_have_no_routes', async () => {
  const before = {
    'save.txt': ruleset('DROP', '-o eth1 -p tcp -m tcp --dport 80 -j ACCEPT'),
    'kern.log': log(passing(80, [1], 'filter:FORWARD:rule:1')),
  };
  const gone = {
    'save.txt': ruleset('DROP'),
    'kern.log': log(passing(80, [2], 'filter:FORWARD:policy:1')),
  };
  expect(changedOf(await compared(before, gone)).map(({ attribution }) => attribution)).toMatchObject([
    { changes: [1], proof: 'replayed' },
  ]);
  // What is done before the routing decision may lead elsewhere: then the log of another configuration proves nothing.
  const marking =
    '*mangle\n:PREROUTING ACCEPT [0:0]\n-A PREROUTING -p udp -j MARK --set-xmark 0x1/0xffffffff\nCOMMIT\n';
  const marked = {
    'save.txt': gone['save.txt'] + marking,
    'kern.log': log(
      passing(80, [2], 'mangle:PREROUTING:policy:2', 'filter:FORWARD:policy:1').map(
        ([place, fields]) =>
          [
            place,
            place.startsWith('mangle')
              ? { in: 'eth0', ...(fields.proto === undefined ? {} : { proto: fields.proto }) }
              : fields,
          ] as const,
      ),
    ),
  };
  expect(changedOf(await compared(before, marked)).map(({ attribution }) => attribution)).toEqual([null]);
});
