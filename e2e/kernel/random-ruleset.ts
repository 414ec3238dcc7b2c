import type { Random } from './random.ts';
import { conditions } from './random-conditions.ts';
import { pool } from './random-pool.ts';

const userChains = 4;

/**
 * A ruleset for iptables-legacy-restore, with all five tables. In `nat` mode `passive`, nothing in it needs conntrack.
 * Chains call only chains with a higher number, as the kernel refuses loops.
 */
export function randomRuleset(random: Random, conntrack: 'used' | 'passive'): string {
  const tracked = conntrack === 'used';
  return [
    table(random, 'raw', ['PREROUTING'], tracked),
    table(random, 'mangle', ['PREROUTING', 'INPUT', 'FORWARD', 'POSTROUTING'], tracked),
    nat(random, tracked),
    table(random, 'filter', ['INPUT', 'FORWARD'], tracked),
    table(random, 'security', ['INPUT', 'FORWARD'], tracked),
  ].join('');
}

/** The same for packets of the host itself. Those that come back over lo end in INPUT, or their answers would count too. */
export function randomOutputRuleset(random: Random): string {
  return [
    table(random, 'raw', ['OUTPUT'], true),
    table(random, 'mangle', ['OUTPUT', 'POSTROUTING'], true),
    nat(random, true, 'OUTPUT'),
    table(random, 'filter', ['OUTPUT'], true, false),
    '*security\n:INPUT ACCEPT [0:0]\n-A INPUT -j DROP\nCOMMIT\n',
  ].join('');
}

function table(
  random: Random,
  name: string,
  chains: readonly string[],
  tracked: boolean,
  rejects = true,
): string {
  const users = Array.from({ length: userChains }, (_, index) => `U${index}`);
  const builtIn = chains.map((chain) => {
    const policy = name === 'filter' && random.chance(0.4) ? 'DROP' : 'ACCEPT';
    return `:${chain} ${policy} [0:0]`;
  });
  const rules = [...chains, ...users].flatMap((chain) =>
    Array.from({ length: random.below(chains.includes(chain) ? 9 : 6) }, () => {
      const callable = users.slice(users.indexOf(chain) + 1);
      const target = pickTarget(random, name, chain, callable, tracked, rejects);
      return `-A ${chain} ${conditions(random, name, chain, tracked, target.includes('--reject-with tcp'))} ${target}`;
    }),
  );
  // Answers of the router (REJECT, RST) go no further than here, or they would count on their way out.
  const answers = name === 'raw' && !chains.includes('OUTPUT') ? ['-A OUTPUT -j DROP'] : [];
  return [
    `*${name}`,
    ...builtIn,
    ...users.map((user) => `:${user} - [0:0]`),
    ...rules,
    ...answers,
    'COMMIT',
    '',
  ].join('\n');
}

function pickTarget(
  random: Random,
  table: string,
  chain: string,
  callable: readonly string[],
  tracked: boolean,
  rejects: boolean,
): string {
  const { pick, chance } = random;
  const marks = [
    `-j MARK --set-xmark ${pick(pool.marks)}`,
    `-j MARK --or-mark ${pick(['0x1', '0x10'])}`,
    `-j TOS --set-tos ${pick(['0x10/0x3f', '0x08', '0x02/0x03'])}`,
    `-j DSCP --set-dscp ${pick(['0x2e', '0x04'])}`,
    `-j TTL --ttl-${pick(['set 5', 'dec 1', 'inc 3'])}`,
    ...(tracked
      ? [
          '-j CONNMARK --save-mark',
          '-j CONNMARK --restore-mark --mask 0xff',
          `-j CONNMARK --set-xmark ${pick(pool.marks)}`,
        ]
      : []),
  ];
  const own: Record<string, string[]> = {
    raw: chain.startsWith('U') ? ['-j ACCEPT'] : ['-j NOTRACK', '-j CT --notrack'],
    mangle: [...marks, ...marks],
    filter: rejects ? ['-j REJECT', '-j REJECT --reject-with tcp-reset', '-j DROP'] : ['-j DROP'],
    security: [],
    nat: [],
  };
  const drops = table === 'nat' ? [] : ['-j DROP'];
  const calls =
    callable.length === 0 ? [] : callable.flatMap((user) => [`-j ${user}`, `-j ${user}`, `-g ${user}`]);
  if (chance(0.35) && calls.length > 0) return pick(calls);
  const ends = table === 'filter' ? ['-j ACCEPT', '-j ACCEPT'] : [];
  // Where everything is dropped early, the later tables are never met.
  if (drops.length > 0 && table !== 'filter' && chance(0.9))
    return pick(['-j RETURN', '-j ACCEPT', '', '', ...(own[table] ?? []), ...(own[table] ?? [])]);
  return pick(['-j ACCEPT', '-j RETURN', '', ...ends, ...drops, ...(own[table] ?? []), ...calls]);
}

/** Chains of the two sides are apart: targets of one side are refused in chains that the other side reaches. */
function nat(random: Random, tracked: boolean, first = 'PREROUTING'): string {
  const { pick, below } = random;
  const side = (
    chains: readonly string[],
    users: readonly string[],
    targets: () => readonly string[],
  ): string[] =>
    [...chains, ...users].flatMap((chain) =>
      Array.from({ length: below(5) }, () => {
        const calls = users.slice(users.indexOf(chain) + 1).flatMap((user) => [`-j ${user}`, `-g ${user}`]);
        const target = pick([
          '-j ACCEPT',
          '-j RETURN',
          '',
          ...calls,
          ...calls,
          ...(tracked ? [...targets(), ...targets()] : []),
        ]);
        const hasPorts = / :|:\d|--to-ports/.test(target);
        return `-A ${chain} ${conditions(random, 'nat', chain, tracked, hasPorts)} ${target}`;
      }),
    );
  // Of a broadcast that the host sends, a copy comes back to it as a packet of its own.
  const reachable = pool.destinations.filter((address) => first !== 'OUTPUT' || !address.endsWith('.255'));
  const destinations = (): string[] => [
    `-j DNAT --to-destination ${pick(pool.destinations.slice(0, 3))}`,
    `-j DNAT --to-destination ${pick(reachable)}:${pick(pool.ports)}`,
    `-j DNAT --to-destination :${pick(pool.ports)}`,
    ...(first === 'OUTPUT' ? [] : ['-j REDIRECT', `-j REDIRECT --to-ports ${pick(pool.ports)}`]),
    '-j NETMAP --to 10.0.2.0/24',
  ];
  const sources = (): string[] => [
    `-j SNAT --to-source ${pick(pool.sources)}`,
    `-j SNAT --to-source 10.0.2.1:${pick(pool.ports)}`,
  ];
  const rules = [
    ...side([first], ['D0', 'D1'], destinations),
    ...side(['POSTROUTING'], ['S0', 'S1'], () => [...sources(), '-j MASQUERADE']),
    ...(first === 'OUTPUT' ? [] : side(['INPUT'], ['I0'], sources)),
  ];
  const chains = [first, ...(first === 'OUTPUT' ? [] : ['INPUT']), 'POSTROUTING'].map(
    (chain) => `:${chain} ACCEPT [0:0]`,
  );
  const users = ['D0', 'D1', 'S0', 'S1', 'I0'].map((user) => `:${user} - [0:0]`);
  return ['*nat', ...chains, ...users, ...rules, 'COMMIT', ''].join('\n');
}
