import { expect, test } from 'vitest';
import { nftRuleset } from './nft-ruleset.ts';

const chains = [
  '        chain raw_PREROUTING {',
  '                type filter hook prerouting priority raw + 10; policy accept;',
  '                meta nfproto ipv6 fib saddr . iif oif missing log prefix "rpfilter_DROP: " drop',
  '                jump raw_PREROUTING_ZONES',
  '        }',
  '        chain raw_PREROUTING_ZONES {',
  '        }',
];

test('chains that were copied out of their table are read, and say nothing of others', () => {
  const { records, lines } = nftRuleset.parse(chains, 'f');
  expect(lines.malformed).toBe(0);
  expect(records.items).toMatchObject([
    {
      covers: 'its-tables',
      tables: [
        {
          covers: 'its-chains',
          chains: [
            { name: 'raw_PREROUTING', base: { hook: 'prerouting' }, rules: [{ number: 1 }, { number: 2 }] },
            { name: 'raw_PREROUTING_ZONES', rules: [] },
          ],
        },
      ],
    },
  ]);
});

test.each([
  ['a base chain', chains, true],
  ['a chain with rules', [' chain in_wan {', '  ct state invalid drop', ' }'], true],
  ['a chain of ferm', ['chain INPUT {', '  policy DROP;', '  mod state state INVALID DROP;', '}'], false],
  ['a word', ['chain of events {', 'drop'], false],
])('a file of nothing but %s: %#', (_, lines, isRead) => {
  expect(nftRuleset.recognises({ path: 'f', lines })).toBe(isRead);
});

test('a table after them is a table of its own', () => {
  const { records } = nftRuleset.parse([...chains, 'table ip t {', ' chain c {', '  drop', ' }', '}'], 'f');
  expect(
    records.items.flatMap((each) => ('tables' in each ? each.tables.map(({ name }) => name) : [])),
  ).toEqual(['', 't']);
});
