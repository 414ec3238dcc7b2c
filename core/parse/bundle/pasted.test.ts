import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { printsOutput } from './command-line.ts';
import { readSections } from './read-sections.ts';
import { sectionHeading } from './section-heading.ts';
import { withoutMarkup } from '../text/without-markup.ts';

/** What each command prints, in short. */
const outputs: Readonly<Record<string, readonly string[]>> = {
  'iptables-save': ['*filter', ':INPUT DROP [0:0]', '-A INPUT -i lo -j ACCEPT', 'COMMIT'],
  'iptables -t nat -L -n -v': [
    'Chain POSTROUTING (policy ACCEPT 1 packets, 60 bytes)',
    ' pkts bytes target     prot opt in     out     source               destination         ',
    '    1    60 MASQUERADE  all  --  *      eth0    10.0.0.0/8           0.0.0.0/0           ',
  ],
  'cat /root/rules.sh': [
    'iptables -A FORWARD -s 10.0.0.0/8 -j ACCEPT',
    'root@h:~# iptables -t nat -A POSTROUTING -o eth1 -j MASQUERADE',
  ],
  'nft list ruleset': [
    'table inet fw {',
    '\tchain c {',
    '\t\ttype filter hook input priority filter; policy drop;',
    '\t\ttcp dport 22 accept',
    '\t}',
    '}',
  ],
  'ebtables -L': [
    'Bridge table: filter',
    '',
    'Bridge chain: FORWARD, entries: 1, policy: ACCEPT',
    '-p ARP -j DROP',
  ],
  'ip rule': ['0:\tfrom all lookup local', '32766:\tfrom all lookup main'],
  'ip route': ['default via 10.1.0.2 dev wan1', '10.9.0.0/16 dev eth1 proto kernel scope link src 10.9.0.1'],
  'ip addr': [
    '2: eth0: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc noqueue state UP group default qlen 1000',
    '    link/ether 52:54:00:42:5a:57 brd ff:ff:ff:ff:ff:ff',
    '    inet 10.1.0.1/24 scope global eth0',
  ],
  'ip neigh': ['10.1.0.2 dev eth0 lladdr 52:54:00:42:5a:57 REACHABLE', '10.1.0.3 dev eth0 FAILED'],
  'ip nexthop': ['id 1 via 10.1.0.2 dev eth0 scope link'],
  'route -n': [
    'Kernel IP routing table',
    'Destination     Gateway         Genmask         Flags Metric Ref    Use Iface',
    '0.0.0.0         10.12.0.1       0.0.0.0         UG    0      0        0 ens192',
  ],
  ifconfig: [
    'eth0: flags=4163<UP,BROADCAST,RUNNING,MULTICAST>  mtu 1500',
    '        inet 10.1.0.1  netmask 255.255.255.0  broadcast 10.1.0.255',
  ],
  'sysctl -a': ['net.ipv4.ip_forward = 1', 'net.ipv4.conf.all.rp_filter = 0'],
  'conntrack -L': [
    'udp      17 29 src=10.0.0.2 dst=10.0.0.1 sport=5 dport=53 [UNREPLIED] src=10.0.0.1 dst=10.0.0.2 sport=53 dport=5 mark=0 use=1',
  ],
  'ipset list': ['Name: s', 'Type: hash:ip', 'Header: family inet', 'Members:', '10.0.0.7'],
  'tcpdump -ni eth0': [
    '14:02:11.120443 IP 10.244.1.7.36792 > 10.244.2.9.8080: Flags [S], seq 582355784, win 64240, length 0',
  ],
  'bridge link': [
    '3: veth1@if2: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 master br0 state forwarding priority 32 cost 2',
  ],
  'ip xfrm policy': [
    'src 10.1.0.0/24 dst 10.2.0.0/24 ',
    '\tdir out priority 100 ptype main ',
    '\ttmpl src 192.0.2.1 dst 192.0.2.2',
    '\t\tproto esp reqid 1 mode tunnel',
  ],
  wg: [
    'interface: wg0',
    '  public key: x=',
    '  private key: (hidden)',
    '',
    'peer: y=',
    '  allowed ips: 10.9.0.0/24',
  ],
  'ip netconf': ['inet lo forwarding on rp_filter off mc_forwarding off proxy_neigh off'],
  'ip vrf': ['Name              Table', '-----------------------', 'blue                10'],
  'ss -lntu': [
    'Netid State  Recv-Q Send-Q Local Address:Port  Peer Address:Port',
    'udp   UNCONN 0      0            0.0.0.0:68         0.0.0.0:*',
  ],
  'nstat -az': ['#kernel', 'IpInReceives                    100                0.0'],
  'netstat -s': ['Ip:', '    Forwarding: 1', '    1234 total packets received'],
};
const log = [
  'May 27 19:57:54 h kernel: TRACE: filter:INPUT:policy:2 IN=eth0 OUT= SRC=10.0.0.9 DST=10.0.0.1 LEN=60 TOS=0x00 PREC=0x00 TTL=64 ID=7 PROTO=UDP SPT=1 DPT=2 LEN=40',
];

const toldByCommand = new Set(['filteredOn', 'at', 'covers', 'cuts', 'listing', 'number']);

/** The records without the places at which they stand, and without what the command above tells of their completeness. */
const recordsOf = (lines: readonly string[]): string[] => {
  const read = readSections(lines, 'f');
  expect(read).not.toBeNull();
  return (read?.sections ?? [])
    .filter(({ kind }) => kind !== 'known')
    .map(({ kind, records }) =>
      JSON.stringify([kind, records], (key, value: unknown) => (toldByCommand.has(key) ? undefined : value)),
    );
};
const withLog = (lines: readonly string[]): string[] => [...log, ...lines];
const alone = new Map(Object.entries(outputs).map(([name, lines]) => [name, recordsOf(withLog(lines))]));

const betweens: Readonly<Record<string, (command: string) => readonly string[]>> = {
  nothing: () => [],
  'an empty line': () => [''],
  'a sentence': () => ['', 'and this is what the router says about it:', ''],
  'a log line': () => log,
  'a fence': () => ['```', '', '```'],
  'a prompt': (command) => [`root@h:~# ${command}`],
  'a block of Jira': () => ['{code:bash}', '{code}', '{noformat}'],
  'a block of a forum': () => ['[/code]', 'and then', '[code]'],
  'a recording': () => [
    'Script done on 2021-05-04 11:01:00+02:00 [COMMAND_EXIT_CODE="0"]',
    '',
    'Script started on 2021-05-04 11:02:00+02:00 [TERM="xterm"]',
  ],
  'a screen of watch': (command) => [`Every 2.0s: ${command}        Tue May  4 11:00:00 2021`, ''],
  'several commands': (command) => [`$ date; ${command}`],
  'another shell': (command) => [`$ sudo sh -c '${command}'`],
  'a pipe': (command) => [`$ sudo ${command} | grep -v zzz`],
};

describe('nothing vanishes because something else stands above it, and nothing goes into another one’s table', () => {
  test.each(Object.keys(betweens))('with %s in between', (name) => {
    for (const [first, above] of Object.entries(outputs))
      for (const [second, below] of Object.entries(outputs)) {
        if (first === second) continue;
        const between = betweens[name]?.(second) ?? [];
        const read = recordsOf(withLog([...above, ...between, ...below]));
        expect(read.toSorted(), `${first}, ${second}`).toEqual(
          [...(alone.get(first) ?? []), ...(alone.get(second) ?? [])].toSorted(),
        );
      }
  });

  test('every output alone after a log is read without a malformed line', () => {
    for (const [command, lines] of Object.entries(outputs))
      expect(readSections(withLog(lines), 'f')?.lines.malformed, command).toBe(0);
  });

  test('in any order', () => {
    const names = Object.keys(outputs);
    fc.assert(
      fc.property(fc.shuffledSubarray(names, { minLength: 1 }), (order) => {
        const lines = withLog(order.flatMap((name) => outputs[name] ?? []));
        expect(recordsOf(lines).toSorted()).toEqual(
          order.flatMap((name) => alone.get(name) ?? []).toSorted(),
        );
      }),
      { numRuns: 200 },
    );
  });
});

const prompts = [
  '# ',
  '#',
  '$ ',
  '> ',
  '+ ',
  '/ # ',
  '~ # ',
  '/etc/config # ',
  'bash-5.0# ',
  'sh-4.2$ ',
  'node1# ',
  '[node1] # ',
  '[root@gw01 ~]# ',
  'user@host:~$ ',
  'admin@node1 ~ $ ',
  '(venv) me@host:/tmp$ ',
  'root:~# ',
  '➜  ~ ',
  '➜  infra git:(main) ✗ ',
  '❯ ',
  'PS C:\\Users\\me> ',
  'web1 ~ # ',
  'web1 /etc/init.d # ',
  '└─# ',
  '└─$ ',
  '╰─➤ ',
  '╰─$ ',
  '└──╼ $',
  'host% ',
  'gw1$ ',
  'gw1 $ ',
  'me@host % ',
  'root@host /etc> ',
  '[12:01:33] root@h:~# ',
  '12:01:33 root@h ~ # ',
  '[root@gw01:~] # ',
  'root@gw1:~ ➜ ',
];
const wrapped: readonly ((command: string) => string)[] = [
  (command) => command,
  (command) => `sudo ${command}`,
  (command) => `${command} | grep -v foo`,
  (command) => `date; ${command}`,
  (command) => `cd /tmp && ${command} 2>/dev/null`,
  (command) => `${command} | tee out.txt`,
];
const others = [
  'dmesg',
  'tail -f /var/log/kern.log',
  'grep TRACE /var/log/messages',
  'cat /proc/net/route',
  'journalctl -k -f',
];

describe('whose output it is, its command tells', () => {
  test.each([
    ["ssh gw1 'CMD'", 'gw1', null],
    ['ssh -p 2222 root@gw1 sudo CMD', 'gw1', null],
    ['ssh -o StrictHostKeyChecking=no -i key admin@gw1.example.net "CMD"', 'gw1.example.net', null],
    ['ssh gw1 ip netns exec blue CMD', 'gw1', 'blue'],
    ['ip netns exec blue CMD', null, 'blue'],
    ['sudo ip netns exec blue sh -c "CMD"', null, 'blue'],
    ['nsenter -t 4711 -n CMD', null, 'process 4711'],
    ['nsenter --net=/run/netns/blue CMD', null, 'blue'],
    ['docker exec web CMD', null, 'web'],
    ['docker exec -it -u root web CMD', null, 'web'],
    ['docker compose exec -T web CMD', null, 'web'],
    ['kubectl exec -n prod web-0 -c app -- CMD', null, 'web-0'],
    ['lxc exec web -- CMD', null, 'web'],
    ['pct exec 101 -- CMD', null, '101'],
    ['lxc-attach -n web -- CMD', null, 'web'],
  ])('%s', (form, host, namespace) => {
    for (const [command, lines] of Object.entries(outputs)) {
      if (command === 'cat /root/rules.sh') continue;
      const read = readSections(
        [`$ ${form.replace('CMD', command)}`, ...lines, '$ uptime', '11:00 up 2 days'],
        'f',
      );
      const [section] = read?.sections ?? [];
      expect(section, command).toMatchObject({ hosts: host === null ? [] : [host], namespace });
    }
  });

  test.each([
    ['for ns in $(ip netns list); do echo "=== $ns"; ip netns exec $ns ip route; done', '=== NAME'],
    ['for n in blue red; do echo "--- ${n} ---" && sudo ip netns exec ${n} ip route; done', '--- NAME ---'],
    ['for ns in `ip netns ls | cut -f1`; do echo $ns; ip -n $ns route; done', 'NAME'],
  ])('%s', (command, mark) => {
    const read = readSections(
      [`root@h:~# ${command}`, ...['blue', 'red (id: 1)'].flatMap((name) => [mark.replace('NAME', name), 'default via 10.1.0.2 dev e'])],
      'f',
    ); // prettier-ignore
    expect(read?.sections.map(({ namespace, kind }) => [namespace, kind])).toEqual([
      ['blue', 'ip-route'],
      ['red', 'ip-route'],
    ]);
    expect(read?.lines.malformed).toBe(0);
  });

  test('of several commands in one line, each of its own namespace', () => {
    const saved = outputs['iptables-save'] ?? [];
    const read = (command: string, ...lines: readonly string[]): unknown =>
      readSections([`# ${command}`, ...lines, '# ip rule', '0:\tfrom all lookup local'], 'f')?.sections.map(
        ({ namespace, kind }) => [namespace, kind],
      );
    expect(read('ip netns exec a iptables-save; ip netns exec b ip route', ...saved, 'default via 10.1.0.2 dev e')).toEqual([['a', 'iptables-save'], ['b', 'ip-route'], [null, 'ip-rule']]); // prettier-ignore
    expect(read('ip netns exec a iptables-save && docker exec web iptables-save', ...saved, ...saved)).toEqual([['a', 'iptables-save'], ['web', 'iptables-save'], [null, 'ip-rule']]); // prettier-ignore
    expect(read('ip netns exec a iptables-save; ip netns exec a ip route', ...saved, 'default via 10.1.0.2 dev e')).toEqual([['a', 'iptables-save'], ['a', 'ip-route'], [null, 'ip-rule']]); // prettier-ignore
  });

  test('of a loop that prints no names nobody tells, and they are not the host’s own', () => {
    const command = 'for ns in $(ip netns list); do ip netns exec $ns ip route; done';
    const routes = ['default via 10.1.0.2 dev e', 'default via 10.2.0.2 dev f'];
    const read = readSections([`root@h:~# ${command}`, ...routes, 'root@h:~# ip rule', '0:\tfrom all lookup local'], 'f'); // prettier-ignore
    expect(read?.sections.map(({ namespace }) => namespace)).toEqual(['$ns', null]);
  });

  test('and after it the prompt tells again', () => {
    const read = readSections(
      [
        'root@here:~# ssh gw1 ip rule',
        '0:\tfrom all lookup local',
        'root@here:~# ip route',
        'default via 10.1.0.2 dev e',
      ],
      'f',
    );
    expect(read?.sections.map(({ hosts }) => hosts)).toEqual([['gw1'], ['here']]);
  });
});

describe('several commands of one typed line, whose outputs follow each other', () => {
  const chain = (name: string, target: string): readonly string[] => [
    `Chain ${name} (policy ACCEPT 1 packets, 60 bytes)`,
    ' pkts bytes target     prot opt in     out     source               destination',
    `    1    60 ${target}  all  --  *      *       0.0.0.0/0            0.0.0.0/0`,
  ];
  const filter = [...chain('INPUT', 'ACCEPT'), ...chain('FORWARD', 'DROP'), ...chain('OUTPUT', 'ACCEPT')];
  const nat = [...chain('PREROUTING', 'RETURN'), ...chain('INPUT', 'RETURN'), ...chain('POSTROUTING', 'MASQUERADE')]; // prettier-ignore
  const tablesOf = (lines: readonly string[]): readonly string[] =>
    (readSections([...lines, '$ uptime', '11:00 up 2 days'], 'f')?.sections ?? []).flatMap(({ records }) =>
      records.kind !== 'rulesets'
        ? []
        : records.items.flatMap(({ tables }) =>
            tables.map(({ family, name, chains }) => `${family} ${name} ${chains.map((each) => each.name).join(',')}`),
          ),
    ); // prettier-ignore

  test.each([
    ['sudo iptables -nvL; sudo iptables -nvL -t nat', [...filter, ...nat]],
    ['iptables -t nat -nvL && iptables -nvL', [...nat, ...filter]],
  ])('%s', (command, lines) => {
    expect(tablesOf([`[root@h ~]# ${command}`, ...lines]).toSorted()).toEqual([
      'ip filter INPUT,FORWARD,OUTPUT',
      'ip nat PREROUTING,INPUT,POSTROUTING',
    ]);
  });

  test('iptables -S; ip6tables -S', () => {
    const saved = ['-P INPUT ACCEPT', '-P FORWARD DROP', '-P OUTPUT ACCEPT'];
    expect(tablesOf(['# iptables -S; ip6tables -S', ...saved, ...saved])).toEqual([
      'ip filter INPUT,FORWARD,OUTPUT',
      'ip6 filter INPUT,FORWARD,OUTPUT',
    ]);
  });
});

describe('a command line is a heading', () => {
  test.each(prompts)('after the prompt %j', (prompt) => {
    for (const command of [...Object.keys(outputs), ...others])
      for (const wrap of wrapped) {
        const line = `${prompt}${wrap(command)}`;
        expect(sectionHeading(line)?.command, line).toBe(wrap(command));
        expect(sectionHeading(`   ${line}`)?.command, line).toBe(wrap(command));
      }
  });

  test.each([
    'ip rule for the office',
    'cat the file to /etc/foo',
    'sysctl settings',
    'iptables -A INPUT -j DROP',
    'iptables -t nat -I PREROUTING 1 -j X',
  ])('but not: %s', (text) => {
    expect(printsOutput(text)).toBe(false);
    expect(sectionHeading(`# ${text}`)).toBeNull();
  });
});

test.each([
  ['> -A INPUT -j DROP', '-A INPUT -j DROP'],
  ['> > *filter', '*filter'],
  ['**Chain INPUT (policy DROP)**', 'Chain INPUT (policy DROP)'],
  ['Chain INPUT (policy **DROP** 2 packets, 9 bytes)', 'Chain INPUT (policy DROP 2 packets, 9 bytes)'],
  ['`ip rule`', 'ip rule'],
  ['| 0: from all lookup local |', '0: from all lookup local'],
  ['|---|:--|', ''],
  ['-A INPUT -m comment --comment &quot;a&quot; -j DROP', '-A INPUT -m comment --comment "a" -j DROP'],
  ['2: eth0: &lt;UP&gt; mtu&nbsp;1500', '2: eth0: <UP> mtu 1500'],
  ['<pre>*filter<br>', '*filter'],
  ['2: eth0: <BROADCAST,UP> mtu 1500', '2: eth0: <BROADCAST,UP> mtu 1500'],
  ['{"_HOSTNAME":"a\u00a0**b** &lt;"}', '{"_HOSTNAME":"a\u00a0**b** &lt;"}'],
  ['{code:bash}ip rule', 'ip rule'],
  ['COMMIT{noformat}', 'COMMIT'],
  ['{code}', '{code}'],
  ['[code]*filter[/code]', '*filter'],
  ['[b]Chain INPUT (policy DROP)[/b]', 'Chain INPUT (policy DROP)'],
  ['```Chain INPUT (policy DROP)', 'Chain INPUT (policy DROP)'],
  ['-A INPUT -j DROP```', '-A INPUT -j DROP'],
  ['```', '```'],
  ['```bash', '```bash'],
  ['[   12.000001] TRACE: [x]', '[   12.000001] TRACE: [x]'],
  [':<b>odd</b> - [0:0]', ':<b>odd</b> - [0:0]'],
  ["filter:X:rule:1 prefix `X'", "filter:X:rule:1 prefix `X'"],
])('markup around %j', (line, plain) => {
  expect(withoutMarkup([line])).toEqual([plain]);
});

test('a prompt of two lines ends what stands above it', () => {
  const listing = [
    'Chain INPUT (policy DROP)',
    'target     prot opt source               destination         ',
  ];
  const lines = [
    '┌──(kali㉿kali)-[~]',
    '└─$ iptables -nL INPUT',
    ...listing,
    '',
    '┌──(kali㉿kali)-[~]',
    '└─$ ',
  ];
  const read = readSections(lines, 'f');
  expect(read?.sections.map(({ kind }) => kind)).toEqual(['iptables-list']);
  expect(read?.lines).toMatchObject({ malformed: 0 });
});
