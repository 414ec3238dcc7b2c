import { printNftCondition } from '../../../dialects/nft/print-condition.ts';
import { describe, expect, test } from 'vitest';
import type { Ruleset } from '../../../model/ruleset.ts';
import { nftRuleset } from './nft-ruleset.ts';

function parsed(text: string) {
  const { records, ...rest } = nftRuleset.parse(text.split('\n'), 'nft.txt');
  const rulesets: readonly Ruleset[] = records.kind === 'rulesets' ? records.items : [];
  return { ...rest, rulesets, tables: rulesets.flatMap(({ tables }) => tables) };
}

/** `nft -a list ruleset` of a router (nftables 1.0.6), shortened. */
const router = `table inet trace_debug { # handle 1
	chain trace_pre { # handle 1
		type filter hook prerouting priority raw - 1; policy accept;
		iif "eth0" meta l4proto { tcp, udp } counter packets 18 bytes 1058 meta nftrace set 1 # handle 3
	}
}
table inet filter { # handle 3
	set allow_in { # handle 4
		type ipv4_addr . inet_service
		elements = { 10.2.0.2 . 80,
			     10.2.0.2 . 443 }
	}

	map svc { # handle 6
		type inet_service : verdict
		elements = { 53 : jump dns, 123 : drop, 5060 : accept }
	}

	chain forward { # handle 1
		type filter hook forward priority filter; policy drop;
		ct status dnat counter packets 3 bytes 180 jump allowed_dnats # handle 9
		meta l4proto udp counter packets 7 bytes 420 udp dport vmap @svc # handle 10
	}

	chain allowed_dnats { # handle 2
		ip daddr . tcp dport @allow_in counter packets 1 bytes 60 accept comment "a } b" # handle 11
		counter packets 2 bytes 120 drop # handle 12
	}
}`;

describe('a listing of nft -a', () => {
  const { tables, lines, diagnostics, rulesets } = parsed(router);

  test('has its tables with family, chains, hooks and policies', () => {
    expect(rulesets).toMatchObject([{ family: null, backend: 'nft', source: 'nft' }]);
    expect(tables.map(({ family, name }) => [family, name])).toEqual([
      ['inet', 'trace_debug'],
      ['inet', 'filter'],
    ]);
    expect(
      tables.flatMap(({ chains }) => chains.map(({ name, base, policy }) => [name, base, policy])),
    ).toEqual([
      ['trace_pre', { type: 'filter', hook: 'prerouting', priority: -301, devices: [] }, 'ACCEPT'],
      ['forward', { type: 'filter', hook: 'forward', priority: 0, devices: [] }, 'DROP'],
      ['allowed_dnats', null, null],
    ]);
  });

  test('has its rules with place, handle, text, counter and line', () => {
    const chain = tables[1]?.chains[1];
    expect(chain?.rules).toMatchObject([
      {
        number: 1,
        handle: 11,
        text: 'ip daddr . tcp dport @allow_in counter packets 1 bytes 60 accept comment "a } b"',
        counter: { packets: 1, bytes: 60 },
        at: { file: 'nft.txt', line: 26 },
      },
      {
        number: 2,
        handle: 12,
        text: 'counter packets 2 bytes 120 drop',
        counter: { packets: 2, bytes: 120 },
      },
    ]);
  });

  test('has its sets and maps with each element on its line', () => {
    expect(tables[1]?.sets).toMatchObject([
      {
        kind: 'set',
        name: 'allow_in',
        keyTypes: ['ipv4_addr', 'inet_service'],
        valueType: null,
        elements: [
          { key: ['10.2.0.2', '80'], value: null, at: { line: 10 } },
          { key: ['10.2.0.2', '443'], value: null, at: { line: 11 } },
        ],
      },
      {
        kind: 'map',
        valueType: 'verdict',
        elements: [{ key: ['53'], value: 'jump dns' }, { value: 'drop' }, { key: ['5060'], value: 'accept' }],
      },
    ]);
  });

  test('is read to its last line', () => {
    expect(lines).toEqual({
      parsed: router.split('\n').length - 3,
      notOurs: 3,
      notModelled: 0,
      malformed: 0,
    });
    expect(diagnostics).toEqual([]);
  });
});

test('the same table a second time begins another ruleset', () => {
  const { rulesets } = parsed('table ip nat {\n}\ntable ip6 nat {\n}\ntable ip nat {\n}');
  expect(rulesets.map(({ tables }) => tables.length)).toEqual([2, 1]);
});

test.each([
  ['ip', 'mangle', -150],
  ['ip', 'security + 5', 55],
  ['inet', 'srcnat', 100],
  ['bridge', 'filter', -200],
  ['bridge', 'dstnat - 1', -301],
  ['bridge', 'out', 100],
  ['netdev', '-500', -500],
])('priority of family %s: %s is %i', (family, printed, priority) => {
  const { tables } = parsed(
    `table ${family} t {\n\tchain c {\n\t\ttype filter hook output priority ${printed};\n\t}\n}`,
  );
  expect(tables[0]?.chains[0]?.base?.priority).toBe(priority);
});

test('devices of a chain at the edge of the network', () => {
  const { tables } = parsed(`table netdev nd {
	chain ing {
		type filter hook ingress device "lo" priority -500; policy accept;
	}
	chain eg {
		type filter hook egress devices = { eth0, "eth 1" } priority filter; policy drop;
	}
}`);
  expect(tables[0]?.chains.map(({ base, policy }) => [base?.hook, base?.devices, policy])).toEqual([
    ['ingress', ['lo'], 'ACCEPT'],
    ['egress', ['eth0', 'eth 1'], 'DROP'],
  ]);
});

test('objects that no packet is followed through are known, and what stands after them is read', () => {
  const { tables, lines } = parsed(`table inet fw {
	comment "main table { with braces }"
	counter cnt_http { # handle 5
		comment "x"
		packets 0 bytes 0
	}
	ct timeout ctt {
		protocol tcp
		policy = { established : 120, close : 4 }
	}
	flowtable ft {
		hook ingress priority filter
		devices = { lo }
	}
	chain c {
		comment "of the chain"
		counter name "cnt_http" accept
	}
}`);
  expect(tables[0]?.chains[0]?.rules.map(({ text }) => text)).toEqual(['counter name "cnt_http" accept']);
  expect(lines).toEqual({ parsed: 7, notOurs: 0, notModelled: 12, malformed: 0 });
});

test('properties of an element are not part of its key or value', () => {
  const { tables } = parsed(`table inet fw {
	set blk {
		type ipv4_addr
		flags interval,timeout
		elements = { 10.0.0.0/8 timeout 10m expires 9m59s988ms comment "a } b", 192.168.1.1-192.168.1.7 expires 59m }
	}
	map vm {
		typeof tcp dport . ip saddr : verdict
		elements = { 443 . 10.0.0.1 counter packets 0 bytes 0 comment "tls, too" : jump web }
	}
	set ifs {
		type ifname
		elements = { "eth0", "wlan*" }
	}
}`);
  expect(tables[0]?.sets.map(({ elements }) => elements.map(({ key, value }) => [key, value]))).toEqual([
    [
      [['10.0.0.0/8'], null],
      [['192.168.1.1-192.168.1.7'], null],
    ],
    [[['443', '10.0.0.1'], 'jump web']],
    [
      [['eth0'], null],
      [['wlan*'], null],
    ],
  ]);
  expect(tables[0]?.sets[1]?.keyTypes).toEqual(['inet_service', 'ipv4_addr']);
  expect(tables[0]?.sets[0]?.flags).toEqual(['interval', 'timeout']);
});

describe('damage', () => {
  test('a chain whose end is missing has a cut, and the next one is not taken for its rules', () => {
    const cut = router.split('\n').filter((_, index) => ![22, 23].includes(index)).join('\n'); // prettier-ignore
    const { tables, diagnostics } = parsed(cut);
    const chains = tables[1]?.chains ?? [];
    expect(chains.map(({ name, rules, cuts }) => [name, rules.length, cuts.length])).toEqual([
      ['forward', 2, 1],
      ['allowed_dnats', 2, 0],
    ]);
    expect(diagnostics).toMatchObject([{ code: 'listing-gap', line: 23 }]);
  });

  test('a rule that is cut within a set costs no other rule, and numbers after it are not known', () => {
    const { tables, lines } = parsed(`table ip f {
	chain c {
		tcp dport { 22, 80-
		drop
	}
}`);
    const [chain] = tables[0]?.chains ?? [];
    expect(chain?.rules).toMatchObject([{ number: null, text: 'drop' }]);
    expect(chain?.cuts).toMatchObject([{ line: 3 }]);
    expect(lines.malformed).toBe(1);
  });

  test('words that nobody knows keep the verdict after them, and make the rule uncertain', () => {
    const { tables, diagnostics } = parsed(
      'table ip f {\n\tchain c {\n\t\tip saddr 10.0.0.1 frobnicate ip daddr 10.0.0.2 counter packets 1 bytes 2 drop\n\t}\n}',
    );
    expect(tables[0]?.chains[0]?.rules).toMatchObject([
      {
        spec: {
          conditions: [
            { kind: 'compare', field: { kind: 'address', side: 'src' } },
            { kind: 'unknown', words: 'frobnicate ip daddr 10.0.0.2' },
          ],
          statements: [{ kind: 'counter' }, { kind: 'drop' }],
        },
        counter: { packets: 1, bytes: 2 },
      },
    ]);
    expect(diagnostics).toMatchObject([{ code: 'rule-option-unknown', line: 3 }]);
  });
});

test('rules and sets over several lines, as people write them', () => {
  const { tables } = parsed(`table ip kube-proxy {
        chain service-P6J77WGM-riset/hellopod-np-svc/tcp/ {
                ip daddr { 172.18.0.2, 172.18.0.3 } \\
                    iifname != "br0" \\
                    drop   # no way around
                numgen random mod 3 vmap {
                    0 : goto endpoint-a,
                    1 : goto endpoint-b
                }
                accept
        }
}`);
  expect(
    tables[0]?.chains[0]?.rules.map(({ text, spec, at }) => [text, spec.statements[0]?.kind, at.line]),
  ).toEqual([
    ['ip daddr { 172.18.0.2, 172.18.0.3 } iifname != "br0" drop   # no way around', 'drop', 3],
    ['numgen random mod 3 vmap { 0 : goto endpoint-a, 1 : goto endpoint-b }', 'verdict-map', 6],
    ['accept', 'accept', 10],
  ]);
  const [rule] = tables[0]?.chains[0]?.rules ?? [];
  expect(rule?.spec.conditions.map(printNftCondition)).toEqual([
    'ip daddr { 172.18.0.2, 172.18.0.3 }',
    'iifname != "br0"',
  ]);
});

test('a chain that stands in a rule is a chain of its own, and what follows it is read', () => {
  const { tables, lines } = parsed(`table inet x {
	chain y { # handle 1
		type filter hook input priority filter; policy drop;
		meta l4proto { tcp, udp } th dport 53 jump {
			ip saddr { 127.0.0.0/8, 172.23.0.0/16 } counter packets 0 bytes 0 accept
			udp dport 53 goto {
				drop
			}
		} comment "dns" # handle 7
		tcp dport 22 drop
	}
	chain z {
		type filter hook forward priority filter; policy drop;
	}
}`);
  const chains = tables[0]?.chains ?? [];
  expect(chains.map(({ name, rules }) => [name, rules.length])).toEqual([
    ['y', 2],
    ['__chain1', 2],
    ['__chain2', 1],
    ['z', 0],
  ]);
  expect(chains[0]?.rules).toMatchObject([
    {
      text: 'meta l4proto { tcp, udp } th dport 53 jump { ... } comment "dns"',
      handle: 7,
      spec: { statements: [{ kind: 'jump', chain: '__chain1' }] },
    },
    { number: 2, text: 'tcp dport 22 drop' },
  ]);
  expect(lines.malformed).toBe(0);
});
