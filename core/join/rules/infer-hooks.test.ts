import { expect, test } from 'vitest';
import { analysed } from '../../testing/drawn-log.ts';
import { nftTrace } from '../../testing/drawn-nft-trace.ts';

const ruleset = `table ip early {
	chain one { type filter hook forward priority -10; policy accept; }
}
table inet filter {
	chain two { type filter hook forward priority filter; policy accept; }
}
table inet late {
	chain three { type filter hook postrouting priority 50; policy accept; }
}
`.replace(/\{ (type[^;]*;) (policy accept;) \}/g, '{\n\t\t$1 $2\n\t}');
const accepted = ['policy accept'];

test('chains_of_several_families_are_met_by_priority_and_a_packet_that_misses_one_is_incomplete', async () => {
  const { packets } = await analysed({
    'nft-ruleset.txt': ruleset,
    'nft-trace.txt': [
      nftTrace('0000aaaa', [
        ['ip early one', accepted],
        ['inet filter two', accepted],
        ['inet late three', accepted],
      ]),
      nftTrace('0000bbbb', [['ip early one', accepted]], { id: 8 }),
    ].join(''),
  });
  expect(packets.map(({ disposition }) => disposition)).toEqual(['forwarded', 'incomplete']);
  expect(packets[1]?.note).toMatch(/filter\/two/);
});

test('without_a_ruleset_a_chain_hangs_where_its_name_or_the_interfaces_say', async () => {
  const { packets, analysis } = await analysed({
    'nft-trace.txt': [
      nftTrace('0000aaaa', [['inet t trace_pre', accepted]], { oif: '' }),
      nftTrace('0000aaaa', [
        [
          'inet t mine',
          ['rule jump called (verdict jump called)', ['inet t called', 'rule accept (verdict accept)']],
        ],
        ['ip t my_postrouting', accepted],
      ]),
    ].join(''),
  });
  expect(packets).toHaveLength(1);
  expect(packets[0]?.disposition).toBe('forwarded');
  const hooks = analysis.flowPaths.nodes.flatMap(({ kind, label, hook }) =>
    kind === 'chain' ? [`${label} ${hook}`] : [],
  );
  expect(hooks).toEqual([
    'trace_pre prerouting',
    'mine forward',
    'called forward',
    'my_postrouting postrouting',
  ]);
});
