import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { packedSamples } from '../../core/testing/packed-samples.ts';

/** A bundle as it is handed in: paths and bytes. */
export type Files = ReadonlyMap<string, Uint8Array>;

/** Real inputs to begin with. */
export interface Corpus {
  /** The bundles of the captures. */
  readonly bundles: readonly Files[];
  /** Outputs of single commands. */
  readonly outputs: Files;
  /** One text, packed by each tool; by format. */
  readonly packed: Files;
}

/** Larger files are logs: a part of one holds all that its lines can do, and more runs fit into the time. */
const mostBytes = 12_000;

/** The captures and outputs of `e2e/`. */
export function corpusOf(e2e: string): Corpus {
  const captures = join(e2e, 'captures');
  const bundles = readdirSync(captures).flatMap((name) =>
    ['bundle', 'before', 'after'].map((part) => filesIn(join(captures, name, part))),
  );
  return {
    bundles: bundles.filter((files) => files.size > 0),
    outputs: filesIn(join(e2e, 'outputs')),
    packed: new Map(
      Object.entries(packedSamples).map(([name, base64]) => [
        name,
        Uint8Array.from(Buffer.from(base64, 'base64')),
      ]),
    ),
  };
}

function filesIn(root: string): Files {
  const files = new Map<string, Uint8Array>();
  const walk = (folder: string): void => {
    for (const name of readdirSync(folder)) {
      const path = join(folder, name);
      if (statSync(path).isDirectory()) walk(path);
      else files.set(relative(root, path).replaceAll('\\', '/'), beginningOf(readFileSync(path)));
    }
  };
  if (statSync(root, { throwIfNoEntry: false })?.isDirectory() === true) walk(root);
  return files;
}

function beginningOf(bytes: Uint8Array): Uint8Array {
  if (bytes.length <= mostBytes) return new Uint8Array(bytes);
  const end = bytes.lastIndexOf(10, mostBytes) + 1;
  return new Uint8Array(bytes.subarray(0, end > 0 ? end : mostBytes));
}
