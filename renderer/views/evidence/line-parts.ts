/** A line as it is shown: what every line of its kind begins with, and what it says. */
export interface LineParts {
  readonly lead: string;
  readonly rest: string;
}

/**
 * Parts a line of a log from what stands before the message: the time, the host, the program, the kernel's clock, or the
 * fields of journald's JSON around it. Other lines have no lead.
 */
export function lineParts(text: string): LineParts {
  const message = messageAt(text);
  return message === null ? { lead: '', rest: text } : message;
}

const envelope = '"MESSAGE":"';
/** A time, a host and a program are no longer. */
const longestLead = 120;

function messageAt(text: string): LineParts | null {
  if (text.startsWith('{')) {
    const at = text.indexOf(envelope);
    if (at < 0) return null;
    const begin = at + envelope.length;
    const end = text.indexOf('"', begin);
    return end < 0 ? null : { lead: text.slice(0, begin), rest: text.slice(begin, end) };
  }
  const beginning = text.slice(0, longestLead);
  const quote = beginning.indexOf('"');
  const kernel = (quote < 0 ? beginning : beginning.slice(0, quote)).indexOf('kernel: ');
  const program = kernel < 0 ? 0 : kernel + 'kernel: '.length;
  const clock = clockEnd(text, program);
  const end = Math.max(program, clock);
  return end === 0 ? null : { lead: text.slice(0, end), rest: text.slice(end) };
}

/** Where the text goes on after the kernel's clock, `[ 5006.791841] `, that stands at `from`; 0 where there is none. */
function clockEnd(text: string, from: number): number {
  if (text[from] !== '[') return 0;
  const close = text.indexOf('] ', from);
  if (close < 0 || close - from > 24) return 0;
  for (let i = from + 1; i < close; i++) if (!' .0123456789'.includes(text[i] ?? '')) return 0;
  return close + 2;
}
