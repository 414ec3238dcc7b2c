import { expect, test } from 'vitest';
import { analyze } from '../analyze.ts';
import type { AnalysedBundle, Analysis } from '../model/analysis.ts';
import { packetQuery } from '../simulate/packet-query.ts';
import { simulateOnHost } from '../simulate/simulate-host.ts';
import { host } from '../testing/host.ts';
import { bundle } from '../testing/drawn-log.ts';
import { packetStory } from './packet-story.ts';

const drawn = host()
  .router('default via 10.2.0.254 dev eth1')
  .rules(':FORWARD DROP', '-A FORWARD -p tcp --dport 443 -m set --match-set good src -j ACCEPT')
  .nft('table inet other { set s { type ipv4_addr; elements = { 10.9.9.9 } }', '}')
  .file('ipset-save.txt', 'create good hash:ip family inet', 'add good 10.1.0.2')
  .file('conntrack.txt', 'udp 17 20 src=10.1.0.9 dst=10.2.0.2 sport=1 dport=2 src=10.2.0.2 dst=10.1.0.9 sport=2 dport=1')
  .trace(['raw:PREROUTING:policy:1'], ['filter:FORWARD:policy:2', { out: 'eth1' }]); // prettier-ignore

test('an_analysis_is_plain_data_whose_copy_answers_every_question_alike', async () => {
  const { texts, ...data }: AnalysedBundle = await analyze(bundle(drawn.files));
  const copy: Analysis = structuredClone(data);

  const story = await packetStory({ ...data, texts }, 0);
  expect(story.nearMisses).toHaveLength(1);
  expect(story.timeline.map(({ kind }) => kind)).toContain('routing');
  expect(await packetStory({ ...copy, texts }, 0)).toEqual(story);

  const asked = packetQuery({ in: 'eth0', src: '10.1.0.2', dst: '10.2.0.2', proto: 'tcp', dport: '443' });
  if ('wrong' in asked) throw new Error(asked.wrong.kind);
  const { ways } = simulateOnHost(data, '', asked);
  expect(ways.map(({ disposition }) => disposition)).toEqual(['forwarded']);
  expect(simulateOnHost(copy, '', asked).ways).toEqual(ways);
});
