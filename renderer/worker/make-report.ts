import {
  type AnalysedBundle,
  changedConfigurations,
  diffHtml,
  type NeverSearch,
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
import { answerApart } from './all-packets.ts';
import { plainPair } from './plain-tables.ts';
import type { Compared } from './compare.ts';
import type { MadeReport, Redacted, ReportAsk } from './protocol.ts';
import { version } from './version.ts';
import { writeReport } from './write-report.ts';

/** The report of one capture or of two; null when `signal` ended it. */
export async function makeReport(
  of: ReportedCapture | Compared,
  { title, redact, language, own, fixes }: ReportAsk,
  signal: Signal,
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
  const chunks =
    'diff' in of
      ? await comparisonChunks(of, options, signal)
      : await captureChunks(of, options, fixes, signal);
  if (chunks === null) return null;
  const html = await writeReport(chunks, signal, turn, onDone);
  if (html === null) return null;
  return { html, redacted: redaction === null ? null : redacted(redaction) };
}

/** A capture, and the search for rules that no packet can match, which may go on still. */
interface ReportedCapture {
  readonly analysis: AnalysedBundle;
  readonly never: Promise<NeverSearch>;
}

async function captureChunks(
  { analysis, never }: ReportedCapture,
  options: ReportOptions,
  fixes: ReportAsk['fixes'],
  signal: Signal,
): Promise<AsyncGenerator<ReportChunk> | null> {
  const found = await unlessAborted(never, signal);
  return found === null ? null : reportHtml(analysis, { ...options, never: found }, fixes);
}

async function comparisonChunks(
  { before, after, diff, tried }: Compared,
  options: ReportOptions,
  signal: Signal,
): Promise<AsyncGenerator<ReportChunk> | null> {
  if (tried !== null) return whatIfHtml(before, tried.whatIf, { before, after }, options);
  const pairs = changedConfigurations(before, after).map(plainPair);
  const making = answerApart({ kind: 'compare', pairs });
  const reach = await unlessAborted(making.answer, signal);
  making.giveUp();
  return signal.aborted ? null : diffHtml(before, after, diff, reach, options);
}

interface Signal {
  readonly aborted: boolean;
}

/** Null as soon as nobody waits for it any longer. */
async function unlessAborted<T>(answer: Promise<T>, signal: Signal): Promise<T | null> {
  let timer: ReturnType<typeof setInterval> | undefined;
  const given = new Promise<null>((resolve) => {
    timer = setInterval(() => {
      if (signal.aborted) resolve(null);
    }, 100);
  });
  try {
    return await Promise.race([answer, given]);
  } finally {
    clearInterval(timer);
  }
}

/** How many words are offered. */
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
