import { describe, expect, test } from 'vitest';
import { host } from '../../testing/host.ts';

const chain = (...rules: readonly string[]) =>
  host().rules(
    '-A FORWARD -i eth0 -j DENY',
    ...rules.map((rule) => `-A DENY ${rule}`),
    '*mangle',
    ':POSTROUTING ACCEPT',
  );
const reset = '-p tcp -m multiport --dports 25,113 -j REJECT --reject-with tcp-reset';
const prohibited = '-p tcp -j REJECT --reject-with icmp-admin-prohibited';
const syn = (dport: number) =>
  `PROTO=TCP SPT=41001 DPT=${dport} SEQ=7 ACK=0 WINDOW=64240 RES=0x00 SYN URGP=0`;
const asked = (number: number, dport: number, id: number) =>
  [
    ['filter:FORWARD:rule:1', { in: 'eth0', out: 'eth1', ttl: 63, id, proto: syn(dport) }],
    [`filter:DENY:rule:${number}`, { in: 'eth0', out: 'eth1', ttl: 63, id, proto: syn(dport) }],
  ] as const;
const answeredByReset = (sport: number) =>
  [
    [
      'mangle:POSTROUTING:policy:1',
      {
        out: 'eth0',
        src: '10.2.0.2',
        dst: '10.1.0.2',
        id: 0,
        proto: `PROTO=TCP SPT=${sport} DPT=41001 SEQ=0 ACK=8 WINDOW=0 RES=0x00 ACK RST URGP=0`,
      },
    ],
  ] as const;
const answeredByIcmp = (code: number) =>
  [
    ['mangle:POSTROUTING:policy:1', { out: 'eth0', src: '10.1.0.1', dst: '10.1.0.2', id: 99, proto: `PROTO=ICMP TYPE=3 CODE=${code} [SRC=10.1.0.2 DST=10.2.0.2 LEN=60 TOS=0x00 PREC=0x00 TTL=63 ID=1 DF PROTO=TCP SPT=41001 DPT=80 WINDOW=64240 RES=0x00 SYN URGP=0 ]` }],
  ] as const; // prettier-ignore

describe('an_answer_of_the_host', () => {
  test('tells_rules_that_changed_places', async () => {
    const { packets } = await chain(prohibited, reset)
      .trace(...asked(1, 25, 1), ...answeredByReset(25))
      .trace(...asked(2, 8081, 2), ...answeredByIcmp(13))
      .analysed();
    const causes = packets.filter(({ ingress }) => ingress['interface'] === 'eth0').map(({ cause }) => cause);
    expect(causes).toMatchObject([
      { kind: 'reject', rule: 1, text: `-A DENY ${reset}`, confidence: 'inferred' },
      { kind: 'reject', rule: 2, text: `-A DENY ${prohibited}`, confidence: 'inferred' },
    ]);
  });

  test('shows_a_rule_that_no_file_has_to_reject', async () => {
    const { packets } = await host()
      .trace(...asked(1, 25, 1), ...answeredByReset(25), ...asked(1, 26, 2))
      .analysed();
    expect(packets[0]).toMatchObject({
      disposition: 'rejected',
      cause: { kind: 'reject', chain: 'DENY', rule: 1, text: null, confidence: 'inferred' },
    });
  });

  test('is_none_of_the_rule_where_it_comes_too_late_or_of_another_flow', async () => {
    const late = await chain(prohibited, reset)
      .trace(...asked(1, 25, 1))
      .trace(...answeredByReset(25))
      .analysed();
    const other = await chain(prohibited, reset)
      .trace(...asked(1, 25, 1), ...answeredByReset(80))
      .analysed();
    for (const { packets } of [late, other]) expect(packets[0]?.cause?.text).toBe(`-A DENY ${prohibited}`);
  });
});
