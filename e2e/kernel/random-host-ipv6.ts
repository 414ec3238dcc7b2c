import type { Namespace } from './namespace.ts';
import type { Random } from './random.ts';

/** Interfaces of every random IPv6 host; both have addresses. */
export const ipv6Interfaces = ['b0', 'b1'];

/** Fills a namespace that forwards with random IPv6 routes and FIB rules. */
export function makeRandomIpv6Host(namespace: Namespace, random: Random): void {
  const { below, chance } = random;
  namespace.batch([
    'link set lo up',
    ...ipv6Interfaces.map((dev) => `link add ${dev} type veth peer name p${dev}`),
  ]);
  namespace.setSysctls(['net.ipv6.conf.all.forwarding=1']);
  namespace.batch(ipv6Interfaces.flatMap((dev) => [`link set ${dev} up`, `link set p${dev} up`]));
  namespace.batch(ipv6Interfaces.map((dev, index) => `addr add fd00:${index}::1/64 dev ${dev} nodad`));
  namespace.batch(Array.from({ length: 5 + below(30) }, () => `-6 route add ${randomRoute(random)}`));
  if (chance(0.7)) {
    namespace.batch(Array.from({ length: 1 + below(8) }, () => `-6 rule add ${randomRule(random)}`));
  }
}

/** Few enough networks that prefixes nest and addresses hit them. */
export function randomIpv6Address({ below }: Random): string {
  return `fd00:${below(3)}:${below(2)}:${below(2)}::${1 + below(5)}`;
}

function randomPrefix(random: Random, lengths: readonly number[]): string {
  const length = random.pick(lengths);
  const groups = randomIpv6Address(random).replace('::', ':0:0:0:').split(':');
  const kept = groups.map((group, index) => (index < Math.floor(length / 16) ? group : '0'));
  return length === 0 ? 'default' : `${kept.join(':')}/${length}`;
}

function randomRoute(random: Random): string {
  const { pick, chance, below } = random;
  const prefix = randomPrefix(random, [0, 16, 32, 48, 64, 128]);
  const where = `${prefix} table ${pick(['main', 'main', '100', '200'])} metric ${1 + below(100)}`;
  const way = (): string => `${chance(0.5) ? `via fe80::${1 + below(9)} ` : ''}dev ${pick(ipv6Interfaces)}`;
  switch (below(8)) {
    case 0:
    case 1:
      return `${pick(['blackhole', 'unreachable', 'prohibit', 'throw'])} ${where}`;
    case 2:
      return `${where} nexthop via fe80::11 dev b0 nexthop via fe80::12 dev b1`;
    default:
      return `${where} ${way()}`;
  }
}

function randomRule(random: Random): string {
  const { pick, chance } = random;
  const selectors = [
    chance(0.15) ? 'not' : '',
    chance(0.4) ? `from ${randomPrefix(random, [16, 32, 64, 128])}` : '',
    chance(0.3) ? `to ${randomPrefix(random, [16, 32, 64, 128])}` : '',
    chance(0.3) ? `iif ${pick([...ipv6Interfaces, 'lo'])}` : '',
    chance(0.3) ? `fwmark ${pick(['1', '0x10/0xf0'])}` : '',
    chance(0.15) ? `ipproto ${pick(['tcp', 'udp'])}` : '',
    chance(0.15) ? 'dport 80-90' : '',
  ];
  const action = pick([
    'lookup 100',
    'lookup 200',
    'lookup main',
    'lookup 100 suppress_prefixlength 16',
    'lookup main suppress_prefixlength 0',
    'goto 50',
    pick(['blackhole', 'unreachable', 'prohibit']),
  ]);
  return `${selectors.filter((selector) => selector !== '').join(' ')} pref ${pick([10, 20, 30, 50, 32800])} ${action}`;
}
