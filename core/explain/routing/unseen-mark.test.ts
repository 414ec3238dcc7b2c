import { expect, test } from 'vitest';
import { analysed, log } from '../../testing/drawn-log.ts';

const forwards = ['all', 'eth0', 'eth1']
  .flatMap((dev) => [`net.ipv4.conf.${dev}.forwarding = 1`, `net.ipv4.conf.${dev}.rp_filter = 0`])
  .join('\n');

/** The end of a packet to a prohibited network, on a host that has also a table for marked packets. */
async function deathOf(marksRule: string, ...marking: readonly string[]) {
  const died = { in: 'eth0', dst: '198.51.100.1' };
  const { packets } = await analysed({
    'iptables-save.txt': [
      ...['*mangle', ':PREROUTING ACCEPT [0:0]', ...marking, 'COMMIT'],
      ...['*nat', ':PREROUTING ACCEPT [0:0]', 'COMMIT'],
    ].join('\n'),
    'ip-rule.txt': `0:\tfrom all lookup local\n80:\t${marksRule}\n32766:\tfrom all lookup main\n`,
    'ip-route.txt':
      'blackhole default table 77\n10.1.0.0/24 dev eth0 proto kernel scope link src 10.1.0.1\nprohibit 198.51.100.0/24\nlocal 10.1.0.1 dev eth0 table local proto kernel scope host src 10.1.0.1\n',
    'sysctl.txt': forwards,
    'kern.log': log([
      ['raw:PREROUTING:policy:1', died],
      ['nat:PREROUTING:policy:1', died],
    ]),
  });
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
