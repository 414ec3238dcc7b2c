/**
 * The lines by which loggers own up to having lost others:
 *
 *   rsyslogd: imuxsock lost 512 messages from pid 1 due to rate-limiting
 *   rsyslogd: imjournal: 1234 messages lost due to rate-limiting
 *   systemd-journald[287]: Suppressed 5 messages from kernel          Missed 12 kernel messages
 *   ** 45 printk messages dropped **
 *   nf_conntrack: 12 callbacks suppressed
 */
const LOSSES: readonly RegExp[] = [
  /\blost \d+ messages\b/,
  /\b\d+ messages? lost\b/,
  /\bSuppressed \d+ messages from\b/,
  /\bMissed \d+ kernel messages\b/,
  /\b\d+ printk messages dropped\b/,
  /\b\d+ callbacks suppressed\b/,
];

/** net_ratelimit() and the like silence their own warnings; TRACE lines don't go through them. */
const HARMLESS = /\bnet_ratelimit: \d+ callbacks suppressed/;

const decoder = new TextDecoder();

/** The words by which a line says that others were lost before it; null for any other line. */
export function lossMarker(bytes: Uint8Array, start: number, end: number): string | null {
  if (!mayTellOfLoss(bytes, start, end)) return null;
  const line = decoder.decode(bytes.subarray(start, end));
  if (HARMLESS.test(line)) return null;
  for (const loss of LOSSES) {
    const found = loss.exec(line);
    if (found !== null) return found[0];
  }
  return null;
}

/** Spares most lines the decoding: all markers have `lost`, `ppressed`, `issed` or `dropped`, that is `os`, `ss` or `pp`. */
function mayTellOfLoss(bytes: Uint8Array, start: number, end: number): boolean {
  for (let i = start + 1; i < end; i++) {
    const byte = bytes[i];
    if (byte !== 0x73 && byte !== 0x70) continue;
    const before = bytes[i - 1];
    if (byte === before || (byte === 0x73 && before === 0x6f)) return true;
  }
  return false;
}
