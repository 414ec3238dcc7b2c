import { type MessageFormat, numberOf, present } from './message-format.ts';

/**
 * The lines by which loggers own up to having lost others:
 *
 *   rsyslogd: imuxsock lost 512 messages from pid 1 due to rate-limiting
 *   rsyslogd: imjournal: 1234 messages lost due to rate-limiting
 *   systemd-journald[287]: Suppressed 5 messages from kernel          Missed 12 kernel messages
 *   ** 45 printk messages dropped **
 *   nf_conntrack: 12 callbacks suppressed
 */
export const logLinesLost: MessageFormat<'log-lines-lost'> = {
  kind: 'log-lines-lost',
  saidBy: 'anyone',
  markers: [' messages', ' message lost', ' callbacks suppressed'],
  read(line) {
    // net_ratelimit() silences the network code's own warnings; TRACE lines don't go through it.
    if (line.includes('net_ratelimit: ')) return null;
    for (const loss of LOSSES) {
      const found = loss.exec(line);
      if (found === null) continue;
      const suppressed = numberOf(/\d+/.exec(found[0])?.[0]);
      return { meaning: 'lost-lines', fields: present({ reason: found[0], suppressed }) };
    }
    return null;
  },
};

const LOSSES: readonly RegExp[] = [
  /\blost \d+ messages\b/,
  /\b\d{1,20} messages? lost\b/,
  /\bSuppressed \d+ messages from\b/,
  /\bMissed \d+ kernel messages\b/,
  /\b\d{1,20} printk messages dropped\b/,
  /\b\d{1,20} callbacks suppressed\b/,
];
