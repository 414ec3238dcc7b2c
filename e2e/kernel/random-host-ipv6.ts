import type { Namespace } from './namespace.ts';
import type { Random } from './random.ts';

/** Interfaces of every random IPv6 host: `b2` has no address but a link-local one, `b3` no carrier. */
export const ipv6Interfaces = ['b0', 'b1', 'b2', 'b3'];

/** Fills a namespace that forwards with random IPv6 routes and FIB rules. */
export function makeRandomIpv6Host(namespace: Namespace, random: Random): void {
  const { below, chance, pick } = random;
  namespace.batch([
    'link set lo up',
    ...ipv6Interfaces.map((dev) => `link add ${dev} type veth peer name p${dev}`),
  ]);
  namespace.setSysctls([
    'net.ipv6.conf.all.forwarding=1',
    ...ipv6Interfaces.map((dev) => `net.ipv6.conf.${dev}.ignore_routes_with_linkdown=${pick([0, 1])}`),
    ...ipv6Interfaces.map((dev) => `net.ipv6.conf.${dev}.accept_dad=0`),
  ]);
  namespace.batch(
    ipv6Interfaces.flatMap((dev) => [`link set ${dev} up`, ...(dev === 'b3' ? [] : [`link set p${dev} up`])]),
  );
  namespace.batch(
    ipv6Interfaces
      .filter((dev) => dev !== 'b2')
      .map((dev, index) => `addr add fd00:${index}::1/64 dev ${dev} nodad`),
  );
  const routes = Array.from({ length: 5 + below(40) }, (_, index) => randomRoute(random, 3 * index));
  namespace.batch(
    routes.flatMap((_, index) => [
      `nexthop add id ${3 * index + 1} via fe80::21 dev b0`,
      `nexthop add id ${3 * index + 2} via fe80::22 dev b1`,
      `nexthop add id ${3 * index + 3} group ${3 * index + 1}/${3 * index + 2}`,
    ]),
  );
  namespace.batch(
    routes.map((route) => `route append ${route}`),
    '-6',
  );
  if (chance(0.7)) {
    namespace.batch(
      Array.from({ length: 1 + below(8) }, () => `rule add ${randomRule(random)}`),
      '-6',
    );
  }
  waitUntilSettled(namespace);
}

/** Addresses and the routes that they make come a moment after their commands. */
function waitUntilSettled(namespace: Namespace): void {
  const dump = (): string => namespace.ip('-6', 'route', 'show', 'table', 'all');
  let before = '';
  for (let attempt = 0, now = dump(); attempt < 20 && now !== before; attempt++) {
    before = now;
    now = dump();
  }
}

/** With the host's own, and those that the kernel treats in a way of their own. */
export function anyIpv6Address(random: Random): string {
  if (random.chance(0.85)) return randomIpv6Address(random);
  return random.pick(['fd00:0::1', 'fd00:1::1', 'fe80::9', 'fd00:9::9', '2001:db8::1']);
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

/**
 * Routes with gateways, which become next hops of one another, have metrics of their own: `ip -6 route` does not show
 * other routes that stand between such (fib6_dump_node() jumps to the last of them). Each route has nexthop objects of
 * its own, for routes that share one share what the kernel caches of the first of them.
 */
function randomRoute(random: Random, objects: number): string {
  const { pick, chance, below } = random;
  const from = chance(0.15) ? ` from ${randomPrefix(random, [32, 48, 64])}` : '';
  const prefix = `${randomPrefix(random, [0, 16, 32, 48, 64, 128])}${from} table ${pick(['main', 'main', '100', '200'])}`;
  const pref = chance(0.4) ? ` pref ${pick(['low', 'medium', 'high'])}` : '';
  const alone = `${prefix} metric ${chance(0.7) ? pick([1, 3, 5]) : 1 + 2 * below(50)}${pref}`;
  const joined = `${prefix} metric ${chance(0.5) ? pick([2, 4]) : 2 + 2 * below(50)}`;
  switch (below(9)) {
    case 0:
    case 1:
      return `${pick(['blackhole', 'unreachable', 'prohibit', 'throw'])} ${alone}`;
    case 2:
      return `${joined} nexthop via fe80::11 dev b0 nexthop via fe80::12 dev b1`;
    case 3:
      return `${alone} nhid ${objects + pick([1, 2, 3])}`;
    case 4:
    case 5:
      return `${joined}${pref} via fe80::${1 + below(9)} dev ${pick(ipv6Interfaces)}`;
    default:
      return `${alone} dev ${pick(ipv6Interfaces)}`;
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
    chance(0.1) ? `tos ${pick(['0x4', '0x10', '0x28'])}` : '',
    chance(0.1) ? `oif ${pick(ipv6Interfaces)}` : '',
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
