import { tcp, udp } from '../probes.ts';
import type { Scenario } from '../scenario.ts';
import { twoNetworks } from './two-networks.ts';

export const nfqueue: Scenario = {
  title: 'NFQUEUE without a program that listens',
  variants: {
    a: {
      notes: 'With --queue-bypass the packet goes on; without it is gone.',
      ...twoNetworks,
      rules: `
*filter
:FORWARD ACCEPT [0:0]
-A FORWARD -p udp -m udp --dport 7001 -j NFQUEUE --queue-num 3
-A FORWARD -p udp -m udp --dport 7002 -j NFQUEUE --queue-num 4 --queue-bypass
-A FORWARD -p udp -m udp --dport 7002 -j DROP
COMMIT`,
      trace: { in: ['lan7'], out: false },
      probes: [
        udp('client', '10.71.0.2:60001', '10.72.0.2:7000', { count: 2 }),
        udp('client', '10.71.0.2:60002', '10.72.0.2:7001', { count: 2, dies: 'filter/FORWARD 1' }),
        udp('client', '10.71.0.2:60003', '10.72.0.2:7002', { count: 2 }),
      ],
    },
    b: {
      notes: 'In mangle PREROUTING and in a user-defined chain of INPUT; unconditional rules.',
      ...twoNetworks,
      rules: `
*mangle
:PREROUTING ACCEPT [0:0]
-A PREROUTING -p tcp -j NFQUEUE --queue-balance 5:6
COMMIT
*filter
:INPUT ACCEPT [0:0]
:INSPECT - [0:0]
-A INPUT -i lan7 -j INSPECT
-A INSPECT -s 10.71.0.9/32 -j RETURN
-A INSPECT -j NFQUEUE --queue-num 0
COMMIT`,
      trace: { in: ['lan7'], out: false },
      probes: [
        udp('client', '10.71.0.2:60001', '10.72.0.2:7000', { count: 2 }),
        tcp('client', '10.71.0.2:60002', '10.72.0.2:80', { count: 2, dies: 'mangle/PREROUTING 1' }),
        udp('client', '10.71.0.2:60003', '10.71.0.1:53', { count: 2, dies: 'filter/INSPECT 2' }),
        udp('client', '10.71.0.9:60004', '10.71.0.1:53', { count: 2 }),
      ],
    },
    c: {
      notes: 'A program reads one of two queues and accepts what it gets; after its rules the packets go on.',
      ...twoNetworks,
      queueReaders: [3],
      rules: `
*filter
:INPUT ACCEPT [0:0]
:FORWARD ACCEPT [0:0]
-A INPUT -p udp -m udp --dport 7004 -j NFQUEUE --queue-num 4
-A FORWARD -p udp -m udp --dport 7001 -j NFQUEUE --queue-num 3
-A FORWARD -p udp -m udp --dport 7002 -j NFQUEUE --queue-num 4
COMMIT`,
      trace: { in: ['lan7'], out: false },
      probes: [
        udp('client', '10.71.0.2:60001', '10.72.0.2:7001', { count: 2 }),
        udp('client', '10.71.0.2:60002', '10.72.0.2:7002', { count: 2, dies: 'filter/FORWARD 2' }),
        udp('client', '10.71.0.2:60003', '10.71.0.1:7004', { count: 2, dies: 'filter/INPUT 1' }),
      ],
    },
  },
};
