const MARKER = 'TRACE: ';
/** A line of more is no paste's: it is counted, not mended. */
const LONGEST_DAMAGED_LINE = 16 << 10;

/**
 * The lines of TRACE in one that can't be read as it stands, each as the kernel had printed it; empty where nothing can be
 * mended. A web page or a chat has taken line ends and blanks:
 *
 *   TRACE: raw:PREROUTING:policy:2 IN=r0 ... URGP=0 TRACE: mangle:PREROUTING:policy:1 IN=r0 ...
 *   TRACE: filter:FORWARD:rule:1IN=tap0 OUT=br-ex ... LEN=84TOS=0x00 ... TYPE=8CODE=0ID=28976SEQ=1
 *
 * Only the names of fields, which are known, are split off, and only after a number or where no value can go on.
 */
export function mendedLines(line: string): readonly string[] {
  if (line.length > LONGEST_DAMAGED_LINE) return [];
  const places = [...line.matchAll(/TRACE: /g)].map(({ index }) => index);
  if (places.length === 0) return [];
  const pieces = places.map((place, nth) => {
    const begins = nth === 0 ? 0 : place - stampBefore(line.slice(0, place)).length;
    const next = places[nth + 1];
    const ends = next === undefined ? line.length : next - stampBefore(line.slice(0, next)).length;
    return withBlanks(line.slice(begins, ends).trim());
  });
  if (pieces.length === 1) return pieces[0] === line.trim() ? [] : pieces;
  return pieces.filter((piece, nth) => nth === pieces.length - 1 || isPrintedToItsEnd(piece));
}

/** Whether a line that another one follows has all that the kernel prints: its last number may be cut, else. */
function isPrintedToItsEnd(piece: string): boolean {
  const protocol = piece.indexOf(' PROTO=');
  return protocol >= 0 && ends.some((end) => end.test(piece.slice(protocol, protocol + longestEnd)));
}

const longestEnd = 400;
const ends: readonly RegExp[] = [
  /^ PROTO=TCP .* URGP=\d+/,
  /^ PROTO=UDP(?:LITE)? SPT=\d+ DPT=\d+ LEN=\d+/,
  /^ PROTO=ICMP(?:v6)? TYPE=[08] CODE=\d+ ID=\d+ SEQ=\d+/,
  /^ PROTO=ICMPv6 TYPE=12[89] CODE=\d+ ID=\d+ SEQ=\d+/,
  /^ PROTO=ICMP(?:v6)? TYPE=\d+ CODE=\d+ \[.*\]/,
];

/** What a logger had put before a line whose line end was lost. */
function stampBefore(text: string): string {
  return stamp.exec(text.slice(-longestStamp))?.[0] ?? '';
}

const longestStamp = 120;
const stamp =
  /(?:<\d+>)?(?:(?:[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d|\d{4}-\d\d-\d\dT[\d:.+-]{8,24}Z?) [\w.-]{1,64} kernel: ?)?(?:\[ *\d+\.\d+\] ?)?(?:\[ *[TC]\d+\] ?)?$/;

function withBlanks(piece: string): string {
  const at = piece.indexOf(MARKER);
  const fields = piece
    .slice(at)
    .replace(/:(rule|return|policy):(\d+)(?=IN=)/, ':$1:$2 ')
    .replace(gluedAfterNumber, '$1 ')
    .replace(/(=0x[0-9a-f]{2})(?=(?:PREC|TTL|TOS|SYN|ACK|URGP|RST|FIN|PSH)\b)/g, '$1 ')
    .replace(/(PROTO=(?:TCP|UDP|ICMPv6|ICMP|AH|ESP))(?=(?:SPT|DPT|TYPE|SPI|INCOMPLETE)=?)/g, '$1 ');
  return piece.slice(0, at) + fields;
}

const gluedAfterNumber =
  /(=\d+)(?=(?:OUT|MAC|SRC|DST|LEN|TOS|PREC|TTL|ID|PROTO|SPT|DPT|SEQ|ACK|WINDOW|RES|URGP|TYPE|CODE|TC|HOPLIMIT|FLOWLBL|UID|GID|MARK|MTU)=|DF |MF |PROTO=)/g;
