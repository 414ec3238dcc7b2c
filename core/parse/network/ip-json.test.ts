import { expect, test } from 'vitest';
import { ipAddr } from './ip-addr.ts';
import { ipRoute } from './ip-route.ts';
import { ipRule } from './ip-rule.ts';
import { readJson } from '../text/json-document.ts';

test('a route wrapped in another packet keeps its own destination', () => {
  const line =
    '[{"dst":"10.13.0.0/16","encap":"ip","id":100,"src":"0.0.0.0","dst":"10.1.0.9","ttl":0,"tos":0,"dev":"eth1","scope":"link","flags":[]}]';
  expect(ipRoute.parse([line], 'f').records.items).toMatchObject([
    {
      prefix: '10.13.0.0/16',
      preferredSource: null,
      tos: 0,
      encapsulation: 'encap ip id 100 src 0.0.0.0 dst 10.1.0.9 ttl 0 tos 0',
      nextHops: [{ dev: 'eth1', via: null }],
      text: '10.13.0.0/16 encap ip id 100 src 0.0.0.0 dst 10.1.0.9 ttl 0 tos 0 dev eth1 scope link',
      at: { line: 1 },
    },
  ]);
});

test('objects of a pretty listing are where they begin, after their prompts', () => {
  const { records, lines } = ipRoute.parse(
    `[root@gw ~]# ip -j -p -6 route show table 100
[ {
        "dst": "default",
        "dev": "tun0",
        "flags": [ ]
    },{
        "type": "throw",
        "dst": "fd00:9::/64",
        "dev": "lo",
        "metric": 1024,
        "pref": "low"
    } ]
[root@gw ~]# ip -j rule`.split('\n'),
    'f',
  );
  expect(records.items).toMatchObject([
    { family: 'ipv6', prefix: '::/0', table: '100', at: { line: 2 } },
    { type: 'throw', nextHops: [], metric: 1024, preference: 'low', at: { line: 6 } },
  ]);
  expect(lines).toEqual({ parsed: 11, notOurs: 2, notModelled: 0, malformed: 0 });
});

test('several lists may follow one another, and the last may be cut', () => {
  const cut = '[{"priority":0,"src":"all","table":"local"},{"priority":9,"src":"al';
  const { records, lines } = ipRule.parse(['[{"priority":5,"src":"all","nop":null}]', cut], 'f');
  expect(records.items).toMatchObject([
    { priority: 5, action: { kind: 'nop' } },
    { priority: 0, action: { table: 'local' } },
  ]);
  expect(lines).toEqual({ parsed: 1, notOurs: 0, notModelled: 0, malformed: 1 });
});

test('a selector that is not known makes the rule one that is not understood', () => {
  const [rule] = ipRule.parse(['[{"priority":5,"src":"all","tun_id":7,"table":"main"}]'], 'f').records.items;
  expect(rule).toMatchObject({ unknownWords: ['tun_id', '7'] });
});

test('an address with a peer has all its bits, and each address its line', () => {
  const { records } = ipAddr.parse(
    `[{"ifindex":5,"ifname":"tun0","flags":["UP"],"mtu":1400,"operstate":"UP","address":"10.8.0.1",
"addr_info":[{"family":"inet","local":"10.8.0.1","address":"10.8.0.2","prefixlen":32},
{"family":"inet6","local":"fe80::1","prefixlen":64}]}]`.split('\n'),
    'f',
  );
  expect(records).toMatchObject({
    items: [{ name: 'tun0', mtu: 1400, flags: ['UP'] }],
    addresses: [
      { address: '10.8.0.1', prefixLength: 32, at: { line: 2 } },
      { address: 'fe80::1', prefixLength: 64, at: { line: 3 } },
    ],
  });
});

test('JSON that nests without end is broken, not fatal', () => {
  expect(readJson(['[{"a":', '['.repeat(50_000)], 1).next().value).toMatchObject({
    broken: { kind: 'too-deep' },
  });
  expect(readJson(['[{"a":"\\u0041\\n"}]'], 1).next().value).toMatchObject({ members: [['a', 'A\n']] });
});
