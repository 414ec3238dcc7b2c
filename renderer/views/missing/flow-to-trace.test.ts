import { expect, it } from 'vitest';
import { flowToTrace, largestFlow } from './flow-to-trace.ts';

it.each([
  ['tcp', '10.1.0.2', '10.2.0.2', 443, 'tcp 10.1.0.2 > 10.2.0.2:443'],
  ['udp', 'fd00::1', 'fd00::2', 53, 'udp fd00::1 > [fd00::2]:53'],
  ['icmp', '10.1.0.2', '10.2.0.2', null, 'icmp 10.1.0.2 > 10.2.0.2'],
  ['47', '10.1.0.2', '10.2.0.2', null, '47 10.1.0.2 > 10.2.0.2'],
  ['tcp', 'host-1', '10.2.0.2', 443, ''],
])('a_flow_is_named_as_the_command_line_reads_it: %s %s', (protocol, src, dst, dport, text) => {
  expect(flowToTrace({ protocol, src, dst, dport })).toBe(text);
});

it('the_flow_of_a_dead_end_is_the_one_with_the_most_packets', () => {
  expect(largestFlow([{ packets: 1 }, { packets: 5 }, { packets: 5 }])).toEqual({ packets: 5 });
  expect(largestFlow([])).toBeUndefined();
});
