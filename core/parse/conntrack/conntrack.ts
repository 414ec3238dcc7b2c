import type { ConntrackEntry, ConntrackTuple } from '../../model/conntrack.ts';
import type { LineRef } from '../../model/evidence.ts';
import { classifyLines } from '../text/classify-lines.ts';
import type { Format, Parsed, Sample } from '../format.ts';
import { addressFamily } from '../text/ip-text.ts';
import { mostLines } from '../text/recognise-lines.ts';

/**
 * The connections that `conntrack -L [-o extended]` prints (conntrack(8)), and /proc/net/nf_conntrack with the family
 * in front:
 *
 *   tcp      6 118 TIME_WAIT src=10.1.0.2 dst=10.1.0.1 sport=59001 dport=8080 src=10.2.0.2 dst=10.1.0.2 sport=80 dport=59001 [ASSURED] mark=0 use=1
 *   ipv4     2 udp      17 28 src=10.1.0.2 dst=10.1.0.1 sport=53 dport=53 [UNREPLIED] src=10.1.0.1 dst=10.1.0.2 sport=53 dport=53 mark=0 use=2
 *   icmp     1 28 src=10.1.0.2 dst=10.2.0.2 type=8 code=0 id=7 src=10.2.0.2 dst=10.1.0.2 type=0 code=0 id=7 mark=0 use=1
 */
export const conntrack: Format<'conntrack'> = {
  kind: 'conntrack',
  madeBy: 'conntrack -L',
  recognises,
  begins: (line) => ownLine.test(line),
  parse,
};

const ownLine =
  /^\s*(?:ipv[46]\s+\d+\s+)?[\w-]+\s+\d+\s+(?:\d+\s+)?(?:[A-Z][A-Z_0-9]*\s+)?(?:timeout=\d+, stream_timeout=\d+\s+)?src=\S+ dst=|^\s*conntrack v\S+ \(conntrack-tools\): .*shown/;

const entryLine =
  /^\s*(?:ipv[46]\s+\d+\s+)?([\w-]+)\s+\d+\s+(?:\d+\s+)?(?:([A-Z][A-Z_0-9]*)\s+)?(?:timeout=\d+, stream_timeout=\d+\s+)?(src=\S+\s.*)$/;
/** Goes to standard error: with `2>&1` it can land in the middle of an entry. */
const summary = /^(.*?)conntrack v\S{1,40} \(conntrack-tools\): [^:]*shown\.\s*$/;

function recognises(sample: Sample): boolean {
  return mostLines(sample, (text) => entryLine.test(text) || summary.test(text));
}

function parse(lines: readonly string[], file: string): Parsed {
  const items: ConntrackEntry[] = [];
  let torn = '';
  const account = classifyLines(lines, file, {
    read(line, at) {
      const text = torn + line;
      torn = summary.exec(line)?.[1] ?? '';
      const match = torn === '' ? entryLine.exec(text) : null;
      const entry = match && conntrackEntry(match[1] ?? '', match[2] ?? null, match[3] ?? '', at);
      if (!entry)
        return summary.test(text) || /^\s*[#=]/.test(text)
          ? 'notOurs'
          : { malformed: { kind: 'conntrack-entry' } };
      items.push(entry);
      return 'parsed';
    },
  });
  return { records: { kind: 'conntrack', items }, ...account };
}

function conntrackEntry(
  protocol: string,
  state: string | null,
  text: string,
  at: LineRef,
): ConntrackEntry | null {
  const directions = text.split(/(?=\bsrc=)/);
  const [original, reply] = directions.map(tuple);
  if (directions.length !== 2 || !original || !reply) return null;
  const family = addressFamily(original.src);
  if (family === null) return null;
  return {
    family,
    protocol,
    state,
    original,
    reply,
    status: [...text.matchAll(/\[([A-Z_]+)\]/g)].map((match) => match[1] ?? ''),
    mark: Number(/\bmark=(\d+)/.exec(text)?.[1] ?? 0),
    at,
  };
}

/** The first value of each name counts: after the tuple comes `id=` of the entry itself with `-o id`. */
function tuple(text: string): ConntrackTuple | null {
  const value = (name: string): string | null =>
    new RegExp(`(?:^|\\s)${name}=(\\S+)`).exec(text)?.[1] ?? null;
  const number = (name: string): number | null => {
    const printed = value(name);
    return printed !== null && /^\d{1,5}$/.test(printed) ? Number(printed) : null;
  };
  const src = value('src');
  const dst = value('dst');
  if (src === null || dst === null) return null;
  const icmpType = number('type');
  return {
    src,
    dst,
    sport: number('sport'),
    dport: number('dport'),
    icmpType,
    icmpCode: number('code'),
    icmpId: icmpType === null ? null : number('id'),
  };
}
