import { diffHtml, printedMinute, redactionOf, reportHtml, type Analysis } from '../../core/index.ts';
import type { Compared } from './compare.ts';
import type { MadeReport, ReportAsk } from './protocol.ts';
import { version } from './version.ts';
import { writeReport } from './write-report.ts';

/** The report of one capture or of two; null when `signal` ended it. Rejects where redaction is not complete. */
export async function makeReport(
  of: { readonly analysis: Analysis } | Compared,
  { title, redact }: ReportAsk,
  signal: { readonly aborted: boolean },
  turn: () => Promise<void>,
  onDone: (done: number) => void,
): Promise<MadeReport | null> {
  const analyses = 'diff' in of ? [of.before, of.after] : [of.analysis];
  const redaction = redact ? await redactionOf(analyses, randomKey()) : null;
  const options = { title, created: printedMinute(new Date()), version, redaction };
  const chunks =
    'diff' in of ? diffHtml(of.before, of.after, of.diff, options) : reportHtml(of.analysis, options);
  const html = await writeReport(chunks, signal, turn, onDone);
  if (html === null) return null;
  const map = redaction === null ? null : `${JSON.stringify(redaction.map(), null, 1)}\n`;
  return { html, map: map === null ? null : new TextEncoder().encode(map) };
}

/** A key that nobody knows: two reports of one bundle don't tell what stands for what by being alike. */
function randomKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(32)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');
}
