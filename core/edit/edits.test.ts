import { recordsOf } from '../model/host-records.ts';
import { describe, expect, it } from 'vitest';
import { formats } from '../parse/formats.ts';
import { analysed } from '../testing/drawn-log.ts';
import { host } from '../testing/host.ts';
import type { EditTool } from '../model/edit.ts';
import { loadedTables } from '../kernel/chains/loaded-tables.ts';
import { hostState } from '../kernel/host-state.ts';
import type { Configuration } from './configuration.ts';
import type { ReadRecords } from './edit-kind.ts';
import { makeEdit } from './edits.ts';

const drawn = host()
  .rules(':FORWARD DROP', '-A FORWARD -p udp -j ACCEPT', '-A FORWARD -j APPS', '-A APPS -p tcp -m tcp --dport 80 -j ACCEPT', '*nat', '-A POSTROUTING -o eth1 -j MASQUERADE') // prettier-ignore
  .router('default via 10.2.0.254 dev eth1')
  .nft(
    'table inet own { # handle 1',
    '\tset allowed { # handle 2',
    '\t\ttype ipv4_addr . inet_service',
    '\t\telements = { 10.2.0.2 . 80 }',
    '\t}',
    '\tchain forward { # handle 1',
    '\t\ttype filter hook forward priority 10; policy accept;',
    '\t\tip daddr . tcp dport @allowed accept # handle 5',
    '\t\tip saddr 10.1.0.9 drop # handle 6',
    '\t}',
    '}',
  )
  .file('ipset-save.txt', 'create blocked hash:ip family inet hashsize 1024 maxelem 65536', 'add blocked 10.1.0.7')
  .file('conntrack.txt', 'udp      17 28 src=10.1.0.2 dst=10.2.0.2 sport=4000 dport=53 [UNREPLIED] src=10.2.0.2 dst=10.1.0.2 sport=53 dport=4000 mark=0 use=1'); // prettier-ignore

const readRecords: ReadRecords = (kind, text, { file }) =>
  formats.find((each) => each.kind === kind)?.parse(text.split('\n'), file).records ?? {
    kind: 'none',
    items: [],
  };

async function configuration(): Promise<Configuration> {
  const { analysis } = await analysed(drawn.files);
  return {
    ...hostState(analysis, ''),
    tables: loadedTables(analysis.rulesets, ''),
    conntrack: recordsOf(analysis, '').conntrack,
  };
}

/** What the commands leave: rules of a chain, routes, ...; or the refusal and the words that it points at. */
async function after(
  commands: readonly (readonly [EditTool, string])[],
): Promise<Configuration | readonly [string, string]> {
  let state = await configuration();
  for (const [tool, text] of commands) {
    const made = makeEdit(
      state,
      { kind: 'command', tool, host: null, text },
      { file: 'change', line: 1 },
      readRecords,
    );
    if ('refused' in made)
      return [
        typeof made.refused === 'string' ? made.refused : made.refused.kind,
        made.at === null ? '' : text.slice(made.at.start, made.at.start + made.at.length),
      ];
    state = made.state;
  }
  return state;
}

function chain(state: Configuration | readonly unknown[], table: string, name: string): readonly string[] {
  const found = ('tables' in state ? state.tables : [])
    .find((each) => each.table.name === table)
    ?.table.chains.find((each) => each.name === name);
  return found === undefined
    ? ['no such chain']
    : [...found.rules.map(({ number, text }) => `${number} ${text}`), found.policy ?? '-'];
}

describe('what_people_type_means_what_the_tool_takes_it_for', () => {
  // Each pair was tried on iptables-legacy and iptables-nft 1.8.9: -D finds the rule that -A made.
  const same: readonly (readonly [string, string])[] = [
    ['-m conntrack --ctstate NEW,RELATED -j ACCEPT', '-m conntrack --ctstate RELATED,NEW -j ACCEPT'],
    ['-s 10.1.0.0/16 -j ACCEPT', '--source 10.1.2.3/255.255.0.0 --jump ACCEPT'],
    ['-j REJECT', '-j REJECT --reject-with icmp-port-unreachable'],
    ['-p icmp --icmp-type 8 -j ACCEPT', '-p icmp -m icmp --icmp-type echo-request -j ACCEPT'],
    ['-m limit --limit 5/min -j ACCEPT', '-m limit --limit 5/minute --limit-burst 5 -j ACCEPT'],
    ['-p 6 -j DROP', '--proto tcp -j DROP'],
    ['-p tcp --syn -j DROP', '-p tcp --tcp-flags SYN,ACK,FIN,RST SYN -j DROP'],
    ['-m mark --mark 1 -j DROP', '-m mark --mark 0x1 -j DROP'],
    ['-j LOG', '-j LOG --log-level warning'],
    ['-p all -s 0.0.0.0/0 -j DROP', '-j DROP'],
    ['-d 10.0.0.1,10.0.0.2 -j DROP', '-d 10.0.0.2,10.0.0.1 -j DROP'],
    ['-p udp --dport bootps -j DROP', '-p udp --dp 67 -j DROP'],
  ];
  it.each(same)('%s is deleted by %s', async (made, deleted) => {
    const state = await after([
      ['iptables', `-A APPS ${made}`],
      ['iptables', `--delete APPS ${deleted}`],
    ]);
    expect(chain(state, 'filter', 'APPS')).toEqual(['1 -A APPS -p tcp -m tcp --dport 80 -j ACCEPT', '-']);
  });

  it.each([
    ['-m state --state NEW -j ACCEPT', '-m conntrack --ctstate NEW -j ACCEPT'],
    ['-p tcp --dport 80 -j DROP', '-p tcp --dport 80 -j ACCEPT'],
    ['-m limit --limit 5/min -j ACCEPT', '-m limit --limit 6/min -j ACCEPT'],
  ])('%s is another rule than %s', async (made, deleted) => {
    const result = await after([
      ['iptables', `-A FORWARD ${made}`],
      ['iptables', `-D FORWARD ${deleted}`],
    ]);
    expect(result).toEqual(['iptables: Bad rule (does a matching rule exist in that chain?).', 'FORWARD']);
  });

  it('a_list_of_addresses_is_a_rule_for_each_the_last_of_an_insertion_first', async () => {
    const state = await after([
      ['iptables', '-A APPS -s 10.0.0.1,10.0.0.2 -j DROP'],
      ['iptables', '-I APPS -s 10.0.0.3,10.0.0.4 -j DROP'],
    ]);
    expect(chain(state, 'filter', 'APPS')).toEqual([
      '1 -A APPS -s 10.0.0.4 -j DROP',
      '2 -A APPS -s 10.0.0.3 -j DROP',
      '3 -A APPS -p tcp -m tcp --dport 80 -j ACCEPT',
      '4 -A APPS -s 10.0.0.1 -j DROP',
      '5 -A APPS -s 10.0.0.2 -j DROP',
      '-',
    ]);
  });

  it('options_that_are_cut_short_are_those_that_begin_so', async () => {
    const state = await after([
      ['iptables', '-t nat -A POSTROUTING --dest 10.2.0.2 --out eth1 -j SNAT --to 10.2.0.1'],
    ]);
    expect(chain(state, 'nat', 'POSTROUTING').at(1)).toBe(
      '2 -A POSTROUTING --destination 10.2.0.2 --out-interface eth1 -j SNAT --to-source 10.2.0.1',
    );
  });

  it.each([
    ['echo 2 > /proc/sys/net/ipv4/conf/eth0/rp_filter'],
    ['echo 2 | sudo tee /proc/sys/net/ipv4/conf/eth0/rp_filter'],
    ['net/ipv4/conf/eth0/rp_filter=2'],
    ['sudo sysctl -qw net.ipv4.conf.eth0.rp_filter = 2'],
  ])('%s sets one interface', async (text) => {
    const state = await after([['sysctl', text]]);
    const sysctls = 'network' in state ? state.network?.sysctls : [];
    expect(sysctls?.at(-1)).toMatchObject({ key: 'net.ipv4.conf.eth0.rp_filter', value: '2' });
  });

  it.each<[EditTool, string, string]>([
    ['iptables', '-L -n -v', 'changes-nothing'],
    ['iptables', '-C FORWARD -j ACCEPT', 'changes-nothing'],
    ['iptables', '-Z', 'changes-nothing'],
    ['nft', 'list ruleset', 'changes-nothing'],
    ['ip', 'route show', 'changes-nothing'],
    ['ip', 'rule flush', 'not-modelled'],
    ['ip', 'neigh add 10.0.0.1 dev eth0', 'not-modelled'],
  ])('%s %s is refused: %s', async (tool, text, says) => {
    expect(await after([[tool, text]])).toContain(says);
  });
});

describe('commands_change_what_they_would_change_on_the_host', () => {
  const cases: readonly (readonly [EditTool, string, string, string, readonly string[]])[] = [
    ['iptables', '-I FORWARD 2 -d 10.2.0.2 -j ACCEPT', 'filter', 'FORWARD', ['1 -A FORWARD -p udp -j ACCEPT', '2 -A FORWARD -d 10.2.0.2 -j ACCEPT', '3 -A FORWARD -j APPS', 'DROP']], // prettier-ignore
    ['iptables', 'iptables -D FORWARD 1', 'filter', 'FORWARD', ['1 -A FORWARD -j APPS', 'DROP']],
    ['iptables', '-D APPS -p tcp --dport 80 -j ACCEPT', 'filter', 'APPS', ['-']],
    ['iptables', '-D FORWARD -j ACCEPT -p udp', 'filter', 'FORWARD', ['1 -A FORWARD -j APPS', 'DROP']],
    ['iptables', '-R APPS 1 -j DROP', 'filter', 'APPS', ['1 -A APPS -j DROP', '-']],
    ['iptables', '-P FORWARD ACCEPT', 'filter', 'FORWARD', ['1 -A FORWARD -p udp -j ACCEPT', '2 -A FORWARD -j APPS', 'ACCEPT']], // prettier-ignore
    [
      'iptables',
      '-t raw -A PREROUTING -j NOTRACK',
      'raw',
      'PREROUTING',
      ['1 -A PREROUTING -j NOTRACK', 'ACCEPT'],
    ],
    ['iptables', '-t nat -F', 'nat', 'POSTROUTING', ['ACCEPT']],
    ['iptables', '-E APPS SERVICES', 'filter', 'FORWARD', ['1 -A FORWARD -p udp -j ACCEPT', '2 -A FORWARD -j SERVICES', 'DROP']], // prettier-ignore
    ['iptables', "-A FORWARD -m comment --comment 'a b' -j ACCEPT", 'filter', 'FORWARD', ['1 -A FORWARD -p udp -j ACCEPT', '2 -A FORWARD -j APPS', '3 -A FORWARD -m comment --comment "a b" -j ACCEPT', 'DROP']], // prettier-ignore
    ['nft', 'insert rule inet own forward handle 6 tcp dport 81 accept', 'own', 'forward', ['1 ip daddr . tcp dport @allowed accept', '2 tcp dport 81 accept', '3 ip saddr 10.1.0.9 drop', 'ACCEPT']], // prettier-ignore
    ['nft', 'add rule inet own forward index 0 tcp dport 81 accept', 'own', 'forward', ['1 ip daddr . tcp dport @allowed accept', '2 tcp dport 81 accept', '3 ip saddr 10.1.0.9 drop', 'ACCEPT']], // prettier-ignore
    [
      'nft',
      'nft delete rule inet own forward handle 5',
      'own',
      'forward',
      ['1 ip saddr 10.1.0.9 drop', 'ACCEPT'],
    ],
    ['nft', 'add chain inet own forward { policy drop; }', 'own', 'forward', ['1 ip daddr . tcp dport @allowed accept', '2 ip saddr 10.1.0.9 drop', 'DROP']], // prettier-ignore
    ['nft', "'flush chain inet own forward'", 'own', 'forward', ['ACCEPT']],
    ['nft', 'delete table inet own', 'own', 'forward', ['no such chain']],
  ];
  it.each(cases)('%s %s', async (tool, text, table, name, rules) => {
    expect(chain(await after([[tool, text]]), table, name)).toEqual(rules);
  });

  const others: readonly (readonly [EditTool, string, (state: Configuration) => unknown, unknown])[] = [
    [
      'ip',
      'route add 10.9.0.0/16 via 10.1.0.254',
      ({ network }) => network?.routes.at(-1)?.nextHops[0]?.dev,
      'eth0',
    ],
    ['ip', 'ip route del default', ({ network }) => network?.routes.filter(({ prefix }) => prefix === '0.0.0.0/0').length, 0], // prettier-ignore
    ['ip', 'route replace default via 10.1.0.9', ({ network }) => network?.routes.filter(({ prefix }) => prefix === '0.0.0.0/0').map(({ nextHops }) => nextHops[0]?.via), ['10.1.0.9']], // prettier-ignore
    ['ip', 'rule add from 10.1.0.0/24 lookup 100', ({ network }) => network?.fibRules.map(({ priority }) => priority), [0, 32765, 32766]], // prettier-ignore
    ['ip', 'rule del pref 32766', ({ network }) => network?.fibRules.length, 1],
    ['ip', 'link set dev eth1 down', ({ network }) => network?.routes.filter(({ nextHops }) => nextHops[0]?.dev === 'eth1').map(({ type }) => type), ['local']], // prettier-ignore
    [
      'ip',
      'link set eth1 mtu 1280',
      ({ network }) => network?.links.find(({ name }) => name === 'eth1')?.mtu,
      1280,
    ],
    ['ip', 'addr add 10.3.0.1/24 dev eth0', ({ network }) => network?.routes.slice(-3).map(({ type, prefix }) => `${type} ${prefix}`), ['local 10.3.0.1/32', 'unicast 10.3.0.0/24', 'broadcast 10.3.0.255/32']], // prettier-ignore
    ['sysctl', 'net.ipv4.ip_forward=0', ({ network }) => network?.sysctls.find(({ key }) => key === 'net.ipv4.conf.eth0.forwarding')?.value, '0'], // prettier-ignore
    ['sysctl', '-w net/ipv4/conf/eth0/rp_filter=2', ({ network }) => network?.sysctls.find(({ key }) => key === 'net.ipv4.conf.eth0.rp_filter')?.value, '2'], // prettier-ignore
    ['ipset', 'add blocked 10.1.0.8', ({ ipsets }) => ipsets[0]?.entries.map(({ element }) => element), ['10.1.0.7', '10.1.0.8']], // prettier-ignore
    ['ipset', 'del blocked 10.1.0.7', ({ ipsets }) => ipsets[0]?.entries, []],
    ['nft', 'add element inet own allowed { 10.2.0.2 . 81, 10.2.0.3 . 80 }', ({ tables }) => tables.find(({ table }) => table.name === 'own')?.table.sets[0]?.elements.map(({ key }) => key.join('.')), ['10.2.0.2.80', '10.2.0.2.81', '10.2.0.3.80']], // prettier-ignore
    ['conntrack', '-D -p udp --orig-src 10.1.0.2 --dport 53', ({ conntrack }) => conntrack.length, 0],
  ];
  it.each(others)('%s %s', async (tool, text, look, expected) => {
    expect(look((await after([[tool, text]])) as Configuration)).toEqual(expected);
  });
});

describe('what_the_host_would_refuse_is_refused_in_its_words', () => {
  const cases: readonly (readonly [EditTool, string, string, string])[] = [
    ['iptables', '-A NOSUCH -j ACCEPT', 'iptables: No chain/target/match by that name.', 'NOSUCH'],
    ['iptables', '-A FORWARD -j NOSUCH', "Couldn't load target `NOSUCH':No such file or directory", 'NOSUCH'],
    ['iptables', '-A FORWARD -p tcp --dprt 3 -j ACCEPT', 'unknown option "--dprt"', '--dprt'],
    ['iptables', '-A FORWARD --dport 3 -j ACCEPT', 'unknown option "--dport"', '--dport'],
    [
      'iptables',
      '-A FORWARD -m nosuch -j ACCEPT',
      "Couldn't load match `nosuch':No such file or directory",
      'nosuch',
    ],
    ['iptables', '-A FORWARD -s 10.0.0.300 -j ACCEPT', "host/network `10.0.0.300' not found", '10.0.0.300'],
    [
      'iptables',
      '-A FORWARD -p tcp --dport 70000 -j ACCEPT',
      "invalid port/service `70000' specified",
      '70000',
    ],
    ['iptables', '-D FORWARD 7', 'iptables: Index of deletion too big.', '7'],
    ['iptables', '-I FORWARD 7 -j ACCEPT', 'iptables: Index of insertion too big.', '7'],
    [
      'iptables',
      '-D FORWARD -j ACCEPT',
      'iptables: Bad rule (does a matching rule exist in that chain?).',
      'FORWARD',
    ],
    ['iptables', '-N APPS', 'iptables: Chain already exists.', 'APPS'],
    ['iptables', '-X APPS', 'iptables: Too many links.', 'APPS'],
    ['iptables', '-P APPS DROP', 'iptables: Bad built-in chain name.', 'APPS'],
    ['iptables', '-A APPS -j APPS', 'iptables: Too many levels of symbolic links.', 'APPS'],
    ['iptables', '-t nosuch -F', "can't initialize iptables table `nosuch'", 'nosuch'],
    ['iptables', '-A OUTPUT -i eth0 -j ACCEPT', "Can't use -i with OUTPUT", '-i'],
    ['iptables', '-A FORWARD -j DNAT --to-destination 10.0.0.1', 'iptables: Invalid argument.', 'DNAT'],
    ['iptables', '-A FORWARD -j', 'option "-j" requires an argument', '-j'],
    ['iptables', '-A FORWARD -j ACCEPT foo', "Bad argument `foo'", 'foo'],
    ['iptables', '-A FORWARD -j ACCEPT -j DROP', 'multiple -j flags not allowed', '-j'],
    ['iptables', '-p tcp -j ACCEPT', 'no command specified', '-p'],
    ['iptables', '-A FORWARD -m comment --comment "open', 'open-quote', '"open'],
    ['nft', 'add rule inet nosuch c accept', 'Error: No such file or directory', 'nosuch'],
    ['nft', 'add rule inet own nosuch accept', 'Error: No such file or directory', 'nosuch'],
    ['nft', 'add rule inet own forward tcp dprt 5 accept', 'Error: syntax error, unexpected', 'tcp'],
    [
      'nft',
      'delete rule inet own forward handle 99',
      'Error: Could not process rule: No such file or directory',
      '99',
    ],
    ['nft', 'add rule inet own forward jump nosuch', 'Error: No such file or directory', 'nosuch'],
    ['nft', 'add rule inet own forward ip saddr @nosuch drop', 'Error: No such file or directory', '@nosuch'],
    ['nft', 'add element inet own nosuch { 10.0.0.1 }', 'Error: No such file or directory', 'nosuch'],
    [
      'nft',
      'delete element inet own allowed { 10.2.0.9 . 80 }',
      'Error: Could not process rule: No such file or directory',
      '10.2.0.9',
    ],
    ['nft', 'add rule inet own forward { accept', 'Error: syntax error, unexpected end of file', ''],
    ['ip', 'route add 10.9.0.0/16 via 192.0.2.1', 'Error: Nexthop has invalid gateway.', '192.0.2.1'],
    ['ip', 'route add 10.9.0.0/16 dev eth9', 'Cannot find device "eth9"', 'eth9'],
    [
      'ip',
      'route add 10.9.0.300/16 dev eth0',
      'Error: any valid prefix is expected rather than "10.9.0.300/16".',
      '10.9.0.300/16',
    ],
    ['ip', 'route add 10.9.0.1/16 dev eth0', 'Error: Invalid prefix for given prefix length.', '10.9.0.1/16'],
    ['ip', 'route add 10.1.0.0/24 dev eth0', 'RTNETLINK answers: File exists', ''],
    ['ip', 'route del 10.9.0.0/16', 'RTNETLINK answers: No such process', ''],
    [
      'ip',
      'route add 10.9.0.0/16 dev eth0 blah',
      'Error: either "to" is duplicate, or "blah" is a garbage.',
      'blah',
    ],
    [
      'ip',
      'rule add fro 10.1.0.2 lookup 5',
      'Error: argument "fro" is wrong: Failed to parse rule type',
      'fro',
    ],
    ['ip', 'rule del pref 7', 'RTNETLINK answers: No such file or directory', ''],
    ['ip', 'nosuch add', 'Object "nosuch" is unknown, try "ip help".', 'nosuch'],
    ['sysctl', 'net.ipv4.conf.eth9.rp_filter=1', 'sysctl: cannot stat /proc/sys/net/ipv4/conf/eth9/rp_filter: No such file or directory', 'net.ipv4.conf.eth9.rp_filter=1'], // prettier-ignore
    ['sysctl', 'net.ipv4.ip_forward=abc', 'sysctl: setting key "net.ipv4.ip_forward": Invalid argument', 'net.ipv4.ip_forward=abc'], // prettier-ignore
    ['ipset', 'add nosuch 10.0.0.1', 'The set with the given name does not exist', 'nosuch'],
    ['ipset', 'add blocked 10.1.0.7', "Element cannot be added to the set: it's already added", ''],
    ['conntrack', '-D -p tcp --dport 5', '0 flow entries have been deleted.', ''],
  ];
  it.each(cases)('%s %s', async (tool, text, says, at) => {
    const [refused, place] = (await after([[tool, text]])) as readonly [string, string];
    expect(refused).toContain(says);
    expect(place.trim()).toBe(at);
  });
});
