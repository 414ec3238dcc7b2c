/** What a JSON line of a log holds: the message's bytes and, from journald, host and kernel clock. */
export interface JsonLogEntry {
  readonly message: Uint8Array;
  /** Null where the line is only a wrapper and the message has a prefix of its own. */
  readonly host: string | null;
  readonly uptimeMicroseconds: number | null;
}

const decoder = new TextDecoder();
const encoder = new TextEncoder();

/**
 * One line of `journalctl -o json` (systemd.journal-fields(7)), or of a container runtime's JSON log:
 *
 *   {"_TRANSPORT":"kernel","_HOSTNAME":"rtr","_SOURCE_MONOTONIC_TIMESTAMP":"5048232442","MESSAGE":"TRACE: raw:..."}
 *   {"log":"<4>[  420.080676] TRACE: raw:...\n","stream":"stdout","time":"2026-11-21T06:36:49.1Z"}
 *
 * Null for anything else.
 */
export function readJournalLine(line: Uint8Array): JsonLogEntry | null {
  const entry = parseObject(decoder.decode(line));
  if (entry === null) return null;
  if ('MESSAGE' in entry) {
    const message = bytesOf(entry['MESSAGE']);
    if (message === null) return null;
    const hostname = entry['_HOSTNAME'];
    const monotonic = Number(entry['_SOURCE_MONOTONIC_TIMESTAMP'] ?? NaN);
    return {
      message,
      host: typeof hostname === 'string' ? hostname : '',
      uptimeMicroseconds: Number.isFinite(monotonic) ? monotonic : null,
    };
  }
  const wrapped = bytesOf(entry['log']);
  return wrapped === null ? null : { message: wrapped, host: null, uptimeMicroseconds: null };
}

/** The wall-clock time of a journal entry in microseconds since 1970 (`__REALTIME_TIMESTAMP`), or null. */
export function journalTime(line: string): number | null {
  const entry = parseObject(line);
  const realtime = Number(entry?.['_SOURCE_REALTIME_TIMESTAMP'] ?? entry?.['__REALTIME_TIMESTAMP'] ?? NaN);
  return Number.isFinite(realtime) ? realtime : null;
}

function parseObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

function withoutLineEnd(text: string): string {
  let end = text.length;
  while (end > 0 && '\r\n'.includes(text[end - 1] ?? ' ')) end--;
  return text.slice(0, end);
}

function bytesOf(value: unknown): Uint8Array | null {
  if (typeof value === 'string') return encoder.encode(withoutLineEnd(value));
  return null;
}
