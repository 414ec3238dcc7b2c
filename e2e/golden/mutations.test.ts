import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CaptureReader } from '../../core/parse/captures/capture-reader.ts';
import type { Format } from '../../core/parse/format.ts';
import { formats, recognise } from '../../core/parse/formats.ts';

/** Real files: outputs of commands, and the small files of the captures. */
const root = join(import.meta.dirname, '..');
const files = [...filesUnder(join(root, 'outputs')), ...filesUnder(join(root, 'captures'))].filter(
  (path) => !/kern\.log|truth\.json/.test(path),
);
const texts = files.filter((path) => !path.endsWith('.pcap')).map((path) => linesOf(path));
const captures = files.filter((path) => path.endsWith('.pcap')).map((path) => readFileSync(path));

/** A real file as it may reach us: lines cut, dropped, doubled, out of order, mixed with another file's, or garbled. */
const damaged = fc
  .record({
    lines: fc.constantFrom(...texts),
    others: fc.constantFrom(...texts),
    kind: fc.constantFrom('cut', 'drop', 'double', 'interleave', 'garble', 'join', 'swap', 'end'),
    at: fc.array(fc.nat(10_000), { minLength: 1, maxLength: 12 }),
    junk: fc.string({ unit: 'binary', maxLength: 40 }),
  })
  .map(({ lines, others, kind, at, junk }) => {
    const result = lines.slice();
    for (const [index, number] of at.entries()) {
      const line = number % Math.max(1, result.length);
      const text = result[line] ?? '';
      const column = number % (text.length + 1);
      if (kind === 'cut') result[line] = text.slice(0, column);
      else if (kind === 'drop') result.splice(line, 1 + (number % 3));
      else if (kind === 'double') result.splice(line, 0, ...result.slice(line, line + 4));
      else if (kind === 'interleave') result.splice(line, 0, others[(number + index) % others.length] ?? '');
      else if (kind === 'garble') result[line] = text.slice(0, column) + junk + text.slice(column + 2);
      else if (kind === 'join') result.splice(line, 2, text + (result[line + 1] ?? ''));
      else if (kind === 'swap') result.splice(line, 2, result[line + 1] ?? '', text);
      else result.length = line;
    }
    return result;
  });

describe('a_damaged_file_never_throws_and_every_line_of_it_has_one_fate', () => {
  test('read as what it is recognised as', () => {
    fc.assert(
      fc.property(damaged, (lines) => {
        const format = recognise({ path: 'file', lines: lines.slice(0, 400) });
        if (format) accountsForAll(format, lines);
      }),
      { numRuns: 1500 },
    );
  });

  test.each(formats.map((format) => [format.kind, format] as const))('read as %s', (_, format) => {
    fc.assert(
      fc.property(damaged, (lines) => accountsForAll(format, lines)),
      { numRuns: 150 },
    );
  });

  test('captures', () => {
    const change = fc.tuple(fc.nat(10_000), fc.nat(255));
    fc.assert(
      fc.property(fc.constantFrom(...captures), fc.array(change), fc.nat(10_000), (capture, changes, end) => {
        const bytes = new Uint8Array(capture).slice(0, end);
        for (const [at, value] of changes) if (bytes.length > 0) bytes[at % bytes.length] = value;
        const reader = new CaptureReader('eth0.pcap');
        for (let start = 0; start < bytes.length; start += 500) reader.push(bytes.slice(start, start + 500));
        const { lines, text } = reader.finish();
        expect(lines.parsed + lines.notModelled + lines.malformed).toBe(text.length);
      }),
      { numRuns: 500 },
    );
  });
});

function accountsForAll(format: Format, lines: readonly string[]): void {
  const { parsed, notOurs, notModelled, malformed } = format.parse(lines, 'file').lines;
  expect(parsed + notOurs + notModelled + malformed).toBe(lines.length);
}

function filesUnder(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? filesUnder(path) : [path];
  });
}

/** Enough of a file to damage. */
function linesOf(path: string): string[] {
  return readFileSync(path, 'utf8').split('\n', 300);
}
