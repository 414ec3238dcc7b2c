import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { analysed } from '../testing/drawn-log.ts';
import { type Schema, violations } from '../testing/json-schema.ts';
import { analysisDocument } from './analysis-document.ts';
import { analysisText } from './analysis-text.ts';

const dmesg = [
  '[Tue Nov 20 22:30:22 2018] nf_conntrack: table full, dropping packet',
  '[Tue Nov 20 22:30:27 2018] nf_conntrack: nf_conntrack: table full, dropping packet',
  '[Tue Nov 20 22:30:32 2018] net_ratelimit: 241 callbacks suppressed',
  '[Tue Nov 20 22:30:33 2018] br0: port 2(eth1) entered blocking state',
  '',
].join('\n');
const sysctl = 'net.netfilter.nf_conntrack_count = 262144\nnet.netfilter.nf_conntrack_max = 262144\n';

test('a_log_of_messages_alone_is_told_with_the_settings_that_judge_it', async () => {
  const { analysis } = await analysed({ 'dmesg.txt': dmesg, 'sysctl.txt': sysctl });
  const text = analysisText(analysis);
  expect(text).toContain('The conntrack table was full');
  expect(text).toContain('dmesg.txt:1: [Tue Nov 20 22:30:22 2018] nf_conntrack: table full, dropping packet');
  expect(text).toContain('sysctl.txt:2: net.netfilter.nf_conntrack_max = 262144');
  expect(text).not.toContain('No packet died.');
});

test('messages_that_say_the_same_are_one_entry_of_the_document', async () => {
  const { analysis } = await analysed({ 'dmesg.txt': dmesg });
  const document = await analysisDocument(analysis);
  expect(document.kernelMessages).toMatchObject([
    {
      kind: 'conntrack-table-full',
      host: '',
      meaning: 'loss',
      count: 2,
      first: 'Tue Nov 20 22:30:22 2018',
      last: 'Tue Nov 20 22:30:27 2018',
      file: 'dmesg.txt',
      line: 1,
    },
    { kind: 'messages-suppressed', meaning: 'hint', count: 1, suppressed: 241 },
    { kind: 'bridge-port-state', meaning: 'hint', fields: { bridge: 'br0', interface: 'eth1' } },
  ]);
  const schema = JSON.parse(
    readFileSync(new URL('./schemas/analysis.schema.json', import.meta.url), 'utf8'),
  ) as Schema;
  expect(violations(schema, JSON.parse(JSON.stringify(document)))).toEqual([]);
});

test('a_hint_alone_takes_nothing_away_from_packets_that_arrived', async () => {
  const { analysis } = await analysed({ 'dmesg.txt': dmesg.split('\n')[3] ?? '' });
  const { kernelMessages } = await analysisDocument(analysis);
  expect(kernelMessages.map(({ meaning }) => meaning)).toEqual(['hint']);
});
