import { classifyLines } from '../../text/classify-lines.ts';
import type { LineFate } from '../../text/classify-lines.ts';
import type { EventFormat } from '../event-format.ts';
import type { Sample } from '../../format.ts';
import type { TraceColumns } from '../kernel-log/trace-columns.ts';
import type { MonitoredChain } from '../monitor/monitored-chain.ts';
import { MonitoredPackets, type MonitoredStep } from '../monitor/monitored-packets.ts';
import { remembered } from '../monitor/remembered.ts';
import { packetLine } from './packet-line.ts';
import type { PacketLine } from './packet-line.ts';
import { readStep, stepLine } from './step-line.ts';

/**
 * What `xtables-monitor --trace` prints on a host whose iptables is iptables-nft (iptables/xtables-monitor.c):
 *
 *   PACKET: 2 d10220d3 IN=eth0 MACSRC=52:54:0:69:5d:74 ... SRC=10.1.0.2 DST=10.1.0.1 LEN=60 TOS=0x0 TTL=64 ID=47754 DF SPORT=59001 DPORT=8080 SYN
 *    TRACE: 2 d10220d3 filter:FORWARD:rule:0x7:JUMP:APPS  -4 -t filter -A FORWARD -j APPS
 *    TRACE: 2 d10220d3 filter:APPS:rule:0x9:0xfffffffb  -4 -t filter -A APPS -p tcp -j RETURN
 *    TRACE: 2 d10220d3 filter:FORWARD:policy:DROP
 *    TRACE: 2 d10220d3 filter:APPS:return:                    the end of a user-defined chain, older kernels
 *
 * The first number is the family of the table, the word after the second that of nft's trace id. Rules are named by
 * their handle. A packet's header stands before the first line of each base chain; up to iptables 1.8.5 after it, if
 * that line is a rule. Of the protocol the line says only what its ports and flags tell.
 */
export const xtablesTrace: EventFormat<'xtables-trace'> = {
  kind: 'xtables-trace',
  madeBy: 'xtables-monitor --trace',
  recognises,
  begins: (line) => ownLine.test(line),
  parse,
};

const ownLine = /^\s*(?:PACKET: \d{1,2} [0-9a-f]{1,8} |TRACE: \d{1,2} [0-9a-f]{1,8} [^:\s]*:)/;

function recognises({ lines }: Sample): boolean {
  return lines.some((text) => readStep(stepLine(text)?.met ?? '') !== null || packetLine(text) !== null);
}

interface HeaderLine extends PacketLine {
  readonly kind: 'packet';
  readonly line: number;
  /** The chain that it is printed for; null while that is not known, and where no line follows that tells. */
  chain: MonitoredChain | null;
}

interface StepLine {
  readonly kind: 'step';
  readonly id: string;
  readonly step: MonitoredStep;
  readonly line: number;
}

type Line = HeaderLine | StepLine;

function parse(lines: readonly string[], file: string, columns: TraceColumns, host: string) {
  columns.logs.push(file);
  const read: Line[] = [];
  const stepOf = remembered(readStep);
  const account = classifyLines(lines, file, {
    read(text, { line }): LineFate {
      const packet = packetLine(text);
      if (packet !== null) {
        read.push({ kind: 'packet', id: packet.id, header: packet.header, line, chain: null });
        return 'parsed';
      }
      const stepped = stepLine(text);
      const step = stepped === null ? null : stepOf(stepped.met);
      if (stepped !== null && step !== null) {
        read.push({ kind: 'step', id: stepped.id, step, line });
        return 'parsed';
      }
      if (/^\s*(?:EVENT: |NEWGEN: )/.test(text)) return 'notModelled';
      const isOurs = /^\s*(?:PACKET|TRACE): /.test(text);
      return isOurs ? { malformed: { kind: 'cut-off', tracer: 'xtables-monitor' } } : 'notOurs';
    },
  });
  const packets = new MonitoredPackets();
  const ordered = inOrder(read);
  findChains(ordered);
  for (const entry of ordered) {
    if (entry.kind === 'step') packets.step(entry.id, entry.step, entry.line);
    else if (entry.chain !== null) packets.header(entry.id, entry.chain, entry.header, entry.line);
  }
  packets.finish(columns, 'xtables', host);
  return { ...account, host };
}

/**
 * The lines with each header before the steps that it holds for. Where it stands after its first rule, all of them do,
 * and no file begins with one.
 */
function inOrder(lines: Line[]): readonly Line[] {
  const headersFollow = lines.every((entry, index) => {
    const before = lines[index - 1];
    if (entry.kind === 'step') return true;
    return before?.kind === 'step' && before.id === entry.id && before.step.kind === 'rule';
  });
  if (!headersFollow) return lines;
  for (let index = 1; index < lines.length; index++) {
    const [before, entry] = [lines[index - 1], lines[index]];
    if (before === undefined || entry?.kind !== 'packet') continue;
    lines[index - 1] = entry;
    lines[index] = before;
  }
  return lines;
}

/** A header says nothing of the chain that it is printed for: that is the chain of the packet's next line. */
function findChains(lines: readonly Line[]): void {
  const next = new Map<string, MonitoredChain>();
  for (let index = lines.length - 1; index >= 0; index--) {
    const entry = lines[index] as Line;
    if (entry.kind === 'step') next.set(entry.id, entry.step);
    else {
      entry.chain = next.get(entry.id) ?? null;
      next.delete(entry.id);
    }
  }
}
