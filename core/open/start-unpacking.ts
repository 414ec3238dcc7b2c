import { type Diagnostic, diagnostic } from '../model/diagnostic.ts';
import type { DiagnosticKind, DiagnosticParameters } from '../model/diagnostic-kind.ts';
import type { OpenLimits } from './limits.ts';
import type { DecodeElsewhere, OpenFile, Unpacking } from './unpacking.ts';

/** The state of opening one bundle: what was spent of the limits, and what is to be said. */
export interface StartedUnpacking extends Unpacking {
  diagnostics(): readonly Diagnostic[];
  isDamaged(path: string): boolean;
  endReading(): void;
}

/** `sourceBytes`: the size of all that was handed in. */
export function startUnpacking(
  limits: OpenLimits,
  elsewhere: DecodeElsewhere | null,
  goesOn: () => Promise<boolean>,
  sourceBytes: number,
  open: Unpacking['open'],
): StartedUnpacking {
  const diagnostics: Diagnostic[] = [];
  const said = new Set<string>();
  const damaged = new Set<string>();
  const paths = new Map<string, number>();
  let entries = 0;
  let nameBytes = 0;
  let unpackedBytes = 0;
  let keptBytes = 0;
  let isReading = true;
  /** Nothing more is opened of a bomb. What was opened is read, as far as it was unpacked. */
  let isSpent = false;

  return {
    limits,
    elsewhere,
    goesOn: async () => !isReading || (!isSpent && (await goesOn())),
    endReading() {
      isReading = false;
    },
    open,
    diagnostics: () => diagnostics,
    isDamaged(path) {
      if (damaged.size === 0) return false;
      for (let end = path.length; end > 0; end = path.lastIndexOf('/', end - 1))
        if (damaged.has(path.slice(0, end))) return true;
      return false;
    },
    report<K extends DiagnosticKind>(kind: K, parameters: DiagnosticParameters[K], path: string) {
      const note = diagnostic(kind, parameters, path);
      if (note.code === 'damaged') damaged.add(path);
      const key = `${note.code} ${path}`;
      if (said.has(key)) return;
      said.add(key);
      diagnostics.push(note);
    },
    reportDamage(path, { kind, fault, unpackedBytes: bytes }) {
      if (kind === 'truncated') this.report('stream-cut-off', { unpackedBytes: bytes }, path);
      else this.report(brokenOff[kind], { fault, unpackedBytes: bytes }, path);
    },
    countEntry(archive, name) {
      nameBytes += name.length;
      if (entries < limits.entries && nameBytes <= limits.namesBytes) return ++entries > 0;
      const most = entries < limits.entries ? null : limits.entries;
      this.report('too-many-entries', { entries: most }, archive);
      return false;
    },
    pathOf(archive, name) {
      const path = `${archive}/${name}`;
      const before = paths.get(path) ?? 0;
      paths.set(path, before + 1);
      return before === 0 ? path : this.pathOf(archive, `${name} (${before + 1})`);
    },
    spend(bytes) {
      if (!isReading) return null;
      unpackedBytes += bytes;
      const isDense = unpackedBytes > limits.sumRatioFromBytes && unpackedBytes > limits.ratio * sourceBytes;
      isSpent ||= isDense || unpackedBytes > limits.unpackedBytes;
      if (!isSpent) return null;
      return isDense ? 'bundle-ratio' : 'bundle-size';
    },
    canKeep: (bytes) => bytes <= limits.keptEntryBytes && keptBytes + bytes <= limits.keptBytes,
    keep(path, content): OpenFile {
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
}

const brokenOff = {
  damaged: 'stream-damaged',
  limit: 'stream-over-limit',
  unsupported: 'stream-unsupported',
} as const;

async function* oneChunk(content: Uint8Array): AsyncGenerator<Uint8Array> {
  if (content.length > 0) yield content;
}
