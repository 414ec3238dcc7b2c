import { udp } from '../probes.ts';
import type { Scenario, Variant } from '../scenario.ts';

const twoClients: Pick<Variant, 'links' | 'trace'> = {
  links: [
    {
      dev: 'lan7',
      addresses: ['10.71.0.1/24'],
      peer: 'client',
      peerAddresses: ['10.71.0.2/24'],
      gateway: '10.71.0.1',
      cpus: '1',
    },
    {
      dev: 'lan8',
      addresses: ['10.73.0.1/24'],
      peer: 'client2',
      peerAddresses: ['10.73.0.2/24'],
      gateway: '10.73.0.1',
      cpus: '2',
    },
    {
      dev: 'wan7',
      addresses: ['10.72.0.1/24'],
      peer: 'server',
      peerAddresses: ['10.72.0.2/24'],
      gateway: '10.72.0.1',
    },
  ],
  trace: { in: ['lan7', 'lan8'], out: false },
};

export const interleaved: Scenario = {
  title: 'Two CPUs log at the same time',
  variants: {
    a: {
      notes: 'Lines of packets of several flows stand between each other; a chain drops every third.',
      ...twoClients,
      rules: `
*mangle
:FORWARD ACCEPT [0:0]
COMMIT
*filter
:FORWARD ACCEPT [0:0]
:SOME - [0:0]
-A FORWARD -p udp -m udp --dport 7001 -j DROP
-A FORWARD -j SOME
-A SOME -p udp -m udp --dport 7002 -m statistic --mode nth --every 3 --packet 0 -j DROP
COMMIT`,
      probes: [
        [7000, 7001, 7002].flatMap((port) => [
          udp('client', `10.71.0.2:${port - 1000}`, `10.72.0.2:${port}`, {
            count: 20,
            gapMs: 0.05,
            ...fateOf(port),
          }),
          udp('client2', `10.73.0.2:${port - 1000}`, `10.72.0.2:${port}`, {
            count: 20,
            gapMs: 0.05,
            ...fateOf(port),
          }),
        ]),
      ],
    },
    b: {
      notes: 'The same header, ID 0 and payload in all packets of a flow; both clients use the same ports.',
      ...twoClients,
      rules: `
*filter
:FORWARD ACCEPT [0:0]
:ODD - [0:0]
-A FORWARD -j ODD
-A FORWARD -j ACCEPT
-A ODD -s 10.73.0.0/24 -m statistic --mode nth --every 2 --packet 1 -j DROP
COMMIT`,
      probes: [
        [
          udp('client', '10.71.0.2:6000', '10.72.0.2:7000', { count: 12, gapMs: 0, id: 0, identical: true }),
          udp('client2', '10.73.0.2:6000', '10.72.0.2:7000', {
            count: 12,
            gapMs: 0,
            id: 0,
            identical: true,
            dies: 'filter/ODD 1',
            mixed: true,
          }),
        ],
      ],
    },
  },
};

function fateOf(port: number): { dies: `${string}/${string} ${number}`; mixed?: boolean } | object {
  if (port === 7001) return { dies: 'filter/FORWARD 1' };
  return port === 7002 ? { dies: 'filter/SOME 1', mixed: true } : {};
}
