/**
 * Joins the pieces of kernel log lines that were wrapped at a blank, and leaves an empty line for each piece but the
 * first, so that every other line keeps its number:
 *
 *   Nov 21 06:36:49 rtr kernel: [  420.080676] TRACE: raw:PREROUTING:policy:2
 *   IN=eth0 OUT= MAC=52:54:00:... SRC=10.1.0.2 DST=10.2.0.2 LEN=60 TOS=0x00
 *   PREC=0x00 TTL=64 ID=35929 DF PROTO=TCP SPT=59264 DPT=22 SEQ=1 ACK=0
 *   WINDOW=64240 RES=0x00 SYN URGP=0
 */
export class JoinedLines {
  readonly #joins: boolean;
  #line: string | null = null;
  #pieces = 0;

  constructor(joins: boolean) {
    this.#joins = joins;
  }

  /** Whether `next` goes on with the fields of a log line that `line` began. */
  static belongTogether(line: string, next: string): boolean {
    if (line.length > LONGEST_LINE) return false;
    const [whole, lastWord] = [line.trimEnd(), lastWordOf(line)];
    if (lastWord === 'TRACE:') return /^\s*[a-z]+:\S+:(?:rule|return|policy):\d+\b/.test(next);
    if (CLOCK_ONLY.test(whole)) return /^\s*TRACE: /.test(next);
    const begins = /^\s*IN=\S* OUT=/.test(next);
    if (begins) return CLOCK_AND_PREFIX.test(line) && !HAS_FIELDS.test(line);
    if (/\bIN=/.test(lastWord)) return /^\s*OUT=/.test(next);
    return IN_FIELDS.test(line) && FIELD.test(next);
  }

  /** The lines that are ready by now. */
  push(line: string): string {
    if (this.#line === null) {
      this.#line = line;
      return '';
    }
    if (this.#joins && JoinedLines.belongTogether(this.#line, line)) {
      this.#line = `${this.#line.trimEnd()} ${line.trim()}`;
      this.#pieces++;
      return '';
    }
    const ready = this.end();
    this.#line = line;
    return ready;
  }

  /** What is left. */
  end(): string {
    const text = this.#line === null ? '' : `${this.#line}\n${'\n'.repeat(this.#pieces)}`;
    this.#line = null;
    this.#pieces = 0;
    return text;
  }
}

/** The kernel's own lines have at most 1024 bytes (PRINTK_MESSAGE_MAX); loggers put some before it. */
const LONGEST_LINE = 4096;

function lastWordOf(line: string): string {
  const text = line.trimEnd();
  return text.slice(Math.max(text.lastIndexOf(' '), text.lastIndexOf('\t')) + 1);
}

/** A logger's prefix that ends with the kernel's clock. */
const CLOCK_ONLY = /(?:\bkernel: ?|^)\[ {0,9}\d{1,12}\.\d{6}\]$/;
/** A line of the kernel that may end with a LOG rule's prefix, or with the place of TRACE. */
const CLOCK_AND_PREFIX = /(?:\bkernel: |^|\s)\[ *\d+\.\d{6}\] \S|\bkernel: \S/;
const HAS_FIELDS = /(?:^|\s)IN=\S* OUT=/;
/** A line of TRACE, or one whose fields have begun. */
const IN_FIELDS = /\bTRACE: \S{1,200}:(?:rule|return|policy):\d+|\bIN=\S{0,60} OUT=/;
/** A field of nf_log_syslog, or one of its words. */
const FIELD =
  /^\s*(?:\[?(?:IN|OUT|PHYSIN|PHYSOUT|MAC|SRC|DST|LEN|TOS|TC|PREC|TTL|HOPLIMIT|FLOWLBL|ID|FRAG|PROTO|SPT|DPT|SEQ|ACK|WINDOW|RES|URGP|TYPE|CODE|MTU|PARAMETER|GATEWAY|SPI|UID|GID|MARK)=|(?:CE|DF|MF|FRAG:\d+|CWR|ECE|URG|ACK|PSH|RST|SYN|FIN|OPT|INCOMPLETE)(?: |$)|\]|\([0-9A-F]+\))/;
