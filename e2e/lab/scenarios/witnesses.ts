import { connect, icmp, tcp, udp } from '../probes.ts';
import type { Scenario, Variant } from '../scenario.ts';
import { twoNetworks } from './two-networks.ts';

const rules = `
*mangle
:PREROUTING ACCEPT [700:42000]
:FORWARD ACCEPT [600:36000]
:POSTROUTING ACCEPT [500:30000]
COMMIT
*nat
:PREROUTING ACCEPT [20:1200]
[3:180] -A PREROUTING -d 10.71.0.1/32 -p tcp -m tcp --dport 8080 -j DNAT --to-destination 10.72.0.2:80
[9:540] -A POSTROUTING -o wan7 -j MASQUERADE
COMMIT
*filter
:FORWARD DROP [77:4620]
[400:24000] -A FORWARD -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
[41:2460] -A FORWARD -p tcp -m tcp --dport 80 -j ACCEPT
[12:720] -A FORWARD -p udp -m udp --dport 53 -j ACCEPT
[8:480] -A FORWARD -p icmp -j ACCEPT
COMMIT`;

const traffic: Pick<Variant, 'links' | 'listeners' | 'rules' | 'trace' | 'probes'> = {
  ...twoNetworks,
  listeners: [
    { on: 'server', protocol: 'tcp', port: 80 },
    { on: 'server', protocol: 'udp', port: 53 },
  ],
  rules,
  trace: { out: false },
  probes: [
    connect('client', '10.71.0.2:61001', '10.71.0.1:8080'),
    connect('client', '10.71.0.2:61002', '10.72.0.2:80'),
    udp('client', '10.71.0.2:61003', '10.72.0.2:53', { count: 4 }),
    icmp('client', '10.71.0.2', '10.72.0.2:77', { count: 3 }),
    tcp('client', '10.71.0.2:61004', '10.72.0.2:443', { count: 2, dies: 'filter/FORWARD policy' }),
    udp('client', '10.71.0.2:61005', '10.72.0.2:123', { count: 3, dies: 'filter/FORWARD policy' }),
  ],
};

export const witnesses: Scenario = {
  title: 'Counters, captures and conntrack beside a log',
  variants: {
    a: {
      notes: 'Counters were not zeroed, but there is a dump from before and one from after the probes.',
      ...traffic,
      dumpsBefore: true,
    },
    b: {
      notes:
        'Every ninth line of the log is lost; a capture with IP IDs (-v) of all interfaces shows what left, after NAT.',
      ...traffic,
      losesEvery: 9,
      dumpsBefore: true,
      summary: ['-n', '-v', '-tttt'],
    },
    c: {
      notes:
        'Every seventh line of the log is lost; the capture was printed with link headers and without IP IDs.',
      ...traffic,
      losesEvery: 7,
      summary: ['-nn', '-e', '-tt'],
    },
  },
};
