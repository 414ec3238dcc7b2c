import { pool } from './random-pool.ts';
import type { Random } from './random.ts';

/** The protocol that a rule is about; null for rules about all. */
export type RuleProtocol = 'tcp' | 'udp' | 'icmp' | null;

/**
 * The conditions of a random rule of nft, all about one protocol, as nft refuses others; `hook` is null for a chain that
 * several hooks may call.
 */
export function nftConditions(
  random: Random,
  family: string,
  hook: string | null,
  protocol: RuleProtocol,
): readonly string[] {
  const count = random.pick([0, 1, 1, 1, 2, 2, 3]);
  const others = Array.from({ length: count }, () => random.pick(anyPacket(random, family, hook)));
  const own = random.pick(ofProtocol(random, protocol));
  const all = random.chance(0.5) ? [own, ...others] : [...others, own];
  return all.filter((words) => words !== '');
}

function ofProtocol(random: Random, protocol: RuleProtocol): readonly string[] {
  const { pick, chance } = random;
  const not = (): string => (chance(0.25) ? '!= ' : '');
  const port = (): string =>
    pick([String(pick(pool.ports)), '1-1024', '{ 22, 80, 8000-9000 }', '@ports', `{ ${pick(pool.ports)} }`]);
  switch (protocol) {
    case null:
      return [
        '',
        '',
        `meta l4proto ${not()}${pick(['tcp', 'udp', 'icmp', '{ tcp, udp }'])}`,
        `meta l4proto { tcp, udp } th dport ${port()}`,
        `ip protocol ${not()}${pick(['99', 'udp'])}`,
      ];
    case 'icmp':
      return [`icmp type ${not()}${pick(['echo-request', 'echo-reply', '{ echo-request, echo-reply }'])}`];
    default:
      return [
        `${protocol} dport ${not()}${port()}`,
        `${protocol} dport ${not()}${port()}`,
        `${protocol} sport ${not()}${port()}`,
        `${protocol} sport ${pick(['<', '>', '<=', '>='])} ${pick(pool.ports)}`,
        `ip daddr . ${protocol} dport ${not()}@services`,
        ...(protocol === 'tcp'
          ? [`tcp flags ${pick(['syn / syn,ack', '& (fin | syn | rst | ack) == syn', 'rst', '== ack'])}`]
          : []),
      ];
  }
}

function anyPacket(random: Random, family: string, hook: string | null): readonly string[] {
  const { pick, chance, below } = random;
  const not = (): string => (chance(0.25) ? '!= ' : '');
  const address = (addresses: readonly string[]): string =>
    pick([
      pick(addresses),
      `${pick(addresses).replace(/\.\d+$/, '.0')}/24`,
      '10.0.0.0/8',
      `{ ${[...new Set([pick(addresses), pick(addresses)])].join(', ')} }`,
      '@sources',
      '@networks',
      '10.0.0.0-10.0.1.255',
    ]);
  const state = (): string =>
    pick(['new', 'invalid', 'established,related', 'untracked', '{ new, invalid }']);
  const mark = (): string => pick(['0x1', '0x13', '0x10', '0x0']);
  return [
    `ip saddr ${not()}${address(pool.sources)}`,
    `ip daddr ${not()}${address(pool.destinations)}`,
    `ip saddr & 255.0.0.255 == ${pick(['10.0.0.2', '10.0.0.77'])}`,
    `ip saddr . ip daddr { ${pick(pool.sources)} . ${pick(pool.destinations)} }`,
    `meta mark ${not()}${mark()}`,
    `meta mark & 0xf0 ${pick(['==', '!='])} 0x10`,
    `ct state ${state()}`,
    `ct state ${state()}`,
    `ct state != ${pick(['new', 'invalid'])}`,
    'ct status dnat',
    `ct mark ${not()}${mark()}`,
    `ip ttl ${pick(['<', '>', '!=', ''])} ${pick([63, 64, 10, 5])}`,
    `ip length ${pick(['28', '1-36', '> 36'])}`,
    `ip dscp ${not()}${pick(['ef', '0x04', 'cs0'])}`,
    'meta pkttype host',
    ...(family === 'inet' ? [`meta nfproto ${pick(['ipv4', '!= ipv6'])}`] : []),
    ...(hook === 'output' || hook === 'postrouting' || hook === null
      ? []
      : [`iifname ${not()}${pick(['"r0"', '"r1"', '"r*"', '@nics', '{ "r0", "r2" }'])}`]),
    ...(hook === 'forward' || hook === 'postrouting' || hook === 'output' || hook === null
      ? [`oifname ${not()}${pick(['"r1"', '"r2"', '"r*"'])}`]
      : []),
    ...(below(2) === 0 ? [`fib daddr type ${not()}${pick(['local', 'unicast', 'broadcast'])}`] : []),
  ];
}
