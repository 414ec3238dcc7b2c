import type { Pair } from '../pair.ts';
import { tcp, udp } from '../probes.ts';
import { threeNetworks } from '../scenarios/three-networks.ts';
import type { Variant } from '../scenario.ts';

const open = `
*filter
:FORWARD ACCEPT [0:0]
COMMIT`;

const base: Pick<Variant, 'links' | 'notes' | 'rules' | 'trace'> = {
  ...threeNetworks,
  notes: '',
  rules: open,
  trace: { in: ['lan7', 'guest7'], out: false },
};

const dns = (dies?: NonNullable<Parameters<typeof udp>[3]>['dies']): Variant['probes'][number] =>
  udp('client', '10.71.0.2:46001', '198.51.100.5:53', { count: 2, ...(dies === undefined ? {} : { dies }) });
const dnsFlow = 'udp 10.71.0.2:46001 > 198.51.100.5:53';
const time = udp('client', '10.71.0.2:46002', '10.72.0.2:123', { count: 2 });

export const networkPairs: Readonly<Record<string, Pair>> = {
  'pair-ip-rule-added': {
    title: 'A new ip rule sends one mark into a table that refuses',
    before: {
      ...base,
      ip: ['route add default via 10.72.0.2', 'route add unreachable default table 100'],
      rules: `
*mangle
:PREROUTING ACCEPT [0:0]
-A PREROUTING -p udp -m udp --dport 53 -j MARK --set-xmark 0x64/0xffffffff
COMMIT
${open.trim()}`,
      probes: [dns(), time],
    },
    after: {
      ...base,
      ip: [
        'route add default via 10.72.0.2',
        'route add unreachable default table 100',
        'rule add pref 90 fwmark 0x64 lookup 100',
      ],
      rules: `
*mangle
:PREROUTING ACCEPT [0:0]
-A PREROUTING -p udp -m udp --dport 53 -j MARK --set-xmark 0x64/0xffffffff
COMMIT
${open.trim()}`,
      probes: [
        udp('client', '10.71.0.2:46001', '198.51.100.5:53', { count: 2, dies: 'unreachable', mark: 100 }),
        time,
      ],
    },
    changes: [{ kind: 'ip-rule-added', says: 'fwmark 0x64 lookup 100', flows: [dnsFlow] }],
  },
  'pair-mark-changed': {
    title: 'The rule that marks sets another mark, for which no ip rule asks',
    before: {
      ...base,
      ip: [
        'route add blackhole default',
        'route add default via 10.74.0.2 table 100',
        'rule add pref 90 fwmark 0x64 lookup 100',
      ],
      rules: `
*mangle
:PREROUTING ACCEPT [0:0]
-A PREROUTING -p udp -m udp --dport 53 -j MARK --set-xmark 0x64/0xffffffff
COMMIT
${open.trim()}`,
      probes: [dns(), time],
    },
    after: {
      ...base,
      ip: [
        'route add blackhole default',
        'route add default via 10.74.0.2 table 100',
        'rule add pref 90 fwmark 0x64 lookup 100',
      ],
      rules: `
*mangle
:PREROUTING ACCEPT [0:0]
-A PREROUTING -p udp -m udp --dport 53 -j MARK --set-xmark 0x65/0xffffffff
COMMIT
${open.trim()}`,
      probes: [
        udp('client', '10.71.0.2:46001', '198.51.100.5:53', { count: 2, dies: 'blackhole', mark: 101 }),
        time,
      ],
    },
    changes: [{ kind: 'rule-changed', says: '--set-xmark 0x64/0xffffffff -> ', flows: [dnsFlow] }],
  },
  'pair-other-way-out': {
    title: 'A route leads out by another interface: one flow is dropped there, one only takes the other way',
    before: {
      ...base,
      ip: ['route add default via 10.72.0.2', 'route add 198.51.100.0/24 via 10.72.0.2'],
      rules: open.replace('COMMIT', '-A FORWARD -o wan8 -p tcp -j DROP\nCOMMIT'),
      probes: [dns(), tcp('client', '10.71.0.2:46003', '198.51.100.5:80', { count: 2 }), time],
    },
    after: {
      ...base,
      ip: ['route add default via 10.72.0.2', 'route add 198.51.100.0/24 via 10.74.0.2'],
      rules: open.replace('COMMIT', '-A FORWARD -o wan8 -p tcp -j DROP\nCOMMIT'),
      probes: [
        dns(),
        tcp('client', '10.71.0.2:46003', '198.51.100.5:80', { count: 2, dies: 'filter/FORWARD 1' }),
        time,
      ],
    },
    changes: [
      {
        kind: 'route-changed',
        says: '198.51.100.0/24: via 10.72.0.2 dev wan7 -> via 10.74.0.2 dev wan8',
        flows: ['tcp 10.71.0.2:46003 > 198.51.100.5:80'],
        diverts: [dnsFlow],
      },
    ],
  },
  'pair-forwarding-off': {
    title: 'net.ipv4.ip_forward is 0 now, and with it the setting of every interface',
    before: {
      ...base,
      ip: ['route add default via 10.72.0.2'],
      probes: [dns(), udp('client', '10.71.0.2:46004', '10.71.0.1:99', { count: 2 })],
    },
    after: {
      ...base,
      sysctls: ['net.ipv4.ip_forward=0'],
      ip: ['route add default via 10.72.0.2'],
      probes: [dns('ip-forward-disabled'), udp('client', '10.71.0.2:46004', '10.71.0.1:99', { count: 2 })],
    },
    changes: [{ kind: 'sysctl-changed', says: 'net.ipv4.ip_forward: 1 -> 0', flows: [dnsFlow] }],
  },
  'pair-all-rp-filter': {
    title: 'conf.all is strict now: it counts where the interface itself says less',
    before: {
      ...base,
      sysctls: ['net.ipv4.conf.guest7.rp_filter=1'],
      ip: ['route add 198.51.100.0/24 via 10.72.0.2'],
      probes: [dns(), udp('client', '198.51.100.9:46005', '10.72.0.2:53', { count: 2 })],
    },
    after: {
      ...base,
      sysctls: ['net.ipv4.conf.all.rp_filter=1', 'net.ipv4.conf.guest7.rp_filter=0'],
      ip: ['route add 198.51.100.0/24 via 10.72.0.2'],
      probes: [dns(), udp('client', '198.51.100.9:46005', '10.72.0.2:53', { count: 2, dies: 'rp-filter' })],
    },
    changes: [
      {
        kind: 'sysctl-changed',
        says: 'net.ipv4.conf.all.rp_filter: 0 -> 1',
        flows: ['udp 198.51.100.9:46005 > 10.72.0.2:53'],
      },
      { kind: 'sysctl-changed', says: 'net.ipv4.conf.guest7.rp_filter: 1 -> 0', flows: [] },
    ],
  },
  'pair-set-element-removed': {
    title: 'An address is no longer in the set of those that may be reached',
    before: {
      ...base,
      ip: ['route add default via 10.72.0.2'],
      sets: 'create friends hash:ip family inet hashsize 1024 maxelem 65536\nadd friends 198.51.100.5\nadd friends 10.72.0.2\n',
      rules: open
        .replace('ACCEPT', 'DROP')
        .replace(
          'COMMIT',
          '-A FORWARD -p icmp -j ACCEPT\n-A FORWARD -m set --match-set friends dst -j ACCEPT\nCOMMIT',
        ),
      probes: [dns(), time],
    },
    after: {
      ...base,
      ip: ['route add default via 10.72.0.2'],
      sets: 'create friends hash:ip family inet hashsize 1024 maxelem 65536\nadd friends 10.72.0.2\nadd friends 192.0.2.9\n',
      rules: open
        .replace('ACCEPT', 'DROP')
        .replace(
          'COMMIT',
          '-A FORWARD -p icmp -j ACCEPT\n-A FORWARD -m set --match-set friends dst -j ACCEPT\nCOMMIT',
        ),
      probes: [dns('filter/FORWARD policy'), time],
    },
    changes: [{ kind: 'set-changed', says: 'set friends: - 198.51.100.5, + 192.0.2.9', flows: [dnsFlow] }],
  },
  'pair-address-removed': {
    title: 'An address of the router is gone, and with it its network',
    before: {
      ...base,
      ip: ['addr add 10.75.0.1/24 dev guest7'],
      probes: [udp('client', '10.71.0.2:46006', '10.75.0.1:99', { count: 2 }), time],
    },
    after: {
      ...base,
      probes: [udp('client', '10.71.0.2:46006', '10.75.0.1:99', { count: 2, dies: 'no-route' }), time],
    },
    changes: [
      {
        kind: 'address-changed',
        says: 'guest7: 10.75.0.1/24 removed',
        flows: ['udp 10.71.0.2:46006 > 10.75.0.1:99'],
      },
    ],
  },
  'pair-dnat-target': {
    title: 'A published port leads to another host, which no rule accepts',
    before: {
      ...base,
      rules: `
*nat
:PREROUTING ACCEPT [0:0]
-A PREROUTING -d 10.71.0.1/32 -p udp -m udp --dport 5353 -j DNAT --to-destination 10.73.0.2:53
-A PREROUTING -d 10.71.0.1/32 -p udp -m udp --dport 5354 -j DNAT --to-destination 10.73.0.2:54
COMMIT
*filter
:FORWARD DROP [0:0]
-A FORWARD -p icmp -j ACCEPT
-A FORWARD -d 10.73.0.2/32 -p udp -j ACCEPT
COMMIT`,
      probes: [
        udp('client', '10.71.0.2:46007', '10.71.0.1:5353', { count: 2 }),
        udp('client', '10.71.0.2:46008', '10.71.0.1:5354', { count: 2 }),
      ],
    },
    after: {
      ...base,
      rules: `
*nat
:PREROUTING ACCEPT [0:0]
-A PREROUTING -d 10.71.0.1/32 -p udp -m udp --dport 5353 -j DNAT --to-destination 10.72.0.2:53
-A PREROUTING -d 10.71.0.1/32 -p udp -m udp --dport 5354 -j DNAT --to-destination 10.73.0.2:55
COMMIT
*filter
:FORWARD DROP [0:0]
-A FORWARD -p icmp -j ACCEPT
-A FORWARD -d 10.73.0.2/32 -p udp -j ACCEPT
COMMIT`,
      probes: [
        udp('client', '10.71.0.2:46007', '10.71.0.1:5353', { count: 2, dies: 'filter/FORWARD policy' }),
        udp('client', '10.71.0.2:46008', '10.71.0.1:5354', { count: 2 }),
      ],
    },
    changes: [
      {
        kind: 'rule-changed',
        says: '10.73.0.2:53 -> ',
        flows: ['udp 10.71.0.2:46007 > 10.71.0.1:5353'],
      },
      {
        kind: 'rule-changed',
        says: '10.73.0.2:54 -> ',
        flows: [],
        diverts: ['udp 10.71.0.2:46008 > 10.71.0.1:5354'],
      },
    ],
  },
  'pair-mtu-lowered': {
    title: 'The way out takes smaller packets now: large ones die, small ones pass',
    before: {
      ...base,
      ip: ['route add default via 10.72.0.2'],
      probes: [
        udp('client', '10.71.0.2:46009', '198.51.100.5:99', { count: 2, payload: 1300, dontFragment: true }),
        dns(),
      ],
    },
    after: {
      ...base,
      ip: ['route add default via 10.72.0.2', 'link set wan7 mtu 1200'],
      probes: [
        udp('client', '10.71.0.2:46009', '198.51.100.5:99', {
          count: 2,
          payload: 1300,
          dontFragment: true,
          dies: 'mtu-exceeded',
        }),
        dns(),
      ],
    },
    changes: [
      {
        kind: 'link-changed',
        says: 'wan7: mtu 1500 -> 1200',
        flows: ['udp 10.71.0.2:46009 > 198.51.100.5:99'],
      },
    ],
  },
  'pair-link-down': {
    title: 'An interface was taken down, and its routes went with it',
    before: {
      ...base,
      ip: ['route add 198.51.100.0/24 via 10.74.0.2'],
      probes: [dns(), time],
    },
    after: {
      ...base,
      ip: ['route add 198.51.100.0/24 via 10.74.0.2', 'link set wan8 down'],
      probes: [dns('no-route'), time],
    },
    changes: [
      { kind: 'route-removed', says: '198.51.100.0/24: via 10.74.0.2 dev wan8', flows: [dnsFlow] },
      { kind: 'link-changed', says: 'wan8: no longer UP', flows: [dnsFlow] },
    ],
  },
  'pair-ip-rule-priority': {
    title: 'An ip rule that stood after table main stands before it now',
    before: {
      ...base,
      ip: [
        'route add default via 10.72.0.2',
        'route add prohibit default table 100',
        'rule add pref 33000 to 198.51.100.0/24 lookup 100',
      ],
      probes: [dns(), time],
    },
    after: {
      ...base,
      ip: [
        'route add default via 10.72.0.2',
        'route add prohibit default table 100',
        'rule add pref 200 to 198.51.100.0/24 lookup 100',
      ],
      probes: [dns('prohibit'), time],
    },
    changes: [{ kind: 'ip-rule-changed', says: '33000: from all to 198.51.100.0/24', flows: [dnsFlow] }],
  },
};
