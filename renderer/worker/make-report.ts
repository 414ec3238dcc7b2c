import {
  type AnalysedBundle,
  diffHtml,
  printedMinute,
  type Redaction,
  redactionOf,
  type ReportChunk,
  reportHtml,
  type ReportOptions,
  whatIfHtml,
  wordsOf,
} from '../../core/index.ts';
import { words } from '../language.ts';
import type { Compared } from './compare.ts';
import type { MadeReport, Redacted, ReportAsk } from './protocol.ts';
import { version } from './version.ts';
import { writeReport } from './write-report.ts';

/** The report of one capture or of two; null when `signal` ended it. */
export async function makeReport(
  of: { readonly analysis: AnalysedBundle } | Compared,
  { title, redact, language, own, fixes }: ReportAsk,
  signal: { readonly aborted: boolean },
  turn: () => Promise<void>,
  onDone: (done: number) => void,
): Promise<MadeReport | null> {
  const analyses = 'diff' in of ? [of.before, of.after] : [of.analysis];
  const redaction =
    redact === null
      ? null
      : await redactionOf(analyses, { key: randomKey(), words: redact.words, bundles: title.split(' → ') });
  const options = {
    title,
    created: printedMinute(new Date()),
    version,
    redaction,
    words: wordsOf(language) ?? words,
    ...(own === null ? {} : { own }),
  };
  const chunks = chunksOf(of, options, fixes);
  const html = await writeReport(chunks, signal, turn, onDone);
  if (html === null) return null;
  return { html, redacted: redaction === null ? null : redacted(redaction) };
}

function chunksOf(
  of: { readonly analysis: AnalysedBundle } | Compared,
  options: ReportOptions,
  fixes: ReportAsk['fixes'],
): AsyncGenerator<ReportChunk> {
  if (!('diff' in of)) return reportHtml(of.analysis, options, fixes);
  const { before, after, diff, tried } = of;
  return tried === null
    ? diffHtml(before, after, diff, options)
    : whatIfHtml(before, tried.whatIf, { before, after }, options);
}

/** So many words are offered. */
const mostSuggested = 60;

function redacted(redaction: Redaction): Redacted {
  const map = redaction.map();
  return {
    map: new TextEncoder().encode(`${JSON.stringify(map, null, 1)}\n`),
    replaced: [map.hosts, map.addresses, map.macs].flatMap((each) => Object.entries(each)),
    suggested: redaction.suggested.slice(0, mostSuggested),
  };
}

/** A key that nobody knows: two reports of one bundle don't tell what stands for what by being alike. */
function randomKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(32)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');
}
