import type { Random } from './random.ts';
import { pool } from './random-pool.ts';

/** The header options and matches of a random rule, such as iptables-legacy accepts in that chain. */
export function conditions(
  random: Random,
  table: string,
  chain: string,
  tracked: boolean,
  tcp: boolean,
): string {
  const count = random.pick([0, 1, 1, 1, 2, 2, 3]);
  const protocol = tcp ? 'tcp' : random.pick(['', '', 'tcp', 'tcp', 'udp', 'icmp', '99', '! tcp']);
  const header = [
    ...(random.chance(0.3) ? [negatable(random, '-s', network(random, pool.sources))] : []),
    ...(random.chance(0.3) ? [negatable(random, '-d', network(random, pool.destinations))] : []),
    ...interfaces(random, table, chain),
    protocol === '' ? '' : protocol.startsWith('!') ? '! -p tcp' : `-p ${protocol}`,
  ];
  const matches = Array.from({ length: count }, () => match(random, protocol, table, chain, tracked));
  // The same match with the same option twice is refused; keep the first of each.
  const once = matches.filter(
    (each, place) => matches.findIndex((other) => nameOf(other) === nameOf(each)) === place,
  );
  return [...header, ...once].filter((words) => words !== '').join(' ');
}

function nameOf(words: string): string {
  return /-m (\S+)/.exec(words)?.[1] ?? words;
}

/** iptables lets only those chains ask for an interface that have one; a user-defined chain may be called from all. */
function interfaces(random: Random, table: string, chain: string): string[] {
  const name = (): string => random.pick([...pool.interfaces, 'r+', 'x+', 'r1+']);
  const isUser = /^U/.test(chain);
  const mayIn = isUser ? table !== 'mangle' : ['PREROUTING', 'INPUT', 'FORWARD'].includes(chain);
  const mayOut = isUser ? table === 'filter' : ['FORWARD', 'POSTROUTING', 'OUTPUT'].includes(chain);
  return [
    ...(mayIn && random.chance(0.25) ? [negatable(random, '-i', name())] : []),
    ...(mayOut && random.chance(0.25) ? [negatable(random, '-o', name())] : []),
  ];
}

function network(random: Random, addresses: readonly string[]): string {
  const length = random.pick(['/32', '/32', '/24', '/16', '/8', '/255.0.0.255', '/31']);
  return `${random.pick(addresses)}${length}`;
}

function match(random: Random, protocol: string, table: string, chain: string, tracked: boolean): string {
  const { pick, below } = random;
  const hasPorts = protocol === 'tcp' || protocol === 'udp';
  const port = (): string => pick([String(pick(pool.ports)), '1:1024', '1024:65535', '80:443']);
  const range = (addresses: readonly string[]): string =>
    [pick(addresses), pick(addresses)].toSorted(byAddress).join('-');
  const states = [
    'NEW',
    'INVALID',
    'ESTABLISHED',
    'NEW,RELATED',
    'UNTRACKED',
    'INVALID,UNTRACKED',
    'DNAT',
    'SNAT,ESTABLISHED',
  ];
  const choices = [
    `-m mark ${not(random)}--mark ${pick(pool.marks)}`,
    `-m iprange ${not(random)}--src-range ${range(pool.sources)}`,
    `-m iprange ${not(random)}--dst-range ${range(pool.destinations)}`,
    `-m addrtype ${not(random)}--dst-type ${pick(['LOCAL', 'UNICAST', 'BROADCAST', 'LOCAL,BROADCAST', 'MULTICAST'])}`,
    `-m addrtype ${not(random)}--src-type ${pick(['LOCAL', 'UNICAST'])}`,
    `-m length ${not(random)}--length ${pick(['28', '0:36', '37:', '48'])}`,
    `-m ttl ${pick(['--ttl-eq', '--ttl-lt', '--ttl-gt', '! --ttl-eq'])} ${pick([63, 64, 10, 5])}`,
    `-m tos ${not(random)}--tos ${pick(['0x10/0x3f', '0x00', '0x20/0xe0', '0x02/0x03'])}`,
    `-m dscp ${not(random)}--dscp ${pick(['0x04', '0x2e', '0x00'])}`,
    `-m ecn ${not(random)}--ecn-ip-ect ${below(4)}`,
    `-m comment --comment "c ${below(9)}"`,
    `-m pkttype ${not(random)}--pkt-type ${pick(['unicast', 'multicast'])}`,
    `-m physdev ${not(random)}--physdev-in r0`,
    ...(table !== 'raw' || chain !== 'OUTPUT'
      ? []
      : [`-m owner ${not(random)}--uid-owner ${pick(['0', '5-9'])}`]),
    ...(['PREROUTING', 'INPUT'].includes(chain)
      ? Array<string>(3).fill(`-m addrtype --dst-type ${pick(['LOCAL', 'UNICAST'])} --limit-iface-in`)
      : []),
    ...(table === 'raw' && chain === 'PREROUTING'
      ? [
          `-m rpfilter ${pick(['', '--loose', '--invert', '--accept-local', '--validmark --invert'])}`,
          `-m mac ${not(random)}--mac-source ${pick(['02:00:00:00:00:f0', '02:00:00:00:00:f1'])}`,
        ]
      : []),
    ...(tracked
      ? [
          `-m conntrack ${not(random)}--ctstate ${pick(states)}`,
          `-m conntrack ${not(random)}--ctstate ${pick(states)}`,
          `-m state ${not(random)}--state ${pick(['NEW', 'INVALID', 'NEW,ESTABLISHED'])}`,
          `-m conntrack ${not(random)}--ctorigdst ${pick(pool.destinations)}`,
          `-m conntrack ${not(random)}--ctreplsrc ${pick(pool.destinations)}`,
          `-m conntrack --ctstate INVALID,NEW --ctproto ${pick(['6', '17'])}`,
          `-m connmark ${not(random)}--mark ${pick(pool.marks)}`,
        ]
      : []),
    ...(hasPorts
      ? [
          ...(tracked
            ? [
                `-m conntrack ${not(random)}--ctorigdstport ${pick(pool.ports)} --ctdir ${pick(['ORIGINAL', 'REPLY'])}`,
              ]
            : []),
          `-m ${protocol} ${not(random)}--dport ${port()}`,
          `-m ${protocol} ${not(random)}--dport ${port()}`,
          `-m ${protocol} ${not(random)}--sport ${port()} --dport ${port()}`,
          `-m multiport ${not(random)}--dports ${pick(pool.ports)},${pick(pool.ports)},50:60`,
          `-m multiport ${not(random)}--ports ${pick(pool.ports)}`,
        ]
      : []),
    ...(protocol === 'tcp'
      ? [
          `-m tcp ${not(random)}--tcp-flags ${pick(['SYN,ACK SYN', 'ALL NONE', 'FIN,SYN,RST,ACK SYN', 'RST RST', 'ALL ACK'])}`,
        ]
      : []),
    ...(protocol === 'icmp'
      ? [`-m icmp ${not(random)}--icmp-type ${pick(['8', '0', '8/0', '3/1', 'any'])}`]
      : []),
  ];
  return pick(choices);
}

function not(random: Random): string {
  return random.chance(0.25) ? '! ' : '';
}

function negatable(random: Random, option: string, value: string): string {
  return `${not(random)}${option} ${value}`;
}

function byAddress(a: string, b: string): number {
  const number = (text: string): number => text.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
  return number(a) - number(b);
}
