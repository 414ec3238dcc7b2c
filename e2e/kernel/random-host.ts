import type { Namespace } from './namespace.ts';
import type { Random } from './random.ts';

/** Interfaces of every random host: `a4` has no address, `a2` no carrier, `a3` goes down after the routes are made. */
export const interfaces = ['a0', 'a1', 'a2', 'a3', 'a4'];

const tables = ['main', 'main', 'main', '100', '200', 'default'];
const tosValues = [0, 0, 0, 0, 4, 8, 0x10, 0x1c];

/** Fills a namespace with random interfaces, sysctls, routes and, unless `rules` is `untouched`, FIB rules. */
export function makeRandomHost(
  namespace: Namespace,
  random: Random,
  rules: 'untouched' | 'put-back' | 'random',
): void {
  const { below, chance, pick } = random;
  namespace.batch([
    'link set lo up',
    ...interfaces.map((dev) => `link add ${dev} type veth peer name p${dev}`),
  ]);
  namespace.batch(
    interfaces.flatMap((dev) => [`link set ${dev} up`, ...(dev === 'a2' ? [] : [`link set p${dev} up`])]),
  );
  setSysctls(namespace, random);
  namespace.batch(
    interfaces
      .filter((dev) => dev !== 'a4')
      .flatMap((dev, index) => [
        `addr add 10.${index}.0.1/24 brd + dev ${dev}`,
        ...(chance(0.5) ? [`addr add ${randomAddress(random)}/${pick([20, 24, 31, 32])} dev ${dev}`] : []),
      ]),
  );
  namespace.batch(Array.from({ length: 5 + below(40) }, () => `route append ${randomRoute(random)}`));
  if (chance(0.3))
    namespace.batch(['route append default dev a1', 'route append default via 10.0.0.9 dev a0']);
  if (rules === 'random') {
    namespace.batch(Array.from({ length: 1 + below(10) }, () => `rule add ${randomRule(random)}`));
  }
  if (rules === 'put-back') namespace.batch(['rule add pref 5 blackhole', 'rule del pref 5']);
  namespace.batch(['link set a3 down']);
}

/** Few enough networks that prefixes nest and addresses hit them. */
export function randomAddress({ below }: Random): string {
  return `10.${below(4)}.${below(3)}.${below(10)}`;
}

/** With the addresses that the kernel treats in a way of their own. */
export function anyAddress(random: Random): string {
  if (random.chance(0.9)) return randomAddress(random);
  return random.pick([
    '0.0.0.0',
    '0.1.2.3',
    '127.0.0.1',
    '127.0.0.9',
    '169.254.1.1',
    '255.255.255.255',
    '10.0.0.255',
    '10.1.0.255',
    '192.0.2.1',
    '240.0.0.1',
  ]);
}

function setSysctls(namespace: Namespace, { chance, pick }: Random): void {
  const perDevice = ['all', ...interfaces].flatMap((dev) => {
    const conf = `net.ipv4.conf.${dev}`;
    return [
      `${conf}.rp_filter=${pick([0, 0, 1, 1, 2])}`,
      `${conf}.accept_local=${pick([0, 0, 1])}`,
      `${conf}.src_valid_mark=${pick([0, 1])}`,
      `${conf}.route_localnet=${pick([0, 0, 0, 1])}`,
      `${conf}.send_redirects=${pick([0, 1])}`,
      `${conf}.ignore_routes_with_linkdown=${pick([0, 1])}`,
      `${conf}.bc_forwarding=${pick([0, 1])}`,
    ];
  });
  const filters = chance(0.3) ? [] : ['net.ipv4.conf.all.rp_filter=0'];
  const forwarding = interfaces.map((dev) => `net.ipv4.conf.${dev}.forwarding=${pick([0, 1, 1, 1, 1])}`);
  namespace.setSysctls(['net.ipv4.ip_forward=1', ...perDevice, ...filters, ...forwarding]);
}

function randomPrefix(random: Random, lengths: readonly number[]): string {
  const length = random.pick(lengths);
  if (length === 0) return 'default';
  const value = randomAddress(random)
    .split('.')
    .reduce((all, part) => all * 256 + Number(part), 0);
  const masked = Math.floor(value / 2 ** (32 - length)) * 2 ** (32 - length);
  return `${[24, 16, 8, 0].map((shift) => Math.floor(masked / 2 ** shift) % 256).join('.')}/${length}`;
}

function randomRoute(random: Random): string {
  const { pick, chance, below } = random;
  const prefix = chance(0.03)
    ? '127.0.0.9/32'
    : randomPrefix(random, [0, 8, 14, 16, 16, 20, 22, 24, 24, 28, 30, 31, 32]);
  const tos = pick(tosValues);
  const where = `${prefix} ${tos ? `tos 0x${tos.toString(16)} ` : ''}table ${pick(tables)} metric ${below(3)}`;
  const way = (): string =>
    `${chance(0.5) ? `via ${randomAddress(random)} onlink ` : ''}dev ${pick(interfaces)}`;
  switch (below(12)) {
    case 0:
      return `${pick(['blackhole', 'unreachable', 'prohibit', 'throw'])} ${where}`;
    case 1:
      return `${pick(['blackhole', 'unreachable', 'prohibit', 'throw'])} ${where}`;
    case 2:
      return `${where} nexthop ${way()} nexthop ${way()} weight 3`;
    case 3:
      return chance(0.3) ? `local ${where} dev ${pick(['lo', 'a0'])}` : `${where} ${way()} mtu 1400`;
    default:
      return `${where} ${way()}`;
  }
}

function randomRule(random: Random): string {
  const { pick, chance } = random;
  const selectors = [
    chance(0.15) ? 'not' : '',
    chance(0.4) ? `from ${randomPrefix(random, [0, 8, 16, 24, 32])}` : '',
    chance(0.3) ? `to ${randomPrefix(random, [0, 8, 16, 24, 32])}` : '',
    chance(0.3) ? `iif ${pick([...interfaces, 'lo', 'absent0'])}` : '',
    chance(0.1) ? `oif ${pick(interfaces)}` : '',
    chance(0.35) ? `fwmark ${pick(['1', '2', '0x10/0xf0', '0/0xf', '0x80000001/0x80000001'])}` : '',
    chance(0.15) ? `tos ${pick(['0x4', '0x8', '0x10', '0x1c'])}` : '',
    chance(0.15) ? `ipproto ${pick(['tcp', 'udp', 'icmp'])}` : '',
    chance(0.25) ? `dport ${pick(['80', '80-90'])}` : '',
    chance(0.2) ? `sport ${pick(['1000-2000', '80'])}` : '',
    chance(0.1) ? `uidrange ${pick(['0-0', '1000-2000'])}` : '',
  ];
  const priority = pick([0, 10, 20, 20, 30, 40, 50, 50, 32766, 32800]);
  return `${selectors.filter((selector) => selector !== '').join(' ')} pref ${priority} ${randomAction(random)}`;
}

function randomAction({ pick, chance }: Random): string {
  const lookup = `lookup ${pick(['100', '200', 'main', '300', 'local', 'default'])}`;
  return pick([
    lookup,
    lookup,
    lookup,
    lookup,
    `lookup ${pick(['main', '100', '200'])} suppress_prefixlength ${pick([0, 14, 16, 24])}`,
    `goto ${pick([30, 40, 50, 32766, 45])}`,
    chance(0.3) ? 'nop' : pick(['blackhole', 'unreachable', 'prohibit']),
  ]);
}
