import type { Random } from './random.ts';

/** Few enough values that rules and packets meet. */
export const pool = {
  sources: ['10.0.0.2', '10.0.0.77', '10.0.1.2', '172.16.5.5', '192.168.7.9'],
  destinations: [
    '10.0.0.1',
    '10.0.1.9',
    '10.0.2.9',
    '10.0.1.255',
    '192.0.2.7',
    '198.51.100.3',
    '203.0.113.5',
  ],
  ports: [22, 53, 80, 443, 1500, 8080, 40000],
  marks: ['0x1', '0x2', '0x10/0xf0', '0x1/0x1', '0x12/0x3f', '0x3/0x1'],
  interfaces: ['r0', 'r1', 'r2'],
};

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

function conditions(random: Random, table: string, chain: string, tracked: boolean, tcp: boolean): string {
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
