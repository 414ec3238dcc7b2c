import { expect, it } from 'vitest';
import { reportHtml } from '../../report-html.ts';
import { host } from '../../testing/host.ts';
import { english } from '../../words/en/index.ts';
import type { ReportOptions } from './report-page.ts';

const about: ReportOptions = { title: 'case', version: '0', created: '', words: english, redaction: null };

async function page(fixes: 'with-fixes' | 'without-fixes'): Promise<string> {
  const { analysis } = await host()
    .router()
    .rules(':FORWARD DROP', '-A FORWARD -p udp -j ACCEPT')
    .trace(['filter:FORWARD:policy:2', { in: 'eth0', out: 'eth1', ttl: 63 }])
    .analysed();
  let html = '';
  for await (const chunk of reportHtml(analysis, about, fixes)) html += chunk.text;
  return html;
}

it('says_what_would_let_a_dead_end_pass_where_the_operator_wants_it', async () => {
  const command = 'iptables -A FORWARD -p tcp -d 10.2.0.2/32 --dport 80 -j ACCEPT';
  expect(await page('with-fixes')).toContain(command);
  expect(await page('without-fixes')).not.toContain(command);
});
