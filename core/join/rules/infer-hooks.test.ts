import { expect, test } from 'vitest';
import { host } from '../../testing/host.ts';
import { nftTrace } from '../../testing/drawn-nft-trace.ts';

/** A table with one base chain that accepts. */
function table(name: string, chain: string, hook: string): readonly string[] {
  return [
    `table ${name} {`,
    `\tchain ${chain} {`,
    `\t\ttype filter hook ${hook}; policy accept;`,
    '\t}',
    '}',
  ];
}

const accepted = ['policy accept'];

test('chains_of_several_families_are_met_by_priority_and_a_packet_that_misses_one_is_incomplete', async () => {
  const { packets } = await host()
    .nft(
      ...table('ip early', 'one', 'forward priority -10'),
      ...table('inet filter', 'two', 'forward priority filter'),
      ...table('inet late', 'three', 'postrouting priority 50'),
    )
    .file(
      'nft-trace.txt',
      nftTrace('0000aaaa', [
        ['ip early one', accepted],
        ['inet filter two', accepted],
        ['inet late three', accepted],
      ]),
      nftTrace('0000bbbb', [['ip early one', accepted]], { id: 8 }),
    )
    .analysed();
  expect(packets.map(({ disposition }) => disposition)).toEqual(['forwarded', 'incomplete']);
  expect(packets[1]?.note).toMatch(/filter\/two/);
});

test('without_a_ruleset_a_chain_hangs_where_its_name_or_the_interfaces_say', async () => {
  const { packets, analysis } = await host()
    .file(
      'nft-trace.txt',
      nftTrace('0000aaaa', [['inet t trace_pre', accepted]], { oif: '' }),
      nftTrace('0000aaaa', [
        [
          'inet t mine',
          ['rule jump called (verdict jump called)', ['inet t called', 'rule accept (verdict accept)']],
        ],
        ['ip t my_postrouting', accepted],
      ]),
    )
    .analysed();
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

test('without_a_ruleset_chains_stand_in_the_order_in_which_most_packets_met_them', async () => {
  const whole = (traceId: string, id: number) =>
    nftTrace(
      traceId,
      [
        ['inet t first', accepted],
        ['ip t second', accepted],
      ],
      { id, oif: '' },
    );
  const cut = nftTrace('0000aaaa', [['ip t second', accepted]], { id: 7, oif: '' });
  const { packets } = await host()
    .file('nft-trace.txt', cut, whole('0000bbbb', 8), whole('0000cccc', 9))
    .analysed();
  expect(packets.map(({ steps }) => steps.map(({ chain }) => chain))).toEqual([
    ['second'],
    ['first', 'second'],
    ['first', 'second'],
  ]);
});
