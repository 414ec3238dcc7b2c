import { expect, test } from 'vitest';
import { analysed } from '../../testing/drawn-log.ts';
import { nftTrace } from '../../testing/drawn-nft-trace.ts';

test('a_packet_over_lo_gets_a_new_trace_id_and_is_one_packet_without_a_chain_on_prerouting', async () => {
  const ruleset = `table ip filter {
\tchain OUTPUT { type filter hook output priority 0; policy accept; }
\tchain INPUT { type filter hook input priority 0; policy drop; }
}`;
  const out = nftTrace('0000aaaa', [['ip filter OUTPUT', ['policy accept']]], { iif: 'none', oif: 'lo' });
  const back = nftTrace('0000bbbb', [['ip filter INPUT', ['policy drop']]], { iif: 'lo', oif: '' });
  const trace = out.replace('iif "none" ', '') + back;
  const { packets } = await analysed({ 'nft.txt': ruleset, 'trace.txt': trace });
  expect(packets.map(({ disposition, steps }) => [disposition, steps.length])).toEqual([['dropped', 2]]);
});

test('a_packet_whose_protocol_only_one_half_of_its_lines_tells_is_one_packet', async () => {
  const xtables = (id: string, fields: string): string =>
    `PACKET: 2 ${id} ${fields} SRC=10.1.0.2 DST=10.2.0.2 LEN=84 TOS=0x0 ID=43751DF \n`;
  const trace = `${xtables('0000aaaa', 'IN=br0 TTL=64')} TRACE: 2 0000aaaa raw:PREROUTING:rule:0x4:CONTINUE  -4 -t raw -A PREROUTING -p icmp -j TRACE
 TRACE: 2 0000aaaa raw:PREROUTING:policy:ACCEPT
${xtables('0000bbbb', 'IN=br0 OUT=eth0 TTL=63')} TRACE: 2 0000bbbb filter:FORWARD:rule:0x34:DROP  -4 -t filter -A FORWARD -i br0 -j DROP
`;
  const { packets } = await analysed({ 'trace.txt': trace });
  expect(packets.map(({ disposition }) => disposition)).toEqual(['dropped']);
});

test('a_chain_of_ip_without_a_header_of_its_own_belongs_to_the_packet_that_a_bridges_chain_showed', async () => {
  const onBridge = nftTrace('0000aaaa', [['bridge filter FORWARD', ['policy accept']]], {
    iif: 'veth0',
    oif: 'veth1',
  });
  const onIp = nftTrace('0000aaaa', [['ip filter FORWARD', ['policy drop']]], { iif: 'br0', oif: 'br0' });
  const trace = `${onBridge}trace id 0000aaaa ip mangle FORWARD policy accept\n${onIp}`;
  const { packets } = await analysed({ 'trace.txt': trace });
  expect(packets.map(({ disposition, steps }) => [disposition, steps.length])).toEqual([['dropped', 3]]);
});
