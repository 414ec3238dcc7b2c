import { expect, it } from 'vitest';
import { host } from '../../testing/host.ts';
import { packetQuery } from '../packet-query.ts';
import { simulateOnHost } from '../simulate-host.ts';
import { packetOfBox } from './packet-of-box.ts';
import { reachOnHost } from './reach.ts';
import { everyPacket } from './reach-query.ts';

it('a_packet_of_a_box_ends_as_its_part_and_its_line_say', async () => {
  const rules = host().rules(
    ':FORWARD DROP',
    '-A FORWARD -m conntrack --ctstate INVALID -j DROP',
    '-A FORWARD -s 10.1.0.64/27 -p tcp --dport 22 -j ACCEPT',
    '-A FORWARD -p icmp --icmp-type 3 -j REJECT',
    '-A FORWARD -p tcp --dport 80:81 -j REJECT',
    '-A FORWARD ! -d 10.2.0.9 -p gre -j ACCEPT',
  );
  const { analysis } = await rules.router().analysed();
  const { parts, lines } = reachOnHost(analysis, '', everyPacket);
  let sent = 0;
  for (const { box, ends } of [
    ...parts.filter(({ certain }) => certain),
    ...lines.flatMap((line) => (line.certain ? [{ ...line, box: line.example }] : [])),
  ]) {
    const packet = packetQuery(packetOfBox(box, ['eth0']));
    if ('wrong' in packet) throw new Error(JSON.stringify([packet.wrong, box]));
    const { ways } = simulateOnHost(analysis, '', packet);
    expect(ways.map(({ disposition, cause }) => [disposition, cause?.kind, cause?.rule])).toEqual(
      ends.map(({ disposition, cause }) => [disposition, cause?.kind, cause?.rule]),
    );
    sent++;
  }
  expect(sent).toBeGreaterThan(10);
});
