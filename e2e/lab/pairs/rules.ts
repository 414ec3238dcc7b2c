import type { Pair } from '../pair.ts';
import { connect, tcp, udp } from '../probes.ts';
import { threeNetworks } from '../scenarios/three-networks.ts';
import type { Death, Variant } from '../scenario.ts';

const network: Pick<Variant, 'links' | 'ip' | 'notes' | 'listeners'> = {
  ...threeNetworks,
  notes: '',
  ip: ['route add default via 10.72.0.2'],
  listeners: [{ on: 'isp', protocol: 'tcp', port: 22 }],
};

type Deaths = Readonly<Record<number, Death>>;

/** One packet or two to each port of the provider's host. */
const toPorts = (ports: readonly number[], deaths: Deaths): Variant['probes'] =>
  ports.map((port) => {
    const dies = deaths[port];
    const flow = ['client', `10.71.0.2:${45000 + port}`, `10.72.0.2:${port}`] as const;
    return udp(...flow, { count: 2, ...(dies === undefined ? {} : { dies }) });
  });
const flowTo = (port: number): string => `udp 10.71.0.2:${45000 + port} > 10.72.0.2:${port}`;

const filter = (policy: string, ...rules: readonly string[]): string =>
  ['*filter', `:FORWARD ${policy} [0:0]`, ...rules.map((rule) => `-A FORWARD ${rule}`), 'COMMIT'].join('\n');

const established = '-m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT';
/** What the provider's host says of closed ports. */
const answers = '-p icmp -j ACCEPT';
const accept = (port: number): string => `-p udp -m udp --dport ${port} -j ACCEPT`;
const drop = (port: number): string => `-p udp -m udp --dport ${port} -j DROP`;

export const rulePairs: Readonly<Record<string, Pair>> = {
  'pair-rule-replaced': {
    title: 'Another port in one rule, among others that were renumbered by a harmless one',
    before: {
      ...network,
      rules: filter('DROP', established, accept(53), accept(80), accept(90)),
      probes: toPorts([53, 80, 81, 90], { 81: 'filter/FORWARD policy' }),
    },
    after: {
      ...network,
      rules: filter(
        'DROP',
        established,
        '-p tcp -m tcp --dport 7 -j DROP',
        accept(53),
        accept(81),
        accept(90),
      ),
      probes: toPorts([53, 80, 81, 90], { 80: 'filter/FORWARD policy' }),
    },
    changes: [
      { kind: 'rule-added', says: 'position 2: -A FORWARD -p tcp -m tcp --dport 7 -j DROP', flows: [] },
      { kind: 'rule-changed', says: '--dport 80 -j ACCEPT -> -A FORWARD', flows: [flowTo(80), flowTo(81)] },
    ],
  },
  'pair-policy-changed': {
    title: 'The policy of FORWARD is DROP now',
    before: { ...network, rules: filter('ACCEPT', answers, accept(53)), probes: toPorts([53, 80], {}) },
    after: {
      ...network,
      rules: filter('DROP', answers, accept(53)),
      probes: toPorts([53, 80], { 80: 'filter/FORWARD policy' }),
    },
    changes: [{ kind: 'policy-changed', says: 'filter/FORWARD: ACCEPT -> DROP', flows: [flowTo(80)] }],
  },
  'pair-chain-removed': {
    title: 'A chain and the jump to it are gone',
    before: {
      ...network,
      rules: `
*filter
:FORWARD ACCEPT [0:0]
:GUARD - [0:0]
-A FORWARD -p udp -j GUARD
-A FORWARD -p udp -m udp --dport 90 -j DROP
-A GUARD -p udp -m udp --dport 80 -j REJECT --reject-with icmp-port-unreachable
-A GUARD -p udp -m udp --dport 7 -j RETURN
COMMIT`,
      probes: toPorts([53, 80, 90], { 80: 'filter/GUARD 1', 90: 'filter/FORWARD 2' }),
    },
    after: {
      ...network,
      rules: filter('ACCEPT', drop(90)),
      probes: toPorts([53, 80, 90], { 90: 'filter/FORWARD 1' }),
    },
    changes: [
      { kind: 'chain-removed', says: 'filter/GUARD', flows: [flowTo(80)] },
      { kind: 'rule-removed', says: '-A FORWARD -p udp -j GUARD', flows: [flowTo(80)] },
      { kind: 'rule-removed', says: '--dport 80 -j REJECT', flows: [flowTo(80)] },
      { kind: 'rule-removed', says: '--dport 7 -j RETURN', flows: [] },
    ],
  },
  'pair-order': {
    title: 'An ACCEPT moved after the DROP that it shielded; another move is harmless',
    before: {
      ...network,
      rules: filter('ACCEPT', accept(53), '-p tcp -j ACCEPT', '-s 10.71.0.2/32 -p udp -j DROP', accept(90)),
      probes: toPorts([53, 90], { 90: 'filter/FORWARD 3' }),
    },
    after: {
      ...network,
      rules: filter('ACCEPT', '-s 10.71.0.2/32 -p udp -j DROP', accept(90), accept(53), '-p tcp -j ACCEPT'),
      probes: toPorts([53, 90], { 53: 'filter/FORWARD 1', 90: 'filter/FORWARD 1' }),
    },
    changes: [
      { kind: 'rule-moved', says: 'from position', flows: [flowTo(53)] },
      { kind: 'rule-moved', says: 'from position', flows: [] },
    ],
  },
  'pair-both-together': {
    title: 'The policy is DROP now and an ACCEPT is gone: only both together let a flow die',
    before: {
      ...network,
      rules: filter('ACCEPT', answers, accept(53), accept(80)),
      probes: toPorts([53, 80], {}),
    },
    after: {
      ...network,
      rules: filter('DROP', answers, accept(80)),
      probes: toPorts([53, 80], { 53: 'filter/FORWARD policy' }),
    },
    changes: [
      { kind: 'policy-changed', says: 'filter/FORWARD: ACCEPT -> DROP', flows: [flowTo(53)] },
      {
        kind: 'rule-removed',
        says: 'position 2: -A FORWARD -p udp -m udp --dport 53 -j ACCEPT',
        flows: [flowTo(53)],
      },
    ],
  },
  'pair-two-edits': {
    title: 'Two changes that have nothing to do with each other',
    before: { ...network, rules: filter('ACCEPT', accept(53)), probes: toPorts([53, 80], {}) },
    after: {
      ...network,
      ip: ['route add default via 10.72.0.2', 'route add blackhole 10.72.0.2/32'],
      rules: filter('ACCEPT', drop(80), accept(53)),
      probes: toPorts([53, 80], { 53: 'blackhole', 80: 'blackhole' }),
    },
    changes: [
      {
        kind: 'rule-added',
        says: 'position 1: -A FORWARD -p udp -m udp --dport 80 -j DROP',
        flows: [],
      },
      { kind: 'route-added', says: '10.72.0.2/32: blackhole', flows: [flowTo(53), flowTo(80)] },
    ],
  },
  'pair-connections': {
    title:
      'Real connections and their answers, from other ports the second time; nothing changed but a comment',
    before: {
      ...network,
      rules: filter('DROP', established, '-p tcp -m tcp --dport 22 -m comment --comment admins -j ACCEPT'),
      probes: [
        connect('client', '10.71.0.2:50001', '10.72.0.2:22'),
        connect('client', '10.71.0.2:50002', '10.72.0.2:22'),
        tcp('client', '10.71.0.2:50003', '10.72.0.2:23', { dies: 'filter/FORWARD policy' }),
      ],
    },
    after: {
      ...network,
      rules: filter('DROP', established, '-p tcp -m tcp --dport 22 -m comment --comment staff -j ACCEPT'),
      probes: [
        connect('client', '10.71.0.2:51001', '10.72.0.2:22'),
        connect('client', '10.71.0.2:51005', '10.72.0.2:22'),
        connect('client', '10.71.0.2:51009', '10.72.0.2:22'),
        tcp('client', '10.71.0.2:50003', '10.72.0.2:23', { count: 3, dies: 'filter/FORWARD policy' }),
      ],
    },
    changes: [{ kind: 'rule-changed', says: 'admins -j ACCEPT -> ', flows: [] }],
  },
  'pair-reject-to-drop': {
    title: 'REJECT became DROP; a rule of the same conditions after it and the policy of INPUT are innocent',
    before: {
      ...network,
      rules: filter(
        'ACCEPT',
        answers,
        '-p udp -m udp --dport 53 -j REJECT --reject-with icmp-port-unreachable',
      ),
      probes: toPorts([53, 80], { 53: 'filter/FORWARD 2' }),
    },
    after: {
      ...network,
      rules: filter('ACCEPT', answers, drop(53), accept(53)).replace(':F', ':INPUT DROP [0:0]\n:F'),
      probes: toPorts([53, 80], { 53: 'filter/FORWARD 2' }),
    },
    changes: [
      { kind: 'rule-changed', says: '--dport 53 -j DROP', flows: [flowTo(53)] },
      { kind: 'policy-changed', says: 'filter/INPUT: ACCEPT -> DROP', flows: [] },
      { kind: 'rule-added', says: 'position 3', flows: [] },
    ],
  },
};
