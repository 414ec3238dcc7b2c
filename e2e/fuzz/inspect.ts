import type { ValidateFunction } from 'ajv';
import {
  analysisDocument,
  analysisText,
  analyze,
  type ByteSource,
  english,
  packetDocuments,
  redactDocument,
  redactionOf,
  reportHtml,
  sourceInMemory,
} from '../../core/index.ts';
import { integrityFaults } from '../golden/integrity.ts';
import type { Files } from './corpus.ts';

/** Validators of the documents. */
export interface Validators {
  readonly analysis: ValidateFunction;
  readonly packet: ValidateFunction;
}

/** Far above what inputs of this size take; counted in pauses, of which each chunk, packet and stage takes some. */
const mostSteps = 200_000;

/**
 * What is wrong with what core makes of the files, in a line; null where all is well. `isThorough`: with the report and
 * redaction, which take most of the time.
 */
export async function faultOf(
  files: Files,
  validators: Validators,
  isThorough: boolean,
  key: string,
): Promise<string | null> {
  try {
    let steps = 0;
    const analysis = await analyze(sourcesOf(files), {
      pause: async () => {
        if (++steps > mostSteps) throw new Error('more steps than an input of this size can need');
      },
    });
    const document = written(await analysisDocument(analysis));
    if (!validators.analysis(document)) return `analysis: ${schemaFault(validators.analysis)}`;
    let packets = 0;
    for await (const packet of packetDocuments(analysis)) {
      if (!validators.packet(written(packet))) return `packet: ${schemaFault(validators.packet)}`;
      if (++packets === 200) break;
    }
    const [unsound] = await integrityFaults(analysis);
    if (unsound !== undefined) return `integrity: ${unsound}`;
    const uncounted = lineFault(files, analysis.artifacts);
    if (uncounted !== null) return uncounted;
    const text = analysisText(analysis);
    const raw = rawCharacter.exec(text);
    if (raw !== null) return `text: holds U+${raw[0].charCodeAt(0).toString(16)} as it is`;
    return isThorough ? await thoroughFault(analysis, document, validators, key) : null;
  } catch (error) {
    return error instanceof Error ? `thrown: ${error.message} ${placeOf(error)}` : 'thrown: no error';
  }
}

/** What steers a terminal, turns text around or can't be seen; lines end with U+A, and rules may have tabs. */
const rawCharacter =
  // oxlint-disable-next-line no-control-regex -- they are what is looked for
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/;

type Analyzed = Awaited<ReturnType<typeof analyze>>;

async function thoroughFault(
  analysis: Analyzed,
  document: unknown,
  { analysis: validate }: Validators,
  key: string,
): Promise<string | null> {
  const options = { key, words: [], bundles: ['bundle'] };
  const redaction = await redactionOf([analysis], options);
  const redacted = written(redactDocument(document, redaction));
  if (!validate(redacted)) return `redacted: ${schemaFault(validate)}`;
  const text = redaction.text(analysisText(analysis));
  const again = await redactionOf([analysis], options);
  if (
    written(redactDocument(document, again)) === null ||
    JSON.stringify(redactDocument(document, again)) !== JSON.stringify(redacted)
  )
    return 'redacted: not the same twice';
  const { addresses } = redaction.map();
  const substitutes = new Set(Object.values(addresses));
  const originals = Object.keys(addresses).filter(
    (each) => !substitutes.has(each) && addresses[each] !== each,
  );
  const shown = new Set(`${JSON.stringify(redacted)} ${text}`.split(/[^0-9a-f.:]/i));
  const left = originals.find((each) => shown.has(each));
  if (left !== undefined) return `redacted: ${left} is left`;
  let html = '';
  for await (const { text: piece } of reportHtml(analysis, {
    title: 't',
    version: '1',
    created: 'now',
    words: english,
    redaction,
  }))
    html += piece;
  return /<script|<img|javascript:/i.test(html) ? 'report: holds a script' : null;
}

/** What the lines of plain text add up to. */
function lineFault(files: Files, artifacts: Analyzed['artifacts']): string | null {
  for (const { path, kind, lines } of artifacts) {
    const bytes = files.get(path);
    if (bytes === undefined || bytes.includes(0) || bytes[0] === 0xff || bytes[0] === 0xfe) continue;
    if (kind === 'binary' || kind === 'capture' || kind === 'empty') continue;
    const text = new TextDecoder().decode(bytes);
    const count = text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
    const told = lines.parsed + lines.notOurs + lines.notModelled + lines.malformed;
    if (told !== count) return `lines: ${kind} accounts for ${told} of ${count}`;
  }
  return null;
}

function sourcesOf(files: Files): ByteSource[] {
  return Array.from(files, ([path, bytes]) => sourceInMemory(path, bytes, 4096));
}

/** As another program reads it. */
function written(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

function schemaFault({ errors }: ValidateFunction): string {
  const [first] = errors ?? [];
  return `${first?.instancePath.replace(/\d+/g, 'N') ?? ''} ${first?.message ?? ''}`;
}

function placeOf({ stack = '' }: Error): string {
  return stack.split('\n')[1]?.trim() ?? '';
}
