import { describe, expect, test } from 'vitest';
import type { Rule, Ruleset } from '../../../model/ruleset.ts';
import { iptablesList } from './iptables-list.ts';
import { iptablesSave } from './iptables-save.ts';

const header = ' pkts bytes target     prot opt in     out     source               destination';

function rulesetsOf(text: string, file = 'iptables.txt'): readonly Ruleset[] {
  const { records } = iptablesList.parse(text.split('\n'), file);
  return records.kind === 'rulesets' ? records.items : [];
}

function listedRule(line: string): Rule | undefined {
  return rulesetsOf(`Chain X (1 references)\n${header}\n${line}`)[0]?.tables[0]?.chains[0]?.rules[0];
}

function savedRule(text: string): Rule | undefined {
  const { records } = iptablesSave.parse(['*filter', text], 'iptables-save.txt');
  return records.kind === 'rulesets' ? records.items[0]?.tables[0]?.chains[0]?.rules[0] : undefined;
}

/** Pairs that iptables 1.8.9 printed for the same rule. */
describe('a listed rule reads as the one of iptables-save', () => {
  test.each([
    [
      '  0     0 ACCEPT     6    --  !eth0  *       10.0.0.0/8          !1.2.3.4              tcp spts:1024:65535 dpt:!80 flags:0x17/0x02',
      '-s 10.0.0.0/8 ! -d 1.2.3.4/32 ! -i eth0 -p tcp -m tcp --sport 1024:65535 ! --dport 80 --tcp-flags FIN,SYN,RST,ACK SYN -j ACCEPT',
    ],
    [
      '  0     0 USER       udp  --  *      *       0.0.0.0/0            0.0.0.0/0            multiport dports 53,67:68 /* a "b" c */',
      '-p udp -m multiport --dports 53,67:68 -m comment --comment "a \\"b\\" c" -j USER',
    ],
    [
      '  0     0 USER       tcp  --  *      *       0.0.0.0/0            0.0.0.0/0           [goto]  multiport sports  !53',
      '-p tcp -m multiport ! --sports 53 -g USER',
    ],
    [
      '  0     0 ACCEPT     icmp --  *      *       0.0.0.0/0            0.0.0.0/0            icmptype 8 limit: avg 5/sec burst 10',
      '-p icmp -m icmp --icmp-type 8 -m limit --limit 5/sec --limit-burst 10 -j ACCEPT',
    ],
    [
      '  0     0 RETURN     all  --  *      *       0.0.0.0/0            0.0.0.0/0            ! ctstate INVALID,NEW',
      '-m conntrack ! --ctstate INVALID,NEW -j RETURN',
    ],
    [
      '  0     0 LOG        all  --  *      *       0.0.0.0/0            0.0.0.0/0            state NEW LOG flags 8 level 7 prefix "hello: "',
      '-m state --state NEW -j LOG --log-prefix "hello: " --log-level 7 --log-uid',
    ],
    [
      '  0     0 DROP       all  --  *      *       0.0.0.0/0            0.0.0.0/0            mark match 0x1/0xff connmark match  ! 0x2',
      '-m mark --mark 0x1/0xff -m connmark ! --mark 0x2 -j DROP',
    ],
    [
      '  0     0 DROP       all  --  *      *       0.0.0.0/0            0.0.0.0/0            ADDRTYPE match src-type !LOCAL dst-type BROADCAST',
      '-m addrtype ! --src-type LOCAL --dst-type BROADCAST -j DROP',
    ],
    [
      '  0     0            all  --  *      *       0.0.0.0/0            0.0.0.0/0            statistic mode nth every 3 packet 1',
      '-m statistic --mode nth --every 3 --packet 1',
    ],
    [
      '  0     0 DROP       108  --  *      *       0.0.0.0/0            0.0.0.0/0            comp spis:1:3',
      '-p ipcomp -m ipcomp --ipcompspi 1:3 -j DROP',
    ],
    [
      '  0     0 DROP       108  --  *      *       0.0.0.0/0            0.0.0.0/0            comp spi:!5',
      '-p ipcomp -m ipcomp ! --ipcompspi 5 -j DROP',
    ],
    ['  0     0 DROP       all  -f  *      *       0.0.0.0/0            0.0.0.0/0', '-f -j DROP'],
    [
      '  0     0 NFQUEUE    all  --  *      *       0.0.0.0/0            0.0.0.0/0            PHYSDEV match --physdev-in vnet0 --physdev-is-bridged NFQUEUE num 3 bypass',
      '-m physdev --physdev-in vnet0 --physdev-is-bridged -j NFQUEUE --queue-num 3 --queue-bypass',
    ],
    [
      '  0     0 REJECT     tcp  --  *      *       0.0.0.0/0            0.0.0.0/0            match-set bad src reject-with tcp-reset',
      '-p tcp -m set --match-set bad src -j REJECT --reject-with tcp-reset',
    ],
    [
      '  0     0 DNAT       udp  --  !docker0 *       0.0.0.0/0            0.0.0.0/0            udp dpt:53 to:172.18.0.2:53',
      '! -i docker0 -p udp -m udp --dport 53 -j DNAT --to-destination 172.18.0.2:53',
    ],
    [
      '  0     0 MASQUERADE  tcp  --  *      *       0.0.0.0/0            0.0.0.0/0            masq ports: 1-2 random-fully',
      '-p tcp -j MASQUERADE --to-ports 1-2 --random-fully',
    ],
    [
      '  0     0 TPROXY     tcp  --  *      *       0.0.0.0/0            0.0.0.0/0            TPROXY redirect 0.0.0.0:9999 mark 0x1/0x1',
      '-p tcp -j TPROXY --on-port 9999 --on-ip 0.0.0.0 --tproxy-mark 0x1/0x1',
    ],
    [
      '  0     0 MARK       all  --  *      *       0.0.0.0/0            0.0.0.0/0            MARK and 0xffffbfff',
      '-j MARK --set-xmark 0x0/0x4000',
    ],
    [
      '  0     0 ACCEPT     tcp      *      *       fe80::/10            ::/0                 tcp dpt:22',
      '-s fe80::/10 -p tcp -m tcp --dport 22 -j ACCEPT',
    ],
    [
      '  0     0 CONNMARK   all  --  *      *       0.0.0.0/0            0.0.0.0/0            CONNMARK restore ctmask 0xffff nfmask ~0xff00',
      '-j CONNMARK --restore-mark --nfmask 0xff00 --ctmask 0xffff',
    ],
    [
      '  0     0 CONNMARK   all  --  *      *       0.0.0.0/0            0.0.0.0/0            CONNMARK xor 0x5',
      '-j CONNMARK --set-xmark 0x5/0x0',
    ],
    [
      '  0     0 DROP       33   --  *      *       0.0.0.0/0            0.0.0.0/0            dccp option=5',
      '-p dccp -m dccp --dccp-option 5 -j DROP',
    ],
    [
      '  0     0 DROP       all  --  *      *       0.0.0.0/0            0.0.0.0/0            ah',
      '-m ah -j DROP',
    ],
    [
      '  0     0 DROP       all  --  *      *       0.0.0.0/0            0.0.0.0/0            ah spi:5',
      '-m ah --ahspi 5 -j DROP',
    ],
    [
      '  0     0 DROP       all  --  *      *       0.0.0.0/0            0.0.0.0/0            rpfilter loose invert',
      '-m rpfilter --loose --invert -j DROP',
    ],
    [
      '  0     0 DROP       all  --  *      *       0.0.0.0/0            0.0.0.0/0            rpfilter',
      '-m rpfilter -j DROP',
    ],
    [
      '  0     0 ACCEPT     tcp  --  *      *       0.0.0.0/0            0.0.0.0/0            ECN match !ECE CWR ECT=1',
      '-p tcp -m ecn ! --ecn-tcp-ece --ecn-tcp-cwr --ecn-ip-ect 1 -j ACCEPT',
    ],
    [
      '  0     0 CHECKSUM   udp  --  *      *       0.0.0.0/0            0.0.0.0/0            udp dpt:68 CHECKSUM fill',
      '-p udp -m udp --dport 68 -j CHECKSUM --checksum-fill',
    ],
    [
      '  0     0 TEE        all  --  *      *       0.0.0.0/0            0.0.0.0/0            TEE gw:10.1.0.9',
      '-j TEE --gateway 10.1.0.9',
    ],
    [
      '  0     0 NFLOG      all  --  *      *       0.0.0.0/0            0.0.0.0/0            nflog-prefix "in: " nflog-group 5',
      '-j NFLOG --nflog-prefix "in: " --nflog-group 5',
    ],
  ])('%s', (line, saved) => {
    const listed = listedRule(line);
    const expected = savedRule(`-A X ${saved}`);
    const { dialect, conditions, statements } = expected?.spec ?? {};
    expect(listed?.spec).toEqual({ dialect, conditions, statements });
    expect(listed?.counter).toEqual({ packets: 0, bytes: 0 });
  });
});

test('words that are not understood are one condition of their own', () => {
  const rule = listedRule(
    '  0     0 DROP  all  --  *  *  0.0.0.0/0  0.0.0.0/0  colour: green shade tcp dpt:80',
  );
  expect(rule?.spec.conditions).toMatchObject([
    { kind: 'unknown', words: 'colour: green shade' },
    { kind: 'compare', field: { kind: 'port', side: 'dst' }, values: [{ first: 80, last: 80 }] },
  ]);
});

test('the text is the customer’s, from the target on', () => {
  expect(
    listedRule('   12  566K ACCEPT     tcp  --  *      *       0.0.0.0/0            0.0.0.0/0   '),
  ).toMatchObject({
    text: 'ACCEPT     tcp  --  *      *       0.0.0.0/0            0.0.0.0/0',
    counter: { packets: 12, bytes: 566_000 },
  });
});

test('headings of any kind name the tables of one ruleset', () => {
  const [ruleset, ...more] =
    rulesetsOf(`root@forwarder:~# for t in filter nat; do echo '###'; echo $t; iptables -L -n -v -t $t; done
####
filter
####
Chain FORWARD (policy ACCEPT 0 packets, 2498K bytes)
${header}

####
nat
####
Chain PREROUTING (policy ACCEPT 371 packets, 20868 bytes)
${header}
 1193 73848 DOCKER     all  --  *      *       0.0.0.0/0            0.0.0.0/0            ADDRTYPE match dst-type LOCAL`);
  expect(more).toEqual([]);
  expect(ruleset?.tables.map((table) => table.name)).toEqual(['filter', 'nat']);
  expect(ruleset?.tables[0]?.chains[0]?.policyCounter).toEqual({ packets: 0, bytes: 2_498_000 });
});

test.each([
  ['sos_commands/networking/iptables_-t_raw_-nvL', ['FORWARD'], 'raw'],
  ['x', ['INPUT', 'FORWARD', 'OUTPUT'], 'filter'],
  ['x', ['PREROUTING', 'INPUT', 'OUTPUT', 'POSTROUTING'], 'nat'],
  ['x', ['PREROUTING', 'INPUT', 'FORWARD', 'OUTPUT', 'POSTROUTING'], 'mangle'],
  ['x', ['PREROUTING', 'OUTPUT'], 'raw'],
])('the table of %s with %j is told by name or by chains', (file, chains, table) => {
  const text = chains.map(
    (chain) => `Chain ${chain} (policy ACCEPT)\ntarget     prot opt source               destination`,
  );
  expect(rulesetsOf(text.join('\n'), file)[0]?.tables.map((open) => open.name)).toEqual([table]);
});

test('after a cut, rules have no number, unless the listing prints it', () => {
  const cut = rulesetsOf(`Chain X (1 references)\n${header}
 0 0 ACCEPT udp -- * * 0.0.0.0/0 0.0.0.0/0
# ... ...
 0 0 DROP all -- * * 0.0.0.0/0 0.0.0.0/0`)[0]?.tables[0]?.chains[0];
  expect(cut?.rules.map((rule) => rule.number)).toEqual([1, null]);
  expect(cut?.cuts).toEqual([{ file: 'iptables.txt', line: 4 }]);

  const numbered =
    rulesetsOf(`Chain X (1 references)\nnum   target     prot opt source               destination
1    ACCEPT     udp  --  0.0.0.0/0            0.0.0.0/0
7    DROP       all  --  0.0.0.0/0            0.0.0.0/0`)[0]?.tables[0]?.chains[0];
  expect(numbered?.rules.map((rule) => rule.number)).toEqual([1, 7]);
  expect(numbered?.cuts).toHaveLength(1);
});

test('a listing that hides the interfaces says so in each rule', () => {
  const [ruleset] =
    rulesetsOf(`Chain INPUT (policy DROP)\ntarget     prot opt source               destination
ACCEPT     all  --  anywhere             anywhere             ctstate NEW`);
  expect(ruleset?.tables[0]?.chains[0]?.rules[0]?.spec.conditions.map(({ kind }) => kind)).toEqual([
    'compare',
    'hidden-interfaces',
  ]);
});
