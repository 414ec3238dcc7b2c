import { expect, test } from 'vitest';
import { host } from '../../testing/host.ts';

/** The end of a packet to a prohibited network, on a host that has also a table for marked packets. */
async function deathOf(marksRule: string, ...marking: readonly string[]) {
  const died = { in: 'eth0', dst: '198.51.100.1' };
  const { packets } = await host()
    .rules('*mangle', ':PREROUTING ACCEPT', ...marking, '*nat', ':PREROUTING ACCEPT')
    .router('blackhole default table 77', 'prohibit 198.51.100.0/24')
    .file('ip-rule.txt', '0:\tfrom all lookup local', `80:\t${marksRule}`, '32766:\tfrom all lookup main')
    .trace(['raw:PREROUTING:policy:1', died], ['nat:PREROUTING:policy:1', died])
    .analysed();
  return packets[0]?.cause;
}

const sets = '-A PREROUTING -s 10.9.0.0/16 -j MARK --set-xmark';

test.each([
  { rule: 'from all fwmark 0x77 lookup 77', marking: [], confidence: 'possible' },
  // Of those marks it sets another bit.
  { rule: 'from all fwmark 0x77 lookup 77', marking: [`${sets} 0x4000/0x4000`], confidence: 'possible' },
  { rule: 'from all fwmark 0x77 lookup 77', marking: [`${sets} 0x77/0xff`], confidence: 'inferred' },
  // It would have led the packet to no other end.
  { rule: 'from all fwmark 0x77 lookup main', marking: [], confidence: 'inferred' },
])(
  'a_refused_packet_without_the_mark: $confidence for $rule and $marking',
  async ({ rule, marking, confidence }) => {
    expect(await deathOf(rule, ...marking)).toMatchObject({ kind: 'prohibit', confidence });
  },
);
