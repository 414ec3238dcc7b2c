import type { Artifact } from '../../model/artifact.ts';
import { diagnostic } from '../../model/diagnostic.ts';
import { headOf, looksBinary, sampleOf, wholeText } from './artifact-text.ts';
import { isCapture } from '../captures/capture-reader.ts';
import type { EventFormat } from '../tracers/event-format.ts';
import { recogniseEvents } from '../tracers/event-formats.ts';
import type { Format, Sample } from '../format.ts';
import { recognise } from '../formats.ts';
import { hostnameOf, isHostname } from '../bundle/hostname-file.ts';
import { isKernelLog, namesHost } from '../tracers/kernel-log/recognise.ts';
import { beginningOf } from './log-moment.ts';
import { noteOfCutLines } from './cut-lines.ts';
import { readCapture } from './read-capture.ts';
import { type ReadFile, unreadFile } from './read-file.ts';
import { type QueuedLog, wholeLog } from './read-log.ts';
import { withoutSecrets } from '../text/without-secrets.ts';
import { readSections } from '../bundle/read-sections.ts';
import { withoutMarkup } from '../text/without-markup.ts';
import { withoutWraps } from '../text/without-wraps.ts';
import { sectionHeading } from '../bundle/section-heading.ts';

/** What of a file can be read at once, and the logs that wait until all else is known. */
export interface SmallRead {
  readonly file: ReadFile | null;
  readonly logs: readonly QueuedLog[];
}

/** Reads all but the kernel logs, which wait until their host is known. */
export async function readSmall(
  artifact: Artifact,
  onChunk: (bytes: number, lines: number) => Promise<boolean>,
): Promise<SmallRead> {
  const { path } = artifact;
  const head = await headOf(artifact);
  if (head.length === 0)
    return only({
      ...unreadFile(artifact, 'empty', 0),
      diagnostics: [diagnostic('file-empty', {}, path)],
    });
  if (isCapture(head)) {
    const capture = await readCapture(artifact, onChunk);
    return only({ ...unreadFile(artifact, 'capture', capture.bytes), ...capture });
  }
  if (looksBinary(head)) return only(unreadFile(artifact, 'binary', artifact.bytes ?? head.length));
  const sample = sampleOf(path, head);
  const hostname = isHostname(path) ? hostnameOf(sample.lines) : null;
  if (hostname !== null) {
    const lines = {
      parsed: 1,
      notOurs: sample.lines.length - 1 - Number(sample.lines.at(-1) === ''),
      notModelled: 0,
      malformed: 0,
    };
    return only({
      ...unreadFile(artifact, 'hostname', head.length),
      hosts: [hostname],
      lines,
      text: sample.lines,
    });
  }
  const isLog = isKernelLog(sample);
  const events = isLog ? null : recogniseEvents(sample);
  const whole = wholeLog(artifact, isLog, events, sample);
  const format = isLog || events !== null ? null : recognise(sample);
  if (format !== null) return readText(artifact, format, whole, undefined);
  const searched = mostSearched(sample);
  if (artifact.bytes !== null && artifact.bytes > searched) return { file: null, logs: [whole] };
  return readText(artifact, null, whole, artifact.bytes ?? searched);
}

/** A file that is read as text: one format, or sections of several; or a log after all, as is what has more than `most` bytes. */
async function readText(
  artifact: Artifact,
  format: Format | null,
  whole: QueuedLog,
  most: number | undefined,
): Promise<SmallRead> {
  const { path } = artifact;
  const read = await wholeText(artifact, most);
  // What is too large, or larger than it says, is read in chunks, which can be stopped.
  if (format === null && read.cut !== null) return { file: null, logs: [whole] };
  const text = { ...read, lines: read.lines.map(withoutSecrets) };
  const plain = withoutWraps(withoutMarkup(text.lines));
  const file = { ...unreadFile(artifact, 'transcript', text.bytes), text: text.lines };
  const cutLines = noteOfCutLines(plain, path);
  const notes = cutLines === null ? [] : [cutLines];
  const cut = text.cut === null ? notes : [text.cut, ...notes];
  const several = readSections(plain, path);
  if (several !== null) {
    const { sections, lines, diagnostics, logs } = several;
    return {
      file: { ...file, sections, lines, diagnostics: [...cut, ...diagnostics] },
      logs: logs.map((log) => ({
        ...partialLog(path, log.lines, log.eventFormat),
        otherLines: log.otherLines,
        host: log.host || null,
      })),
    };
  }
  if (format === null)
    return {
      file: null,
      logs: [{ ...whole, notes, ...(plain === text.lines ? {} : { ...bytesOf(plain), shown: text.lines }) }],
    };
  const { records, lines, diagnostics, host } = format.parse(plain, path);
  const hosts = host === null ? [] : [host];
  return only({ ...file, kind: format.kind, lines, hosts, records, diagnostics: [...cut, ...diagnostics] });
}

/** Files up to this size are looked through for headings; in larger ones the first must be near the beginning. */
const searchedBytes = 1 << 20;
const largestTranscriptBytes = 64 << 20;

/**
 * Up to which size a file may be several commands' outputs. Text that was quoted in a mail, or compressed, tells its size
 * only when it is read.
 */
function mostSearched(sample: Sample): number {
  return sample.lines.some((line) => sectionHeading(line)) ? largestTranscriptBytes : searchedBytes;
}

function partialLog(
  path: string,
  lines: readonly string[],
  eventFormat: EventFormat | null,
): Omit<QueuedLog, 'otherLines' | 'host'> {
  const traced = sampleOf(
    path,
    new TextEncoder().encode(
      lines
        .filter((line) => line !== '')
        .slice(0, 400)
        .join('\n'),
    ),
  );
  return {
    path,
    isKnown: true,
    eventFormat,
    isPart: true,
    notes: [],
    bytes: 0,
    namesHost: eventFormat === null && namesHost(traced),
    begins: beginningOf(traced.lines),
    ...bytesOf(lines),
  };
}

function bytesOf(lines: readonly string[]): Pick<QueuedLog, 'chunks'> {
  return {
    async *chunks() {
      yield new TextEncoder().encode(`${lines.join('\n')}\n`);
    },
  };
}

function only(file: ReadFile): SmallRead {
  return { file, logs: [] };
}
