import type { TextReader } from '../model/analysis.ts';
import type { Artifact } from '../model/artifact.ts';
import type { LineIndex } from './kernel-log/line-index.ts';
import type { ReadFile } from './read-file.ts';

const NEWLINE = 0x0a;
/** Beyond so many lines, finding the place anew is quicker than reading on. */
const FAR_LINES = 4096;
/** A longer line is shown cut. */
const LONGEST_SHOWN = 1 << 16;

/** Reads lines of the bundle's files again: from memory for small files, from the file's own bytes for logs. */
export function textReader(files: readonly ReadFile[], artifacts: readonly Artifact[]): TextReader {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const artifactAt = new Map(artifacts.map((artifact) => [artifact.path, artifact]));

  const linesOf = async function* (path: string, from: number): AsyncGenerator<string> {
    const text = byPath.get(path)?.text;
    const artifact = artifactAt.get(path);
    if (text === undefined || artifact === undefined) return;
    if (isLines(text)) {
      for (let line = from; line <= text.length; line++) yield text[line - 1] as string;
      return;
    }
    const start = text.before(from);
    yield* splitLines(artifact.chunks(start.offset), from - start.line);
  };

  /** Picks on from `numbers[picked.length]`, up to a line that is far away or to the end of the file. */
  const pickNear = async (path: string, numbers: readonly number[], picked: string[]): Promise<void> => {
    let number = numbers[picked.length] as number;
    for await (const line of linesOf(path, number)) {
      while (numbers[picked.length] === number) picked.push(line);
      const next = numbers[picked.length];
      if (next === undefined || next - number > FAR_LINES) return;
      number++;
    }
  };

  return {
    async lines(path, from, to) {
      const lines: string[] = [];
      if (to < from) return lines;
      for await (const line of linesOf(path, Math.max(1, from))) {
        lines.push(line);
        if (lines.length > to - Math.max(1, from)) break;
      }
      return lines;
    },
    async pick(path, numbers) {
      const picked: string[] = [];
      while (picked.length < numbers.length) {
        const before = picked.length;
        await pickNear(path, numbers, picked);
        if (picked.length === before) picked.push('');
      }
      return picked;
    },
  };
}

function isLines(text: readonly string[] | LineIndex): text is readonly string[] {
  return Array.isArray(text);
}

/** The first `skip` lines are counted only: a known place can be thousands of lines before the wanted one. */
async function* splitLines(chunks: AsyncIterable<Uint8Array>, skip: number): AsyncGenerator<string> {
  let skipped = 0;
  const decoder = new TextDecoder();
  let carry: Uint8Array[] = [];
  const take = (end: Uint8Array): string => {
    const parts = [...carry, end];
    carry = [];
    const text =
      parts.map((part) => decoder.decode(part.subarray(0, LONGEST_SHOWN), { stream: true })).join('') +
      decoder.decode();
    return text.endsWith('\r') ? text.slice(0, -1) : text;
  };
  for await (const chunk of chunks) {
    let start = 0;
    while (skipped < skip) {
      const newline = chunk.indexOf(NEWLINE, start);
      start = newline < 0 ? chunk.length : newline + 1;
      if (newline < 0) break;
      skipped++;
    }
    for (let newline = chunk.indexOf(NEWLINE, start); newline >= 0; newline = chunk.indexOf(NEWLINE, start)) {
      yield take(chunk.subarray(start, newline));
      start = newline + 1;
    }
    if (start < chunk.length) carry.push(chunk.subarray(start));
  }
  if (carry.length > 0) yield take(new Uint8Array(0));
}
