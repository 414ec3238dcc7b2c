import { expect, it } from 'vitest';
import type { DrawnFields } from '../testing/drawn-log.ts';
import { host } from '../testing/host.ts';
import { packetStory } from './packet-story.ts';

const entry = (reply: string) =>
  `tcp      6 431999 ESTABLISHED src=10.1.0.2 dst=10.9.0.9 sport=41001 dport=80 ${reply} [ASSURED] mark=0 use=1`;
const masqueraded = entry('src=10.2.0.2 dst=10.2.0.1 sport=80 dport=41001');

const router = host()
  .router()
  .rules('*nat', '-A PREROUTING -d 10.9.0.9/32 -j DNAT --to-destination 10.2.0.2', '*filter', ':FORWARD DROP')
  .file('conntrack.txt', masqueraded);

const before = { in: 'eth0', dst: '10.9.0.9' };
const after = { in: 'eth0', out: 'eth1', dst: '10.2.0.2', ttl: 63 };

async function storyOf(...lines: readonly (readonly [place: string, fields: DrawnFields])[]) {
  const { analysis } = await router.trace(...lines).analysed();
  return packetStory(analysis, 0);
}

it('target_by_the_log_and_source_by_the_listing_of_connections', async () => {
  const { translations } = await storyOf(
    ['nat:PREROUTING:rule:1', before],
    ['filter:FORWARD:rule:1', after],
    ['nat:POSTROUTING:policy:1', after],
  );
  expect(translations).toEqual([
    { end: 'dst', before: '10.9.0.9:80', after: '10.2.0.2:80', at: { file: 'kern.log', line: 2 } },
    { end: 'src', before: '10.1.0.2:41001', after: '10.2.0.1:41001', at: { file: 'conntrack.txt', line: 1 } },
  ]);
});

it('a_packet_that_died_before_has_no_new_source', async () => {
  const { translations, disposition } = await storyOf(
    ['nat:PREROUTING:rule:1', before],
    ['filter:FORWARD:policy:1', after],
  );
  expect(disposition).toBe('dropped');
  expect(translations.map(({ end }) => end)).toEqual(['dst']);
});

it('the_header_is_that_of_the_first_line', async () => {
  const { header } = await storyOf(['nat:PREROUTING:rule:1', before]);
  expect(header).toMatchObject({
    ipId: 1,
    ttl: 64,
    lengthBytes: 60,
    tcp: { seq: 7, ack: 0, flags: 2 },
    fragment: 1,
  });
});
