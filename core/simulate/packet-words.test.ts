import { expect, it } from 'vitest';
import { packetQuery } from './packet-query.ts';
import { packetWords } from './packet-words.ts';

it('a_packet_of_a_list_is_the_one_that_the_options_would_describe', () => {
  const words = packetWords(
    '{"in":"eth0","src":"10.1.0.2","dst":"10.2.0.2","proto":"icmp","icmpType":3,"mark":"0x1"}',
  );
  expect(words).toEqual({
    in: 'eth0',
    src: '10.1.0.2',
    dst: '10.2.0.2',
    proto: 'icmp',
    'icmp-type': '3',
    mark: '0x1',
  });
  expect(words === null ? null : packetQuery(words)).toMatchObject({
    inInterface: 'eth0',
    icmpType: 3,
    mark: 1,
  });
});

it('without_an_interface_the_host_sends_it', () => {
  expect(packetWords('{"src":"10.1.0.2","dst":"10.2.0.2","proto":"tcp"}')).toMatchObject({ local: true });
});

it.each(['', 'tcp', '[]', 'null', '{"src":{}}', '{"src":'])('%s is no packet', (line) => {
  expect(packetWords(line)).toBeNull();
});
