import { icmp, tcp, udp } from '../probes.ts';
import type { Scenario } from '../scenario.ts';
import { threeNetworks } from './three-networks.ts';

export const policyRouting: Scenario = {
  title: 'Policy routing: marks, sources, interfaces, throw, suppress_prefixlength, goto',
  variants: {
    a: {
      notes: 'Two ways out and several tables; one flow meets a blackhole only because of its mark.',
      ...threeNetworks,
      ip: [
        'route add default via 10.72.0.2',
        'rule add pref 90 fwmark 0x64 lookup 100',
        'rule add pref 95 from 10.71.0.3 lookup 200',
        'rule add pref 97 iif guest7 lookup 300',
        'route add default via 10.74.0.2 table 100',
        'route add blackhole 203.0.113.0/25 table 100',
        'route add default via 10.74.0.2 table 200',
        'route add throw 198.51.100.128/25 table 200',
        'route add unreachable 192.0.2.0/24 table 300',
        'route add prohibit 192.0.2.128/25 table 300',
      ],
      rules: `
*mangle
:PREROUTING ACCEPT [0:0]
-A PREROUTING -p tcp -m tcp --dport 80 -j MARK --set-xmark 0x64/0xffffffff
COMMIT
*filter
:FORWARD ACCEPT [0:0]
-A FORWARD -o wan8 -p tcp -j ACCEPT
COMMIT`,
      trace: { in: ['lan7', 'guest7'], out: false },
      probes: [
        udp('client', '10.71.0.2:45001', '198.51.100.5:53', { count: 2 }),
        tcp('client', '10.71.0.2:45002', '198.51.100.5:80', { count: 2 }),
        tcp('client', '10.71.0.2:45003', '203.0.113.9:80', { count: 2, dies: 'blackhole', mark: 100 }),
        tcp('client', '10.71.0.2:45004', '203.0.113.9:443', { count: 2 }),
        udp('client', '10.71.0.3:45005', '198.51.100.5:53', { count: 2 }),
        udp('client', '10.71.0.3:45006', '198.51.100.200:53', { count: 2 }),
        udp('guest', '10.73.0.2:45007', '192.0.2.5:53', { count: 2, dies: 'unreachable' }),
        udp('guest', '10.73.0.2:45008', '192.0.2.200:53', { count: 2, dies: 'prohibit' }),
        icmp('guest', '10.73.0.2', '198.51.100.5:90', { count: 2 }),
      ],
    },
    b: {
      notes:
        'No default route in main that counts: suppress_prefixlength hides it; goto skips rules; ip rules refuse by themselves, by tos, port and protocol.',
      ...threeNetworks,
      ip: [
        'route add default via 10.72.0.2',
        'route add default via 10.74.0.2 table 200',
        'rule add pref 50 ipproto udp dport 5000-5010 blackhole',
        'rule add pref 51 tos 0x10 prohibit',
        'rule add pref 52 from 10.71.0.3 ipproto tcp goto 80',
        'rule add pref 60 to 203.0.113.0/24 unreachable',
        'rule add pref 80 lookup main suppress_prefixlength 0',
        'rule add pref 81 not from 10.73.0.0/24 lookup 200',
        'rule add pref 82 fwmark 0x10/0x30 blackhole',
        'rule add pref 83 iif guest7 to 198.51.100.64/26 prohibit',
      ],
      rules: `
*mangle
:PREROUTING ACCEPT [0:0]
-A PREROUTING -i guest7 -p tcp -m tcp --dport 90:95 -j MARK --set-xmark 0x10/0x30
-A PREROUTING -i guest7 -p tcp -m tcp --dport 93 -j MARK --set-xmark 0x20/0x20
COMMIT
*filter
:FORWARD ACCEPT [0:0]
COMMIT`,
      trace: { in: ['lan7', 'guest7'], out: false },
      probes: [
        udp('client', '10.71.0.2:45001', '198.51.100.5:5005', { count: 2, dies: 'blackhole' }),
        udp('client', '10.71.0.2:45002', '198.51.100.5:5011', { count: 2 }),
        udp('client', '10.71.0.2:45003', '198.51.100.5:53', { count: 2, tos: 0x10, dies: 'prohibit' }),
        udp('client', '10.71.0.2:45004', '203.0.113.5:53', { count: 2, dies: 'unreachable' }),
        tcp('client', '10.71.0.3:45005', '203.0.113.5:80', { count: 2 }),
        tcp('guest', '10.73.0.2:45006', '198.51.100.5:80', { count: 2 }),
        tcp('guest', '10.73.0.2:45007', '198.51.100.5:90', { count: 2, dies: 'blackhole', mark: 16 }),
        tcp('guest', '10.73.0.2:45008', '198.51.100.5:93', { count: 2, mark: 48 }),
        tcp('guest', '10.73.0.2:45009', '198.51.100.70:80', { count: 2, dies: 'prohibit' }),
        tcp('client', '10.71.0.2:45010', '10.73.0.2:80', { count: 2 }),
      ],
    },
  },
};
