/** What a step did with the packet. `accept` ends the table, not the journey. */
export type Verdict =
  'accept' | 'drop' | 'reject' | 'queue' | 'stolen' | 'jump' | 'goto' | 'return' | 'continue';

/** The five places in the IP stack where netfilter runs chains (linux/netfilter.h, `enum nf_inet_hooks`). */
export type Hook = 'prerouting' | 'input' | 'forward' | 'output' | 'postrouting';
