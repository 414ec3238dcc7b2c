import { type AnalysedBundle, analyze, type ByteSource, packetDocuments, sourceInMemory } from '../index.ts';
import type { PacketDocument } from '../report/packet-document.ts';

/** What of a trace line a test wants to be different from a TCP SYN of 10.1.0.2 to 10.2.0.2 port 80. */
export interface DrawnFields {
  readonly in?: string;
  readonly out?: string;
  /** Words between OUT= and SRC=: `PHYSIN=veth0 MAC=...`. */
  readonly link?: string;
  readonly src?: string;
  readonly dst?: string;
  readonly ttl?: number;
  readonly id?: number;
  /** Everything from PROTO= on. */
  readonly proto?: string;
}

/** A line of TRACE: where, and the packet there. */
export type DrawnStep = readonly [place: string, fields?: DrawnFields];

/** The fields of a trace line as nf_log_syslog prints them. */
export function packet(fields: DrawnFields = {}): string {
  const { src = '10.1.0.2', dst = '10.2.0.2', ttl = 64, id = 1, link } = fields;
  const proto = fields.proto ?? tcp(41001, 80);
  return `IN=${fields.in ?? ''} OUT=${fields.out ?? ''} ${link === undefined ? '' : `${link} `}SRC=${src} DST=${dst} LEN=60 TOS=0x00 PREC=0x00 TTL=${ttl} ID=${id} DF ${proto} `;
}

export function tcp(sport: number, dport: number, seq = 7): string {
  return `PROTO=TCP SPT=${sport} DPT=${dport} SEQ=${seq} ACK=0 WINDOW=64240 RES=0x00 SYN URGP=0`;
}

/** Lines `TRACE: place fields`, each with a kernel clock ten microseconds after the last. */
export function log(lines: readonly DrawnStep[]): string {
  return stamped(lines.map(([place, fields]) => `TRACE: ${place} ${packet(fields)}`));
}

/** Kernel lines with the clock that dmesg prints, ten microseconds apart. */
export function stamped(lines: readonly string[], startSeconds = 100): string {
  return lines.map((line, i) => `[${(startSeconds + i / 1e5).toFixed(6).padStart(12)}] ${line}\n`).join('');
}

/** A bundle of small files, read in one chunk each. */
export function bundle(files: Readonly<Record<string, string>>): ByteSource[] {
  return Object.entries(files).map(([path, text]) => sourceInMemory(path, text));
}

export interface Analysed {
  readonly analysis: AnalysedBundle;
  readonly packets: readonly PacketDocument[];
  /** The packets' ways, `raw:PREROUTING:policy:2` for each step. */
  readonly ways: readonly (readonly string[])[];
}

/** Analyses files drawn in a test. */
export async function analysed(files: Readonly<Record<string, string>>): Promise<Analysed> {
  const analysis = await analyze(bundle(files));
  const packets: PacketDocument[] = [];
  for await (const document of packetDocuments(analysis)) packets.push(document);
  const ways = packets.map(({ steps }) =>
    steps.map(({ table, chain, kind, number }) => `${table}:${chain}:${kind}:${number}`),
  );
  return { analysis, packets, ways };
}
