import type { Pair } from '../pair.ts';
import { tcp, udp } from '../probes.ts';
import { threeNetworks } from '../scenarios/three-networks.ts';
import type { Death, Variant } from '../scenario.ts';

const network: Pick<Variant, 'backend' | 'links' | 'ip' | 'notes'> = {
  ...threeNetworks,
  backend: 'nft',
  notes: '',
  ip: ['route add default via 10.72.0.2'],
};

type Deaths = Readonly<Record<number, Death>>;

/** Two packets to each port of the provider's host. */
const toPorts = (ports: readonly number[], deaths: Deaths): Variant['probes'] =>
  ports.map((port) => {
    const dies = deaths[port];
    const flow = ['client', `10.71.0.2:${45000 + port}`, `10.72.0.2:${port}`] as const;
    return udp(...flow, { count: 2, ...(dies === undefined ? {} : { dies }) });
  });
const flowTo = (port: number): string => `udp 10.71.0.2:${45000 + port} > 10.72.0.2:${port}`;

const forward = (policy: string, ...rules: readonly string[]): string => `table inet fw {
  chain forward {
    type filter hook forward priority filter; policy ${policy};
    ct state established,related counter accept
    ct state invalid counter drop
    icmp type { echo-request, destination-unreachable } counter accept
    ${rules.join('\n    ')}
  }
}`;

const accept = (port: number): string => `udp dport ${port} counter accept`;

const services = (ports: string, ...elements: readonly string[]): string => `table inet fw {
  map services { type inet_service : verdict; elements = { ${elements.join(', ')} } }
  set open { type inet_service; flags interval; elements = { ${ports} } }
  chain forward {
    type filter hook forward priority filter; policy drop;
    meta l4proto icmp counter accept
    udp dport vmap @services
    udp dport @open counter accept
  }
  chain web { ip daddr 10.72.0.2 counter accept; }
}`;

const layers = (priority: string): string => `table ip marks {
  chain early { type filter hook forward priority ${priority}; policy accept; udp dport 80 counter meta mark set 0x7; }
}
table inet fw {
  chain forward { type filter hook forward priority filter; policy accept; meta mark 0x7 counter drop; }
}`;

const guard = `table ip guard {
  set bad { type ipv4_addr . inet_service; elements = { 10.72.0.2 . 80, 10.72.0.2 . 443 } }
  chain forward { type filter hook forward priority 10; policy accept; ip daddr . udp dport @bad counter drop; counter; }
}
`;

const translation = (address: string): string => `table ip nat {
  chain pre { type nat hook prerouting priority dstnat; policy accept; ip daddr 10.71.0.1 udp dport 5353 counter dnat to ${address}:53; }
  chain post { type nat hook postrouting priority srcnat; policy accept; oifname "wan7" counter masquerade; }
}
${forward('drop', 'ip daddr 10.72.0.2 counter accept')}`;

export const nftPairs: Readonly<Record<string, Pair>> = {
  'pair-nft-rule-inserted': {
    title: 'nft: a rule was inserted among others whose handles and counters differ',
    before: {
      ...network,
      rules: forward('drop', accept(53), accept(80)),
      probes: toPorts([53, 80, 90], { 90: 'fw/forward policy' }),
    },
    after: {
      ...network,
      rules: forward('drop', 'ip saddr 10.71.0.2 udp dport { 80, 81 } counter drop', accept(53), accept(80)),
      probes: toPorts([53, 80, 90], { 80: 'fw/forward 4', 90: 'fw/forward policy' }),
    },
    changes: [
      {
        kind: 'rule-added',
        says: 'inet fw/forward position 4: ip saddr 10.71.0.2 udp dport { 80, 81 } counter drop',
        flows: [flowTo(80)],
      },
    ],
  },
  'pair-nft-policy-changed': {
    title: 'nft: the policy of the base chain is drop now',
    before: { ...network, rules: forward('accept', accept(53)), probes: toPorts([53, 80], {}) },
    after: {
      ...network,
      rules: forward('drop', accept(53)),
      probes: toPorts([53, 80], { 80: 'fw/forward policy' }),
    },
    changes: [{ kind: 'policy-changed', says: 'inet fw/forward: ACCEPT -> DROP', flows: [flowTo(80)] }],
  },
  'pair-nft-set-element-removed': {
    title: 'nft: a port is no longer in the set of those that may be reached',
    before: {
      ...network,
      rules: services('53, 8000-8010', '80 : jump web'),
      probes: toPorts([53, 80, 8005], {}),
    },
    after: {
      ...network,
      rules: services('54, 8000-8010', '80 : jump web'),
      probes: toPorts([53, 80, 8005], { 53: 'fw/forward policy' }),
    },
    changes: [{ kind: 'set-changed', says: 'set inet fw/open: - 53, + 54', flows: [flowTo(53)] }],
  },
  'pair-nft-vmap-element-changed': {
    title: 'nft: the verdict map has another verdict for a port',
    before: {
      ...network,
      rules: services('8000-8010', '53 : accept', '80 : jump web', '123 : drop'),
      probes: toPorts([53, 80, 123], { 123: 'fw/forward 2' }),
    },
    after: {
      ...network,
      rules: services('8000-8010', '53 : drop', '80 : jump web', '123 : drop'),
      probes: toPorts([53, 80, 123], { 53: 'fw/forward 2', 123: 'fw/forward 2' }),
    },
    changes: [
      {
        kind: 'set-changed',
        says: 'map inet fw/services: - 53 : accept, + 53 : drop',
        flows: [flowTo(53)],
      },
    ],
  },
  'pair-nft-priority-changed': {
    title: 'nft: the chain that marks comes before the one that drops what is marked',
    before: { ...network, rules: layers('10'), probes: toPorts([53, 80], {}) },
    after: {
      ...network,
      rules: layers('-10'),
      probes: toPorts([53, 80], { 80: 'fw/forward 1' }),
    },
    changes: [{ kind: 'policy-changed', says: 'ip marks/early: priority 10 -> -10', flows: [flowTo(80)] }],
  },
  'pair-nft-table-deleted': {
    title: 'nft: a table is gone, with its set, its chain and its rules',
    before: {
      ...network,
      rules: `${guard}${forward('drop', accept(53), accept(80))}`,
      probes: toPorts([53, 80, 90], { 80: 'guard/forward 1', 90: 'fw/forward policy' }),
    },
    after: {
      ...network,
      rules: forward('drop', accept(53), accept(80)),
      probes: toPorts([53, 80, 90], { 90: 'fw/forward policy' }),
    },
    changes: [
      {
        kind: 'chain-removed',
        says: 'ip guard/forward: type filter hook forward priority 10',
        flows: [flowTo(80)],
      },
      { kind: 'rule-removed', says: 'ip daddr . udp dport @bad counter drop', flows: [flowTo(80)] },
      { kind: 'rule-removed', says: 'ip guard/forward position 2: counter', flows: [] },
      { kind: 'set-changed', says: 'set ip guard/bad: removed', flows: [flowTo(80)] },
    ],
  },
  'pair-nft-dnat-target': {
    title: 'nft: a published port leads to another host, which no rule accepts',
    before: {
      ...network,
      rules: translation('10.72.0.2'),
      probes: [
        udp('client', '10.71.0.2:46007', '10.71.0.1:5353', { count: 2 }),
        tcp('client', '10.71.0.2:46008', '10.73.0.2:22', { count: 2, dies: 'fw/forward policy' }),
      ],
    },
    after: {
      ...network,
      rules: translation('10.73.0.2'),
      probes: [
        udp('client', '10.71.0.2:46007', '10.71.0.1:5353', { count: 2, dies: 'fw/forward policy' }),
        tcp('client', '10.71.0.2:46008', '10.73.0.2:22', { count: 2, dies: 'fw/forward policy' }),
      ],
    },
    changes: [
      {
        kind: 'rule-changed',
        says: 'dnat to 10.72.0.2:53 -> ',
        flows: ['udp 10.71.0.2:46007 > 10.71.0.1:5353'],
      },
    ],
  },
};
