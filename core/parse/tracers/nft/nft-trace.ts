import type { Verdict } from '../../../model/journey.ts';
import type { PrintedRule } from '../../../model/trace.ts';
import { classifyLines } from '../../text/classify-lines.ts';
import type { LineFate } from '../../text/classify-lines.ts';
import type { EventFormat } from '../event-format.ts';
import type { Sample } from '../../format.ts';
import type { TraceColumns } from '../kernel-log/trace-columns.ts';
import { type MonitoredChain, monitoredChain } from '../monitor/monitored-chain.ts';
import { MonitoredPackets, type MonitoredStep } from '../monitor/monitored-packets.ts';
import { remembered } from '../monitor/remembered.ts';
import { isTableFamily } from '../../../dialects/nft/table-family.ts';
import { traceHeader } from './trace-header.ts';
import { unquoted } from '../../../dialects/nft/words.ts';

/**
 * What `nft monitor trace` prints (nftables, src/trace.c; before 1.0.9 src/netlink.c):
 *
 *   trace id 36c7a81a inet filter forward packet: iif "eth0" oif "eth1" ether saddr ... tcp flags == syn tcp window 64240
 *   trace id 36c7a81a inet filter forward rule ct status dnat counter packets 0 bytes 0 jump x (verdict jump x)
 *   trace id 36c7a81a inet filter forward unknown rule handle 12 (verdict accept)    the rule came after the monitor
 *   trace id 36c7a81a inet filter x verdict continue meta mark 0x00000010            a chain's end, older kernels
 *   trace id 36c7a81a inet filter forward policy drop meta mark 0x00000010
 *   trace id 36c7a81a inet filter forward conntrack: ct direction original ct state new ct id 3254     newer ones
 *
 * The header stands once for each base chain and holds for the chains that it calls. People who copy such lines glue
 * two to one and cut fields out; each record within a line is read.
 */
export const nftTrace: EventFormat<'nft-trace'> = {
  kind: 'nft-trace',
  madeBy: 'nft monitor trace',
  recognises,
  begins: (line) => recordStart.test(line),
  parse,
};

const ID_AT = 'trace id '.length;
/** What a header follows. */
const PACKET = ' packet:';

const recordStart = /(?:^|\s)trace id ([0-9a-f]{1,8}) (ip6?|inet|bridge|arp|netdev) /;
const recordStarts = /(?:^|(?<=\s))trace id [0-9a-f]{1,8} (?:ip6?|inet|bridge|arp|netdev) /g;

function recognises({ lines }: Sample): boolean {
  const reader = new RecordReader();
  return lines.some((text) => splitRecords(text).some((record) => reader.read(record) !== null));
}

function parse(lines: readonly string[], file: string, columns: TraceColumns, host: string) {
  columns.logs.push(file);
  const packets = new MonitoredPackets();
  const reader = new RecordReader();
  const account = classifyLines(lines, file, {
    read(text, { line }): LineFate {
      const fates = splitRecords(text).map((record): 'parsed' | 'notModelled' | 'malformed' => {
        const read = reader.read(record);
        if (read === null) return 'malformed';
        const { id, met } = read;
        if (met === 'notModelled') return met;
        if ('header' in met) packets.header(id, met.chain, traceHeader(met.header), line);
        else packets.step(id, met, line);
        return 'parsed';
      });
      if (fates.includes('parsed')) return 'parsed';
      if (fates.includes('malformed')) return { malformed: { kind: 'cut-off', tracer: 'nft monitor trace' } };
      return fates.length === 0 ? 'notOurs' : 'notModelled';
    },
  });
  const { linesOfOthers } = packets.finish(columns, 'nft', host);
  const others = Math.min(linesOfOthers, account.lines.parsed);
  return {
    ...account,
    host,
    lines: {
      ...account.lines,
      parsed: account.lines.parsed - others,
      notModelled: account.lines.notModelled + others,
    },
  };
}

/** The records of a line, which are more than one where two lines were glued; a rule's quotes may hold the words too. */
function splitRecords(text: string): readonly string[] {
  if (text.startsWith('trace id ') && text.lastIndexOf('trace id ') === 0 && recordStart.test(text))
    return [text.trim()];
  let quotes = 0;
  let counted = 0;
  const starts = [...text.matchAll(recordStarts)].flatMap(({ index }) => {
    for (; counted < index; counted++) if (text[counted] === '"') quotes++;
    return quotes % 2 === 0 ? [index] : [];
  });
  return starts.map((start, index) => text.slice(start, starts[index + 1] ?? text.length).trim());
}

interface Step {
  readonly kind: 'rule' | 'return' | 'policy';
  readonly printed: PrintedRule;
  readonly mark: number | null;
  readonly markAfter: number | null;
  readonly family: 'ipv4' | 'ipv6' | null;
  readonly protocol: string | null;
}

/** What a packet met at a record: the words of its header at a base chain, or a step. */
interface Record {
  readonly id: string;
  readonly met: { readonly chain: MonitoredChain; readonly header: string } | MonitoredStep | 'notModelled';
}

/** Reads records; what packets meet is printed alike for many of them, and read once. */
class RecordReader {
  readonly #chainOf = remembered(headerChain);
  readonly #readStep = remembered(readStep);

  /** Null for a record that is cut off. */
  read(record: string): Record | null {
    const idEnd = record.indexOf(' ', ID_AT);
    const id = record.slice(ID_AT, idEnd);
    const chainAt = idEnd + 1;
    const chainEnd = record.indexOf(PACKET, chainAt);
    const headerAt = chainEnd + PACKET.length;
    if (chainEnd >= 0 && (headerAt === record.length || record[headerAt] === ' ')) {
      const chain = this.#chainOf(record.slice(chainAt, chainEnd));
      if (chain !== null) return { id, met: { chain, header: record.slice(headerAt + 1) } };
    }
    const met = this.#readStep(record.slice(chainAt));
    return met === null ? null : { id, met };
  }
}

/** The chain of a header; null where these are not the words between a record's id and ` packet:`. */
function headerChain(words: string): MonitoredChain | null {
  const [, family = '', table = '', chain = ''] = /^(\S+) (?:(\S+) )?(\S+)$/.exec(words) ?? [];
  return isTableFamily(family) ? monitoredChain(family, unquoted(table), unquoted(chain)) : null;
}

/** What a record without a header says after its id; null where it is cut off. */
function readStep(words: string): MonitoredStep | 'notModelled' | null {
  // A table or a chain is missing where someone cut it out; the chain is what stands before the kind.
  const found =
    /^(\S+) (?:(\S+) )?(\S+) (rule|unknown rule handle|policy|verdict|conntrack:)(?: (.*))?$/s.exec(words);
  const [, family = '', table = '', chainName = '', kind = '', rest = ''] = found ?? [];
  if (!isTableFamily(family)) return null;
  if (kind === 'conntrack:') return 'notModelled';
  const step =
    kind === 'rule'
      ? ruleStep(rest)
      : kind === 'unknown rule handle'
        ? handleStep(rest)
        : endStep(kind, rest);
  return step === null ? null : { ...monitoredChain(family, unquoted(table), unquoted(chainName)), ...step };
}

/** `ip saddr @blocked counter packets 0 bytes 0 drop (verdict drop)`. */
function ruleStep(words: string): Step | null {
  const end = words.lastIndexOf(' (verdict ');
  const found = end < 0 ? null : /^ \(verdict ([a-z]+)(?: ([^()\s]+))?\)(?:\s|$)/.exec(words.slice(end));
  const verdict = verdictOf(found?.[1] ?? '');
  if (!found || verdict === null) return null;
  const text = words.slice(0, end).trim();
  const unquotedText = text.replace(/"[^"]*"/g, '""');
  return {
    kind: 'rule',
    printed: { handle: null, text, prefix: null, verdict, toChain: toChain(found[2]) },
    mark: null,
    markAfter: markSet(unquotedText),
    family: familyOf(unquotedText),
    protocol: protocolOf(unquotedText),
  };
}

function handleStep(words: string): Step | null {
  const found = /^(\d{1,15}) \(verdict ([a-z]+)(?: ([^()\s]+))?\)/.exec(words);
  const verdict = verdictOf(found?.[2] ?? '');
  if (!found || verdict === null) return null;
  const printed = { handle: Number(found[1]), text: null, prefix: null, verdict, toChain: toChain(found[3]) };
  return { kind: 'rule', printed, mark: null, markAfter: null, family: null, protocol: null };
}

/** `policy accept meta mark 0x00000010`, `verdict continue`; without a mark the packet has none. */
function endStep(kind: string, words: string): Step | null {
  const found = /^([a-z]+)(?: (?!meta )([^()\s.]+))?(?: meta mark (0x[0-9a-f]{1,8}|\d{1,10}))?/.exec(words);
  const verdict = verdictOf(found?.[1] ?? '');
  if (!found || verdict === null) return null;
  const mark = found[3] === undefined ? 0 : Number(found[3]);
  const printed = { handle: null, text: null, prefix: null, verdict, toChain: toChain(found[2]) };
  return {
    kind: kind === 'policy' ? 'policy' : 'return',
    printed,
    mark,
    markAfter: null,
    family: null,
    protocol: null,
  };
}

const verdicts: ReadonlySet<string> = new Set<Verdict>([
  'accept', 'drop', 'queue', 'stolen', 'jump', 'goto', 'return', 'continue',
]); // prettier-ignore

function verdictOf(word: string): Verdict | null {
  const isVerdict = (text: string): text is Verdict => verdicts.has(text);
  // `break` is what the kernel calls a rule that did not match to its end.
  return isVerdict(word) ? word : word === 'break' ? 'continue' : null;
}

function toChain(name: string | undefined): string | null {
  return name === undefined ? null : unquoted(name);
}

/** The mark after a rule that sets it to a number. */
function markSet(text: string): number | null {
  const [, value] = /(?:^|\s)meta mark set (0x[0-9a-f]{1,8}|\d{1,10})(?!\S|\s{0,9}[&|^])/.exec(text) ?? [];
  return value === undefined ? null : Number(value);
}

/** What a rule that matched says of the packet's family. */
function familyOf(text: string): 'ipv4' | 'ipv6' | null {
  if (/(?:^|\s)(?:ip [sd]addr|ip protocol|meta nfproto ipv4|icmp type) ?/.test(text)) return 'ipv4';
  return /(?:^|\s)(?:ip6 [sd]addr|ip6 nexthdr|meta nfproto ipv6|icmpv6 type) ?/.test(text) ? 'ipv6' : null;
}

/** The protocol whose fields a rule that matched looks at. */
function protocolOf(text: string): string | null {
  return /(?:^|\s)(tcp|udp|udplite|sctp|dccp) (?:sport|dport|flags)/.exec(text)?.[1] ?? null;
}
