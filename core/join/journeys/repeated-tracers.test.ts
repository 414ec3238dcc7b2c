import { expect, test } from 'vitest';
import { analysed } from '../../testing/drawn-log.ts';
import { nftTrace } from '../../testing/drawn-nft-trace.ts';

const ofNft = nftTrace('0000aaaa', [
  ['ip filter FORWARD', ['rule udp dport 53 counter packets 0 bytes 0 drop (verdict drop)']],
]);
const ofXtables = [
  'PACKET: 2 0000aaaa IN=eth0 OUT=eth1 MACSRC=52:54:0:69:5d:74 MACDST=52:54:0:42:5a:57 MACPROTO=0800 SRC=10.1.0.2 DST=10.2.0.2 LEN=60 TOS=0x0 TTL=63 ID=7 SPORT=4000 DPORT=53 ',
  ' TRACE: 2 0000aaaa filter:FORWARD:rule:0x7:DROP  -4 -t filter -A FORWARD -p udp -m udp --dport 53 -j DROP',
  '',
].join('\n');

test('what_two_tools_show_of_a_packet_counts_once_and_keeps_what_each_knows', async () => {
  const { packets, analysis } = await analysed({ 'nft-trace.txt': ofNft, 'xtables-trace.txt': ofXtables });
  expect(packets).toHaveLength(1);
  expect(packets[0]?.steps).toMatchObject([
    { tracer: 'nft', handle: 7, printed: '-A FORWARD -p udp -m udp --dport 53 -j DROP', verdict: 'drop' },
  ]);
  expect(analysis.diagnostics.filter(({ code }) => code === 'log-repeated')).toMatchObject([
    { file: 'xtables-trace.txt' },
  ]);
});

test('packets_that_only_one_tool_shows_stay', async () => {
  const other = ofXtables.replaceAll('0000aaaa', '0000bbbb').replace('ID=7', 'ID=8');
  const { packets } = await analysed({ 'nft-trace.txt': ofNft, 'xtables-trace.txt': other });
  expect(packets).toHaveLength(2);
});
