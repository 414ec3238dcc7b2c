import { addressFamily } from './ip-text.ts';

/**
 * The lines without the blanks that a terminal put into them where they wrapped, as it does to whoever copies from a
 * window of it; the same list where there are none:
 *
 *   ... TOS=0x00 PREC=0x00 TT L=63 ID=6647 ...        ... PREC=0x 00 TTL=6 3 ID=6647 DF PROTO=UDP ...
 *
 * Two pieces are one word only where a piece alone is nothing that the kernel prints in a packet's line and both together
 * are; a line with a piece that can't be placed stays as it is.
 */
export function withoutWraps(lines: readonly string[]): readonly string[] {
  let changed = false;
  const joined = lines.map((line) => {
    const text =
      line.includes('IN=') && line.length < longestLine && packetFields.test(line) ? withoutWrap(line) : line;
    if (text !== line) changed = true;
    return text;
  });
  return changed ? joined : lines;
}

const longestLine = 4096;
const packetFields = /(?:^|\s)IN=[^\s=]* OUT=[^=]* .{0,400}SRC=/;

function withoutWrap(line: string): string {
  const begins = line.search(/(?:^|\s)IN=[^\s=]* OUT=/);
  const embedded = line.indexOf('[', begins);
  const ends = embedded < 0 ? line.length : embedded;
  const words: string[] = [];
  const pieces = line.slice(begins, ends).split(' ');
  let inOptions = false;
  for (let index = 0; index < pieces.length; index++) {
    const piece = pieces[index] ?? '';
    if (piece.startsWith('(')) inOptions = true;
    if (inOptions || piece === '' || isWord(piece)) {
      if (piece.endsWith(')')) inOptions = false;
      words.push(piece);
      continue;
    }
    const withNext = piece + (pieces[index + 1] ?? '');
    const before = words.at(-1) ?? '';
    if (isWord(withNext)) {
      words.push(withNext);
      index++;
    } else if (goesOn(before, piece)) words[words.length - 1] = before + piece;
    else return line;
  }
  return line.slice(0, begins) + words.join(' ') + line.slice(ends);
}

/** `TTL=6` and `3`, `SRC=172.31.2` and `25.137`: interfaces are left out, whose names may be anything. */
function goesOn(word: string, piece: string): boolean {
  return /^[\da-f.:]+$/i.test(piece) && !/^(?:IN|OUT|PHYSIN|PHYSOUT)=/.test(word) && isWord(word + piece);
}

/** Whether it is a whole word of a packet's line (net/netfilter/nf_log_syslog.c). */
function isWord(text: string): boolean {
  const address = /^(?:SRC|DST)=([\da-f.:]+)$/i.exec(text)?.[1];
  if (address !== undefined) return addressFamily(address) !== null;
  return fieldOrFlag.test(text);
}

const fieldOrFlag = new RegExp(
  `^(?:${[
    '(?:IN|OUT|PHYSIN|PHYSOUT|MACSRC|MACDST)=\\S*',
    'MAC=(?:(?:[\\da-f]{2}:)+[\\da-f]{2})?',
    // Redacted.
    '(?:SRC|DST)=[\\da-f.:]*[^\\da-f.:\\s]\\S*',
    '(?:LEN|TTL|ID|SPT|DPT|SEQ|ACK|WINDOW|URGP|TYPE|CODE|TC|HOPLIMIT|FLOWLBL|UID|GID|MTU|PARAMETER)=\\d+',
    '(?:TOS|PREC|RES)=0x[\\da-f]{2}',
    '(?:MARK|SPI|MACPROTO)=(?:0x)?[\\da-f]+',
    '(?:PROTO|GATEWAY)=\\S+',
    'DF|MF|CE|SYN|ACK|FIN|RST|PSH|URG|ECE|CWR|INCOMPLETE|FRAG:\\d+|OPT',
  ].join('|')})$`,
  'i',
);
