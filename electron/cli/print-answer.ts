import {
  type AnalysedBundle,
  type ReportChunk,
  type ReportOptions,
  type TextLine,
  visibleJson,
} from '../../core/index.ts';
import { jsonPieces } from './json-pieces.ts';
import { laidOut } from './layout.ts';
import type { CommandOutput } from './output.ts';
import type { CommandWords } from './read-words.ts';
import { redactingFor, redactedLines, redactingOptions, shownDocument } from './redacting.ts';
import { writeReport } from './write-report.ts';

/** The options of every command whose answer can be handed on. */
export const answerOptions = {
  json: { type: 'boolean' },
  html: { type: 'string', value: 'FILE' },
  ...redactingOptions,
} as const;

/** What a command found, in each of its forms. */
export interface Answer {
  /** The report's title. */
  readonly title: string;
  /** What the bundles are called. */
  readonly bundles: readonly string[];
  /** Null for an answer that has none. */
  readonly report: ((about: ReportOptions) => AsyncIterable<ReportChunk>) | null;
  document(): unknown;
  lines(): readonly TextLine[];
}

/** Prints what was found in `analyses` as the options ask for, redacted or not. Rejects where it can't be written. */
export async function printAnswer(
  analyses: readonly AnalysedBundle[],
  options: CommandWords['options'],
  answer: Answer,
  output: CommandOutput,
): Promise<void> {
  const file = typeof options['html'] === 'string' ? options['html'] : null;
  const redacting = await redactingFor(analyses, options, file, answer.bundles, output);
  const { report } = answer;
  if (file !== null && report !== null)
    return writeReport(file, answer.title, redacting, output.words, (about) => report(about));
  const asJson = options['json'] === true;
  const shown = asJson ? shownDocument(await answer.document(), redacting) : null;
  const pieces = asJson ? jsonPieces(shown) : [laidOut(redactedLines(answer.lines(), redacting), output)];
  await redacting?.writeMap();
  for (const piece of pieces) await output.out(asJson ? visibleJson(piece) : piece);
  if (asJson) await output.out('\n');
}
