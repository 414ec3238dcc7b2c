import { randomBytes, scryptSync } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import {
  type AnalysedBundle,
  redactDocument,
  type Redaction,
  redactionOf,
  type TextLine,
} from '../../core/index.ts';
import { writeAtomically } from '../atomic-file.ts';
import type { CommandOutput } from './output.ts';
import type { CommandWords } from './read-words.ts';

/** The options of commands whose output can be redacted. */
export const redactingOptions = {
  redact: { type: 'boolean' },
  'redact-key': { type: 'string', value: 'TEXT' },
  'redact-map': { type: 'string', value: 'FILE' },
  'redact-words': { type: 'string', value: 'FILE' },
} as const;

/** How a command's output is redacted. */
export interface Redacting {
  readonly redaction: Redaction;
  /** Writes the map of what was replaced, for the operator alone, and says where it is. */
  writeMap(): Promise<void>;
}

/**
 * Null where no redaction is asked for. `report`: the HTML file, beside which the map is put. `bundles`: what the bundles
 * are called.
 */
export async function redactingFor(
  analyses: readonly AnalysedBundle[],
  options: CommandWords['options'],
  report: string | null,
  bundles: readonly string[],
  output: CommandOutput,
): Promise<Redacting | null> {
  if (options['redact'] !== true) return null;
  const given = options['redact-key'];
  const keyText = typeof given === 'string' ? given : randomBytes(32).toString('hex');
  const key = typeof given === 'string' ? stretched(given) : keyText;
  const words = typeof options['redact-words'] === 'string' ? await wordsOf(options['redact-words']) : [];
  const redaction = await redactionOf(analyses, { key, keyText, words, bundles });
  const chosen = options['redact-map'];
  const path = typeof chosen === 'string' ? chosen : report === null ? freeName() : `${report}.map.json`;
  return {
    redaction,
    async writeMap() {
      const replaced = existsSync(path);
      await writeAtomically(path, [`${JSON.stringify(redaction.map(), null, 1)}\n`], 'owner only');
      output.note(output.words.commandFaults.replacementList(path, replaced));
    },
  };
}

/** Trying keys costs a tenth of a second and 64 MB each (RFC 7914). */
function stretched(text: string): string {
  return scryptSync(text, 'netopsy redaction', 32, { N: 2 ** 16, r: 8, p: 1, maxmem: 2 ** 27 }).toString(
    'hex',
  );
}

/** One word a line; empty lines and those that begin with `#` are none. */
async function wordsOf(file: string): Promise<readonly string[]> {
  const lines = (await readFile(file, 'utf8')).split('\n').map((line) => line.trim());
  return lines.filter((line) => line !== '' && !line.startsWith('#'));
}

/** A list of replacements is not written over that of an earlier run. */
function freeName(): string {
  let name = 'netopsy-redaction.map.json';
  for (let number = 2; existsSync(name); number++) name = `netopsy-redaction-${number}.map.json`;
  return name;
}

/** A document, redacted where that is asked for. */
export function shownDocument(document: unknown, redacting: Redacting | null): unknown {
  return redacting === null ? document : redactDocument(document, redacting.redaction);
}

/** The lines of a text, redacted where that is asked for. */
export function redactedLines(lines: readonly TextLine[], redacting: Redacting | null): readonly TextLine[] {
  if (redacting === null) return lines;
  return lines.map((line) => ({ ...line, text: redacting.redaction.text(line.text) }));
}
