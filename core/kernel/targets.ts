import type { Verdict } from '../model/journey.ts';

/**
 * What a target does with a packet that meets it, from the value that its kernel module returns. `continue` is
 * XT_CONTINUE: the next rule of the chain is tried. Null where it depends on more than the rule (TPROXY drops unless a
 * socket listens), and for a name that is no target of the kernel, such as a user-defined chain.
 */
export function verdictOfTarget(name: string): Verdict | null {
  return verdicts.get(name) ?? null;
}

/** Whether the target rewrites addresses or ports, so that the next trace event shows another header. */
export function rewritesAddresses(name: string): boolean {
  return translations.includes(name);
}

/**
 * nf_nat_setup_info() (net/netfilter/nf_nat_core.c) returns NF_ACCEPT, which ends the nat table; NF_DROP only when no
 * free tuple is left.
 */
const translations = ['DNAT', 'SNAT', 'MASQUERADE', 'REDIRECT', 'NETMAP', 'SAME'];

/**
 * XT_CONTINUE: these mark, log, copy or rewrite, and the chain goes on. SNPT and DNPT translate prefixes without
 * conntrack in mangle and go on too (net/ipv6/netfilter/ip6t_NPT.c).
 */
const continuing = [
  'AUDIT',
  'CHECKSUM',
  'CLASSIFY',
  'CONNMARK',
  'CONNSECMARK',
  'CT',
  'DNPT',
  'DSCP',
  'ECN',
  'FLOWOFFLOAD',
  'HL',
  'HMARK',
  'IDLETIMER',
  'LED',
  'LOG',
  'MARK',
  'NFLOG',
  'NOTRACK',
  'RATEEST',
  'SECMARK',
  'SET',
  'SNPT',
  'TCPMSS',
  'TCPOPTSTRIP',
  'TEE',
  'TOS',
  'TRACE',
  'TTL',
  'ULOG',
];

const verdicts = new Map<string, Verdict>([
  ['ACCEPT', 'accept'],
  ['DROP', 'drop'],
  ['RETURN', 'return'],
  ['REJECT', 'reject'],
  ['QUEUE', 'queue'],
  ['NFQUEUE', 'queue'],
  ...translations.map((name): [string, Verdict] => [name, 'accept']),
  ...continuing.map((name): [string, Verdict] => [name, 'continue']),
]);
