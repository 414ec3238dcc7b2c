import { type Diagnostic, diagnostic } from '../model/diagnostic.ts';
import type { LimitStop } from '../model/diagnostic-kind.ts';

interface StoppedFiles {
  readonly why: LimitStop;
  /** By path, with how much could be read. */
  readonly files: Map<string, number>;
}

/** How many files of one source are named one by one; a bomb has thousands. */
const mostNamed = 3;

/** Collects the files that a limit cut or kept closed, and says which: a few by name, many together for each source. */
export class LimitStops {
  readonly #sources = new Map<string, Map<string, StoppedFiles>>();

  add(source: string, path: string, why: LimitStop, unpackedBytes: number): void {
    const reasons = this.#sources.get(source) ?? new Map<string, StoppedFiles>();
    const key = why.kind === 'stream-over-limit' ? `${why.kind} ${why.fault.kind}` : why.kind;
    const known = reasons.get(key) ?? { why, files: new Map<string, number>() };
    this.#sources.set(source, reasons.set(key, known));
    if (!known.files.has(path)) known.files.set(path, unpackedBytes);
  }

  diagnostics(): Diagnostic[] {
    return [...this.#sources].flatMap(([source, reasons]) => {
      const isMany = ({ files }: StoppedFiles): boolean => files.size > mostNamed;
      const stopped = [...reasons.values()];
      const groups = stopped.filter(isMany).map(({ why, files }) => ({
        why,
        count: files.size,
        first: [...files.keys()].slice(0, mostNamed).map((path) => path.slice(source.length + 1)),
      }));
      const single = stopped.filter((each) => !isMany(each)).flatMap(eachFile);
      return groups.length === 0 ? single : [...single, diagnostic('files-over-limit', { groups }, source)];
    });
  }
}

function eachFile({ why, files }: StoppedFiles): Diagnostic[] {
  return [...files].map(([path, unpackedBytes]) =>
    why.kind === 'stream-over-limit'
      ? diagnostic(why.kind, { fault: why.fault, unpackedBytes }, path)
      : diagnostic(why.kind, {}, path),
  );
}
