import { randomBytes } from 'node:crypto';
import { type Analysis, redactDocument, type Redaction, redactionOf } from '../../core/index.ts';
import { writeAtomically } from '../atomic-file.ts';
import type { CliOutput } from './output.ts';
import type { CommandWords } from './read-words.ts';

/** The options of commands whose output can be redacted. */
export const redactingOptions = {
  redact: { type: 'boolean' },
  'redact-key': { type: 'string' },
  'redact-map': { type: 'string' },
} as const;

/** How a command's output is redacted. */
export interface Redacting {
  readonly redaction: Redaction;
  /** Writes the map of what was replaced, for the operator alone, and says where it is. */
  writeMap(): Promise<void>;
}

/** Null where no redaction is asked for. `report`: the HTML file, beside which the map is put. */
export async function redactingFor(
  analyses: readonly Analysis[],
  options: CommandWords['options'],
  report: string | null,
  output: CliOutput,
): Promise<Redacting | null> {
  if (options['redact'] !== true) return null;
  const key = options['redact-key'];
  const redaction = await redactionOf(
    analyses,
    typeof key === 'string' ? key : randomBytes(32).toString('hex'),
  );
  const chosen = options['redact-map'];
  const path =
    typeof chosen === 'string'
      ? chosen
      : report === null
        ? 'netopsy-redaction.map.json'
        : `${report}.map.json`;
  return {
    redaction,
    async writeMap() {
      await writeAtomically(path, [`${JSON.stringify(redaction.map(), null, 1)}\n`], 0o600);
      output.err(`netopsy: what was replaced by what is in ${path}; keep it to yourself\n`);
    },
  };
}

/** A document, redacted where that is asked for. */
export function shownDocument(document: unknown, redacting: Redacting | null): unknown {
  return redacting === null ? document : redactDocument(document, redacting.redaction);
}

/** A text, redacted where that is asked for. */
export function printedText(text: string, redacting: Redacting | null): string {
  if (redacting === null) return text;
  const shown = text
    .split('\n')
    .map((line) => redacting.redaction.text(line))
    .join('\n');
  redacting.redaction.check(shown);
  return shown;
}
