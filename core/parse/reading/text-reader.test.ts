import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Artifact } from '../../model/artifact.ts';
import { LineIndex } from '../tracers/kernel-log/line-index.ts';
import { KernelLogReader } from '../tracers/kernel-log/log-reader.ts';
import { TraceColumns } from '../tracers/kernel-log/trace-columns.ts';
import { textReader } from './text-reader.ts';

/** A log cut into chunks, indexed as it is read, as `readArtifacts` does. */
function readerOf(text: string, chunkBytes: number) {
  const bytes = new TextEncoder().encode(text);
  const artifact: Artifact = {
    path: 'kern.log',
    bytes: bytes.length,
    chunks: async function* (start) {
      for (let at = start; at < bytes.length; at += chunkBytes) yield bytes.slice(at, at + chunkBytes);
    },
  };
  const index = new LineIndex();
  const reader = new KernelLogReader(new TraceColumns(), { path: 'kern.log' });
  for (let at = 0; at < bytes.length; at += chunkBytes) {
    const chunk = bytes.slice(at, at + chunkBytes);
    index.add(chunk, at, reader.linesRead);
    reader.push(chunk);
  }
  const lines = { parsed: 0, notOurs: 0, notModelled: 0, malformed: 0 };
  const file = { path: 'kern.log', kind: 'kernel-log', bytes: 0, lines, hosts: [], folderHost: null, namespace: null, diagnostics: [], records: null, sections: [], messages: [], text: index } as const; // prettier-ignore
  return textReader([file], [artifact]);
}

const anyLine = fc.stringMatching(/^[a-zé€ ]{0,12}$/);

test('every_line_of_a_log_is_found_again_whatever_its_chunks', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(anyLine, { minLength: 1, maxLength: 30 }),
      fc.integer({ min: 1, max: 40 }),
      fc.constantFrom('\n', '\r\n'),
      fc.boolean(),
      async (lines, chunkBytes, end, endsOpen) => {
        const whole = endsOpen ? [...lines, 'x'] : lines;
        const text = lines.map((line) => line + end).join('') + (endsOpen ? 'x' : '');
        const reader = readerOf(text, chunkBytes);
        expect(await reader.lines('kern.log', 1, whole.length)).toEqual(whole);
        expect(await reader.lines('kern.log', -3, whole.length + 9)).toEqual(whole);
        const odd = whole.flatMap((_, i) => (i % 2 === 0 ? [i + 1] : []));
        expect(await reader.pick('kern.log', odd)).toEqual(odd.map((line) => whole[line - 1]));
        const last = whole.length;
        expect(await reader.pick('kern.log', [last, last])).toEqual([whole.at(-1), whole.at(-1)]);
        expect(await reader.pick('kern.log', [last, 1])).toEqual([whole.at(-1), whole[0]]);
      },
    ),
    { numRuns: 100 },
  );
});

test('lines_that_are_not_there_are_empty_and_unknown_files_have_none', async () => {
  const reader = readerOf('a\nb\n', 3);
  expect(await reader.lines('kern.log', 3, 9)).toEqual([]);
  expect(await reader.lines('kern.log', 2, 1)).toEqual([]);
  expect(await reader.pick('kern.log', [2, 5])).toEqual(['b', '']);
  expect(await reader.lines('gone', 1, 9)).toEqual([]);
  expect(await reader.pick('gone', [1])).toEqual(['']);
  expect(await reader.pick('kern.log', [])).toEqual([]);
});
