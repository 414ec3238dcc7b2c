import { expect, test } from 'vitest';
import { reportHtml } from '../report-html.ts';
import { analysed } from '../testing/drawn-log.ts';
import { english } from '../words/en/index.ts';
import { analysisText } from './analysis-text.ts';

const save =
  '*filter\n:INPUT ACCEPT [0:0]\n[25:1500] -A INPUT -m conntrack --ctstate INVALID -m comment --comment "<b>old</b>" -j DROP\nCOMMIT\n';

const about = { title: 'b', version: '0', created: 'today', words: english, redaction: null };

test('clues_stand_in_the_text_and_in_the_report_with_their_lines', async () => {
  const { analysis } = await analysed({ 'iptables-save.txt': save });
  let html = '';
  for await (const { text } of reportHtml(analysis, about)) html += text;
  expect(analysisText(analysis)).toContain('Worth a look');
  expect(html).toContain('Worth a look');
  expect(html).toContain('has dropped 25 packets');
  expect(html).toContain('iptables-save.txt:3');
  expect(html).not.toContain('<b>old</b>');
});
