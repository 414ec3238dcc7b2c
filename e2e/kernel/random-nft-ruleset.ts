import { nftConditions, type RuleProtocol } from './random-nft-conditions.ts';
import { pool } from './random-pool.ts';
import type { Random } from './random.ts';

/** What hangs on which hooks: all that a packet meets that comes in, or that the router sends. */
export type Way = 'arriving' | 'own';

const users = ['u0', 'u1', 'u2', 'u3'];

/**
 * A ruleset for `nft -f`: several tables of the families ip, inet and netdev with base chains at random priorities, sets,
 * verdict maps and nat. Every rule without a verdict map counts, after all of its conditions. Chains call only chains
 * with a higher number.
 */
export function randomNftRuleset(random: Random, way: Way): string {
  const tables = [
    filterTable(random, 'ip', 'first', way),
    natTable(random, random.pick(['ip', 'inet']), 'nat1', way),
    filterTable(random, 'inet', 'second', way),
    ...(random.chance(0.4) ? [natTable(random, 'ip', 'nat2', way)] : []),
    ...(way === 'arriving' && random.chance(0.4) ? [deviceTable(random)] : []),
  ];
  // Answers of the router (REJECT, RST) and what it sends itself over lo end here, or they would count too.
  const answers = way === 'arriving' ? 'chain own { type filter hook output priority -500; drop; }' : 'chain looped { type filter hook input priority -500; drop; }'; // prettier-ignore
  return [...tables, 'table ip answers {', answers, '}'].join('\n');
}

const hooksOf: Readonly<Record<Way, readonly string[]>> = {
  arriving: ['prerouting', 'prerouting', 'input', 'forward', 'forward', 'postrouting'],
  own: ['output', 'output', 'output', 'postrouting'],
};

function filterTable(random: Random, family: string, name: string, way: Way): string {
  const { pick, chance, below } = random;
  const bases = hooksOf[way]
    .filter(() => chance(0.7))
    .map((hook, index) => {
      const priority = pick([-300, -250, -150, -120, -90, 0, 0, 10, 110]);
      const policy = hook !== 'prerouting' && chance(0.2) ? 'drop' : 'accept';
      const type = hook === 'output' && chance(0.5) ? 'route' : 'filter';
      const rules = Array.from({ length: below(7) }, () => filterRule(random, family, hook, users, priority));
      return chain(`b${index}`, `type ${type} hook ${hook} priority ${priority}; policy ${policy};`, rules);
    });
  const others = users.map((user, index) => {
    const rules = Array.from({ length: below(5) }, () =>
      filterRule(random, family, null, users.slice(index + 1), 0),
    );
    return chain(user, '', rules);
  });
  return [`table ${family} ${name} {`, ...sets(random), ...others, ...bases, '}'].join('\n');
}

function chain(name: string, head: string, rules: readonly string[]): string {
  return `  chain ${name} {\n    ${[...(head === '' ? [] : [head]), ...rules, 'counter'].join('\n    ')}\n  }`;
}

function sets(random: Random): readonly string[] {
  const { pick } = random;
  const some = (values: readonly string[]): string => [...new Set([pick(values), pick(values)])].join(', ');
  const port = (): string => String(pick(pool.ports));
  const pairs = [...new Set([1, 2, 3].map(() => `${pick(pool.destinations)} . ${port()}`))].join(', ');
  const verdicts = [...new Set([port(), port(), port()])]
    .map(
      (key) => `${key} : ${pick(['accept', 'drop', 'return', 'continue', 'jump u3', 'goto u3', 'jump u2'])}`,
    )
    .join(', ');
  return [
    `  set sources { type ipv4_addr; elements = { ${some(pool.sources)} } }`,
    `  set networks { type ipv4_addr; flags interval; elements = { 10.0.0.0/24, ${pick(['203.0.113.0-203.0.113.99', '192.0.2.0/29', '10.0.2.9'])} } }`,
    `  set ports { type inet_service; flags interval; elements = { ${pick(['1-100', '50-60, 443', '8000-9000'])}, 40000 } }`,
    `  set services { type ipv4_addr . inet_service; elements = { ${pairs} } }`,
    `  set nics { type ifname; elements = { "r0", "${pick(['r1', 'x0'])}" } }`,
    `  map verdicts { type inet_service : verdict; elements = { ${verdicts} } }`,
  ];
}

function filterRule(
  random: Random,
  family: string,
  hook: string | null,
  callable: readonly string[],
  priority: number,
): string {
  const { pick, chance } = random;
  const protocol = randomProtocol(random);
  const asked = nftConditions(random, family, hook, protocol);
  if (chance(0.15) && callable.includes('u2'))
    return [...asked, verdictMap(random, hook, protocol)].join(' ');
  const marks = [
    `meta mark set ${pick(['0x1', '0x2', '0x13'])}`,
    'meta mark set meta mark | 0x10',
    'ct mark set meta mark',
    `ct mark set ${pick(['0x1', '0x12'])}`,
    'meta mark set ct mark',
    `ip dscp set ${pick(['0x04', 'ef', 'cs0'])}`,
    'ip ttl set 5',
    ...(priority < -200 ? ['notrack', 'notrack'] : []),
  ];
  const mark = chance(0.3) ? pick(marks) : '';
  const calls = callable.flatMap((user) => [`jump ${user}`, `jump ${user}`, `goto ${user}`]);
  const ends = ['accept', 'return', 'drop', ''];
  const refuses =
    hook === 'forward' || hook === 'input' ? ['reject', 'reject with icmp type host-unreachable'] : [];
  const verdict = chance(0.4) && calls.length > 0 ? pick(calls) : pick([...ends, ...refuses, '', 'accept']);
  // A mark that is set holds though a condition after it fails.
  const [first = '', ...rest] = asked;
  const words = chance(0.3) ? [mark, first, ...rest] : [first, ...rest, mark];
  return [...words, 'counter', verdict].filter((word) => word !== '').join(' ');
}

function randomProtocol({ pick }: Random): RuleProtocol {
  return pick(['tcp', 'tcp', 'udp', 'icmp', null, null, null]);
}

function verdictMap({ pick, chance }: Random, hook: string | null, protocol: RuleProtocol): string {
  const verdict = (): string =>
    pick(['accept', 'drop', 'return', 'continue', 'jump u2', 'goto u3', 'jump u3']);
  const [one, other] = [pick(pool.ports), pick(pool.ports)];
  const ports = one === other ? `${one} : ${verdict()}` : `${one} : ${verdict()}, ${other} : ${verdict()}`;
  const rest = chance(0.3) ? `, * : ${verdict()}` : '';
  const ofPorts =
    protocol === 'tcp' || protocol === 'udp'
      ? [
          `${protocol} dport vmap @verdicts`,
          `${protocol} sport vmap @verdicts`,
          `${protocol} dport vmap { ${ports}${rest} }`,
          ...(hook === 'prerouting' || hook === 'forward'
            ? [`iifname . ${protocol} dport vmap { "r0" . 22 : ${verdict()}, "r1" . 80 : ${verdict()} }`]
            : []),
        ]
      : [];
  return pick([
    ...ofPorts,
    `ip saddr vmap { 10.0.0.0/24 : ${verdict()}, 172.16.0.0-172.16.255.255 : ${verdict()} }`,
    `ct state vmap { new : ${verdict()}, invalid : ${verdict()}, established : accept }`,
    `meta l4proto vmap { tcp : ${verdict()}, icmp : ${verdict()} }`,
  ]);
}

function natTable(random: Random, family: string, name: string, way: Way): string {
  const { pick, below } = random;
  const ip = family === 'inet' ? 'ip ' : '';
  const first = way === 'arriving' ? 'prerouting' : 'output';
  // Of a broadcast that the host sends, a copy comes back to it as a packet of its own.
  const reachable = pool.destinations.filter((address) => way === 'arriving' || !address.endsWith('.255'));
  const to = (): readonly string[] => [
    `dnat ${ip}to ${pick(reachable.slice(0, 3))}`,
    `tcp:dnat ${ip}to ${pick(reachable)}:${pick(pool.ports)}`,
    ...(way === 'arriving' ? ['redirect', `tcp:redirect to :${pick(pool.ports)}`] : []),
  ];
  const from = (): readonly string[] => [
    `snat ${ip}to ${pick(pool.sources)}`,
    `tcp:snat ${ip}to 10.0.2.1:${pick(pool.ports)}`,
  ];
  const bases = [
    { hook: first, priority: pick([-100, -110, -50]), targets: to },
    { hook: 'postrouting', priority: pick([100, 90, 300]), targets: () => [...from(), 'masquerade'] },
    ...(way === 'arriving' ? [{ hook: 'input', priority: pick([100, 50]), targets: from }] : []),
  ];
  const chains = bases.map(({ hook, priority, targets }, index) => {
    const rules = Array.from({ length: below(4) }, () => {
      const target = pick(['accept', 'return', '', ...targets(), ...targets()]);
      const needsPorts = target.startsWith('tcp:');
      const protocol = needsPorts ? 'tcp' : randomProtocol(random);
      const asked = nftConditions(random, family, hook, protocol);
      const words = [...asked, 'counter', target.replace('tcp:', '')];
      return words.filter((word) => word !== '').join(' ');
    });
    return chain(`n${index}`, `type nat hook ${hook} priority ${priority}; policy accept;`, rules);
  });
  return [`table ${family} ${name} {`, ...sets(random).slice(0, 5), ...chains, '}'].join('\n');
}

function deviceTable(random: Random): string {
  const { pick, below, chance } = random;
  const rules = Array.from({ length: below(4) }, () => {
    const words = [
      pick(['ip saddr 10.0.0.0/24', `tcp dport ${pick(pool.ports)}`, 'meta l4proto udp', 'ip ttl < 20']),
    ];
    return [...words, chance(0.5) ? 'meta mark set 0x1' : '', 'counter', pick(['', 'accept', 'drop'])]
      .filter((word) => word !== '')
      .join(' ');
  });
  return [
    'table netdev early {',
    chain(
      'ingress0',
      `type filter hook ingress device ${pick(['r0', 'r1'])} priority ${pick([-5, 5])}; policy accept;`,
      rules,
    ),
    '}',
  ].join('\n');
}
