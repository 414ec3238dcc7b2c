import { type Diagnostic, diagnostic } from '../model/diagnostic.ts';
import type { DiagnosticKind, DiagnosticParameters } from '../model/diagnostic-kind.ts';
import { LimitStops } from './limit-stops.ts';
import type { OpenLimits } from './limits.ts';
import { UnpackBudget } from './unpack-budget.ts';
import type { DecodeElsewhere, OpenFile, Unpacking } from './unpacking.ts';

/** The state of opening one bundle: what was spent of the limits, and what is to be said. */
export interface StartedUnpacking {
  /** What the readers of one source use. */
  ofSource(source: { readonly path: string; readonly size: number }): Unpacking;
  startReading(): void;
  endReading(): void;
  diagnostics(): readonly Diagnostic[];
  isDamaged(path: string): boolean;
}

/** `open` goes on with a file that was found in a source. */
export function startUnpacking(
  limits: OpenLimits,
  elsewhere: DecodeElsewhere | null,
  goesOn: () => Promise<boolean>,
  open: (file: OpenFile, nesting: number, unpacking: Unpacking) => Promise<void>,
): StartedUnpacking {
  const diagnostics: Diagnostic[] = [];
  const stops = new LimitStops();
  const budget = new UnpackBudget(limits);
  const said = new Set<string>();
  const damaged = new Set<string>();
  const paths = new Map<string, number>();
  let entries = 0;
  let nameBytes = 0;
  let keptBytes = 0;
  let isReading = true;

  const report = <K extends DiagnosticKind>(
    kind: K,
    parameters: DiagnosticParameters[K],
    path: string,
  ): void => {
    const note = diagnostic(kind, parameters, path);
    if (note.code === 'damaged') damaged.add(path);
    const key = `${note.code} ${path}`;
    if (said.has(key)) return;
    said.add(key);
    diagnostics.push(note);
  };
  const pathOf = (archive: string, name: string): string => {
    const path = `${archive}/${name}`;
    const before = paths.get(path) ?? 0;
    paths.set(path, before + 1);
    return before === 0 ? path : pathOf(archive, `${name} (${before + 1})`);
  };
  const shared = {
    limits,
    elsewhere,
    report,
    pathOf,
    countEntry(archive: string, name: string): boolean {
      nameBytes += name.length;
      if (entries < limits.entries && nameBytes <= limits.namesBytes) return ++entries > 0;
      const most = entries < limits.entries ? null : limits.entries;
      report('too-many-entries', { entries: most }, archive);
      return false;
    },
    canKeep: (bytes: number) => bytes <= limits.keptEntryBytes && keptBytes + bytes <= limits.keptBytes,
    keep(path: string, content: Uint8Array): OpenFile {
      keptBytes += content.length;
      return {
        path,
        size: content.length,
        canSeek: true,
        head: content,
        chunks: (start) => oneChunk(content.subarray(start)),
      };
    },
  };
  return {
    ofSource(source) {
      const spend = budget.ofSource(source.size);
      const unpacking: Unpacking = {
        ...shared,
        goesOn: async () => !isReading || (await goesOn()),
        isSpent(path) {
          const reason = unpacking.spend(0);
          if (reason !== null)
            unpacking.reportDamage(path, {
              kind: 'limit',
              fault: { kind: reason, detail: null },
              unpackedBytes: 0,
            });
          return reason !== null;
        },
        spend: (bytes) => (isReading ? spend(bytes) : null),
        open: (file, nesting) => open(file, nesting, unpacking),
        reportLimit: (path, why, unpackedBytes = 0) => stops.add(source.path, path, why, unpackedBytes),
        reportDamage(path, { kind, fault, unpackedBytes: bytes }) {
          if (kind === 'truncated') report('stream-cut-off', { unpackedBytes: bytes }, path);
          else if (kind === 'limit') unpacking.reportLimit(path, { kind: 'stream-over-limit', fault }, bytes);
          else report(brokenOff[kind], { fault, unpackedBytes: bytes }, path);
        },
      };
      return unpacking;
    },
    startReading: () => budget.startPass(),
    endReading() {
      isReading = false;
    },
    diagnostics: () => [...diagnostics, ...stops.diagnostics()],
    isDamaged(path) {
      if (damaged.size === 0) return false;
      for (let end = path.length; end > 0; end = path.lastIndexOf('/', end - 1))
        if (damaged.has(path.slice(0, end))) return true;
      return false;
    },
  };
}

const brokenOff = { damaged: 'stream-damaged', unsupported: 'stream-unsupported' } as const;

async function* oneChunk(content: Uint8Array): AsyncGenerator<Uint8Array> {
  if (content.length > 0) yield content;
}
