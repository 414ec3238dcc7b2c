import type { Artifact } from '../../model/artifact.ts';
import { type Diagnostic, diagnostic } from '../../model/diagnostic.ts';
import type { Sample } from '../format.ts';

const SAMPLE_BYTES = 64 << 10;
const SAMPLE_LINES = 400;
/** Formats other than the kernel log are read whole; nothing that a host prints of itself is larger. */
const LARGEST_TEXT_BYTES = 256 << 20;

/** The first bytes of a file. */
export async function headOf(artifact: Artifact): Promise<Uint8Array> {
  if (artifact.head !== undefined) return artifact.head;
  const head = new Uint8Array(SAMPLE_BYTES);
  let length = 0;
  for await (const chunk of artifact.chunks(0)) {
    const part = chunk.subarray(0, SAMPLE_BYTES - length);
    head.set(part, length);
    length += part.length;
    if (length === SAMPLE_BYTES) break;
  }
  return head.subarray(0, length);
}

/** Whether this is no text: text has no zero bytes, and few control characters. */
export function looksBinary(head: Uint8Array): boolean {
  let control = 0;
  let zeros = 0;
  for (let i = 0; i < head.length; i++) {
    const byte = head[i] as number;
    if (byte === 0) zeros++;
    else if (byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d && byte !== 0x1b) control++;
  }
  return zeros * 4 > head.length || control * 20 > head.length;
}

/** The beginning of a file as lines. */
export function sampleOf(path: string, head: Uint8Array): Sample {
  const lines = new TextDecoder().decode(head).split('\n', SAMPLE_LINES);
  return { path, lines: lines.map(withoutReturn) };
}

/** All lines of a file; `cut` says that it was too large (more than `most` bytes) to be read to its end. */
export async function wholeText(
  artifact: Artifact,
  most = LARGEST_TEXT_BYTES,
): Promise<{ lines: readonly string[]; bytes: number; cut: Diagnostic | null }> {
  const { read, isCut } = await wholeBytes(artifact, most);
  const bytes = read.length;
  // In one go: of pieces, a decoder makes strings of twice the size, in five times the time.
  const lines = new TextDecoder().decode(read).split('\n');
  if (lines.at(-1) === '') lines.pop();
  const cut = diagnostic('first-bytes-read', { bytes }, artifact.path);
  return { lines: lines.map(withoutReturn), bytes, cut: isCut ? cut : null };
}

async function wholeBytes(artifact: Artifact, most: number): Promise<{ read: Uint8Array; isCut: boolean }> {
  let whole = new Uint8Array(Math.min(artifact.bytes ?? 0, most));
  let length = 0;
  for await (const chunk of artifact.chunks(0)) {
    if (length + chunk.length > whole.length) {
      const grownColumn = new Uint8Array(Math.max(length + chunk.length, 2 * whole.length));
      grownColumn.set(whole.subarray(0, length));
      whole = grownColumn;
    }
    whole.set(chunk, length);
    length += chunk.length;
    if (length > most) return { read: whole.subarray(0, length), isCut: true };
  }
  return { read: whole.subarray(0, length), isCut: false };
}

function withoutReturn(line: string): string {
  return line.endsWith('\r') ? line.slice(0, -1) : line;
}
