import { expect, test } from 'vitest';
import { packet, tcp } from '../../testing/drawn-log.ts';
import { host } from '../../testing/host.ts';

const logging = host().rules(
  '*mangle',
  '-A PREROUTING -j LOG --log-prefix "pre: " --log-tcp-sequence',
  '-A FORWARD -j LOG --log-prefix "fwd: "',
);

test('lines_of_one_packet_are_joined_though_only_some_log_rules_print_the_sequence_number', async () => {
  const bare = tcp(41001, 80).replace(' SEQ=7 ACK=0', '');
  const twice = [1, 2].flatMap((id) => [
    `pre: ${packet({ in: 'eth0', id, proto: tcp(41001, 80, 7) })}`,
    `fwd: ${packet({ in: 'eth0', out: 'eth1', ttl: 63, id, proto: bare })}`,
  ]);
  const { ways } = await logging.log(...twice).analysed();
  const way = ['mangle:PREROUTING:rule:1', 'mangle:FORWARD:rule:1'];
  expect(ways).toEqual([way, way]);
});
