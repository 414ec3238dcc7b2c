import type { Artifact, ArtifactKind, LineCounts } from '../../model/artifact.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import type { KernelMessages } from '../../model/kernel-message.ts';
import type { Records } from '../../model/records.ts';
import type { LineIndex } from '../tracers/kernel-log/line-index.ts';
import { namespaceOfPath } from '../bundle/namespace.ts';
import type { ReadSection } from '../bundle/read-sections.ts';

/** What one file of the bundle said. */
export interface ReadFile {
  readonly path: string;
  readonly kind: ArtifactKind;
  readonly bytes: number;
  readonly lines: LineCounts;
  /** The hosts that the file itself names: a log's host names, a shell prompt, `kernel.hostname`. */
  readonly hosts: readonly string[];
  /** The host whose folder it lies in, by that folder's `etc/hostname` or a sos report's name; null for none. */
  readonly folderHost: string | null;
  /** The network namespace that its path names; null for the host's own. */
  readonly namespace: string | null;
  readonly diagnostics: readonly Diagnostic[];
  /** Null for logs, whose events are in `ReadBundle.events`, and for files that say nothing. */
  readonly records: Records | null;
  /** The outputs of several commands in one file, each with records of its own; empty for other files. */
  readonly sections: readonly ReadSection[];
  /** What the kernel says in a log apart from traces; empty for other files. */
  readonly messages: readonly KernelMessages[];
  /** Finds lines of the file again: all lines of a small file, places to start from for a log. */
  readonly text: readonly string[] | LineIndex;
}

/** A file before anything of it was read. */
export function unreadFile({ path }: Artifact, kind: ArtifactKind, bytes: number): ReadFile {
  return {
    path,
    kind,
    bytes,
    lines: { parsed: 0, notOurs: 0, notModelled: 0, malformed: 0 },
    hosts: [],
    folderHost: null,
    namespace: namespaceOfPath(path),
    diagnostics: [],
    records: null,
    sections: [],
    messages: [],
    text: [],
  };
}
