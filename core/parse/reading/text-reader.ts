import type { TextReader } from '../../model/analysis.ts';
import type { Artifact } from '../../model/artifact.ts';
import type { LineIndex } from '../tracers/kernel-log/line-index.ts';
import type { ReadFile } from './read-file.ts';

const NEWLINE = 0x0a;
/** Beyond this many lines, finding the place anew is quicker than reading on. */
const FAR_LINES = 4096;
/** A longer line is shown cut. */
const LONGEST_SHOWN = 1 << 16;

/** Reads lines of the bundle's files again: from memory for small files, from the file's own bytes for logs. */
export function textReader(files: readonly ReadFile[], artifacts: readonly Artifact[]): TextReader {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const artifactAt = new Map(artifacts.map((artifact) => [artifact.path, artifact]));

  /** The texts of lines that ascend, up to the end of the file. */
  const textsOf = async (path: string, numbers: Iterable<number>): Promise<string[]> => {
    const text = byPath.get(path)?.text;
    const artifact = artifactAt.get(path);
    const [first] = numbers;
    if (text === undefined || artifact === undefined || first === undefined) return [];
    if (isLines(text)) return textsInMemory(text, numbers);
    const { offset, line } = text.before(first);
    return textsInBytes(artifact.chunks(offset), line, numbers);
  };

  return {
    lines: (path, from, to) => textsOf(path, { [Symbol.iterator]: () => range(Math.max(1, from), to) }),
    async pick(path, numbers) {
      const picked: string[] = [];
      while (picked.length < numbers.length) {
        const near = nearby(numbers, picked.length);
        const texts = await textsOf(path, near);
        picked.push(...near.map((_, i) => texts[i] ?? ''));
      }
      return picked;
    },
  };
}

function isLines(text: readonly string[] | LineIndex): text is readonly string[] {
  return Array.isArray(text);
}

function* range(from: number, to: number): Generator<number> {
  for (let number = from; number <= to; number++) yield number;
}

/** `numbers` from `start` on, up to one that is far above the one before it, or below it. */
function nearby(numbers: readonly number[], start: number): readonly number[] {
  const isNear = (index: number): boolean => {
    const step = (numbers[index] as number) - (numbers[index - 1] as number);
    return step >= 0 && step <= FAR_LINES;
  };
  let end = start + 1;
  while (end < numbers.length && isNear(end)) end++;
  return numbers.slice(start, end);
}

function textsInMemory(lines: readonly string[], numbers: Iterable<number>): string[] {
  const texts: string[] = [];
  for (const number of numbers) {
    const text = lines[number - 1];
    if (text === undefined) break;
    texts.push(text);
  }
  return texts;
}

/**
 * `chunks` begin with line `first`. Of lines that nobody wants only the ends are sought: between two packets' first
 * lines stand a dozen others, and a known place can be thousands of lines before the wanted one.
 */
async function textsInBytes(
  chunks: AsyncIterable<Uint8Array>,
  first: number,
  numbers: Iterable<number>,
): Promise<string[]> {
  const texts: string[] = [];
  const wanted = numbers[Symbol.iterator]();
  let next = wanted.next();
  const take = (text: string, line: number): void => {
    for (; next.done !== true && next.value === line; next = wanted.next()) texts.push(text);
  };
  let line = first;
  /** What was read of a wanted line whose end was not. */
  let begun: Uint8Array[] = [];
  for await (const chunk of chunks) {
    for (let start = 0; start < chunk.length;) {
      if (next.done === true) return texts;
      const newline = chunk.indexOf(NEWLINE, start);
      const end = newline < 0 ? chunk.length : newline;
      const isWanted = line === next.value;
      if (isWanted) begun.push(chunk.subarray(start, Math.min(end, start + LONGEST_SHOWN)));
      start = end + 1;
      if (newline < 0) break;
      if (isWanted) {
        take(decoded(begun), line);
        begun = [];
      }
      line++;
    }
    if (next.done === true) return texts;
  }
  if (begun.length > 0) take(decoded(begun), line);
  return texts;
}

const decoder = new TextDecoder();

function decoded(parts: readonly Uint8Array[]): string {
  const text = parts.map((part) => decoder.decode(part, { stream: true })).join('') + decoder.decode();
  return text.endsWith('\r') ? text.slice(0, -1) : text;
}
