import { eventTimes } from '../../questions/event-lines.ts';
import type { AnalysedBundle } from '../../model/analysis.ts';
import { markup, type Markup } from './markup.ts';
import type { ReportOptions } from './report-page.ts';

/** Under the title: whose packets, of what time, and when the report was made. */
export async function masthead(
  analysis: AnalysedBundle,
  { created, version, words }: ReportOptions,
): Promise<Markup> {
  const { hosts, journeys, artifacts } = analysis;
  const { report, terms } = words;
  const spans = await timeSpans(analysis);
  return markup`<dl class="facts">
<div><dt>${report.hosts}</dt><dd>${report.hostList(hosts.map(({ name }) => name))}</dd></div>
${spans.map(
  ({ log, first, last }) =>
    markup`<div><dt>${spans.length === 1 ? report.traced : log}</dt><dd>${first} – ${last}</dd></div>
`,
)}<div><dt>${report.examined}</dt><dd>${terms.files(artifacts.length)}${terms.comma}${terms.packets(journeys.count)}</dd></div>
<div><dt>${report.report}</dt><dd>${created}, Netopsy ${version}</dd></div>
</dl>
${analysis.partial ? markup`<p class="unsure">? ${report.partial(journeys.count)}</p>` : null}`;
}

/** From the first to the last trace line of each log (the four logs with the most of them). */
async function timeSpans({ events, texts }: AnalysedBundle) {
  const spans = new Map<number, { first: number; last: number; count: number }>();
  for (let event = 0; event < events.count; event++) {
    const log = events.log[event] as number;
    const span = spans.get(log);
    if (span === undefined) spans.set(log, { first: event, last: event, count: 1 });
    else {
      span.last = event;
      span.count++;
    }
  }
  const most = [...spans].sort(([, a], [, b]) => b.count - a.count).slice(0, 4);
  const told: { readonly log: string; readonly first: string; readonly last: string }[] = [];
  for (const [log, { first, last }] of most) {
    const stamps = await eventTimes({ events, texts }, [first, last]);
    const [from = '', to = ''] = stamps.map(({ time, stamp }) => time?.replace(/\.0+Z$/, 'Z') ?? bare(stamp));
    if (from !== '') told.push({ log: events.logs[log] as string, first: from, last: to });
  }
  return told;
}

/** A stamp without the brackets that dmesg puts around it. */
export function bare(stamp: string): string {
  return stamp.replace(/^\[\s*|\]$/g, '');
}
