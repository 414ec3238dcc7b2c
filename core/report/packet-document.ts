import { eventLines, eventTimes } from '../questions/event-lines.ts';
import { capturedLines } from '../questions/captured-lines.ts';
import type { AnalysedBundle, Analysis, CapturedLine } from '../model/analysis.ts';
import type { Evidence } from '../model/evidence.ts';
import {
  type Cause,
  type Disposition,
  dispositions,
  type ResolvedPlace,
  type Verdict,
} from '../model/journey.ts';
import type { TableFamily, Tracer } from '../model/trace.ts';
import { firstEvent, lastEvent } from '../model/journey-events.ts';
import { english } from '../words/en/index.ts';
import type { Words } from '../words/words.ts';
import { elsewhereOf } from '../questions/other-hosts.ts';
import { icmpIdOf, packetHeader, portsOf, wayOf } from '../questions/packet-header.ts';
import { deltaNumber } from '../model/delta-column.ts';

/** One line of `netopsy packets --ndjson`. */
export interface PacketDocument {
  readonly packet: number;
  readonly host: string;
  readonly family: string;
  readonly first: {
    readonly file: string;
    readonly line: number;
    readonly time: string | null;
    readonly uptime: number | null;
    readonly stamp: string;
  };
  readonly ingress: Readonly<Record<string, string | number | null>>;
  readonly egress: Readonly<Record<string, string | number | null>> | null;
  readonly steps: readonly {
    readonly tracer: Tracer;
    /** The table's, as nft names it. */
    readonly family: TableFamily;
    readonly table: string;
    readonly chain: string;
    readonly kind: string;
    readonly number: number | null;
    readonly line: number;
    readonly rule: string | null;
    readonly ruleNumber: number | null;
    readonly handle: number | null;
    /** The rule as the tracer printed it; null for tracers that print none. */
    readonly printed: string | null;
    readonly verdict: Verdict | null;
  }[];
  readonly disposition: Disposition;
  readonly cause: CauseDocument | null;
  readonly note: string | null;
  /** Lines of captures that show the packet come in and leave. */
  readonly captures: readonly CapturedLine[];
  readonly ambiguous: boolean;
  /** The same packet on other hosts, in the order of its way; `packet` is null where a host should have seen it and did not. */
  readonly seenOn: readonly {
    readonly host: string;
    readonly packet: number | null;
    readonly says: string;
  }[];
}

/** A cause as the documents have it. */
export interface CauseDocument {
  readonly kind: string;
  readonly table: string | null;
  readonly chain: string | null;
  readonly rule: number | null;
  readonly text: string | null;
  readonly confidence: string;
  readonly summary: string;
  /** One sentence: what usually ends it. */
  readonly remedy: string;
  readonly evidence: readonly Evidence[];
}

const BATCH = 4096;

/** Packets of an analysis, in the order of their first line: all, or those of `only` (indexes from 0). */
export async function* packetDocuments(
  analysis: AnalysedBundle,
  words: Words = english,
  only: Uint32Array | null = null,
): AsyncGenerator<PacketDocument> {
  const { journeys } = analysis;
  const count = only?.length ?? journeys.count;
  for (let start = 0; start < count; start += BATCH) {
    const packets = Array.from(
      { length: Math.min(BATCH, count - start) },
      (_, i) => only?.[start + i] ?? start + i,
    );
    const stamps = await eventTimes(
      analysis,
      packets.map((packet) => firstEvent(journeys, packet)),
    );
    const proofs = await eventLines(
      analysis,
      packets.map((packet) => lastEvent(journeys, packet)),
    );
    for (const [i, packet] of packets.entries()) {
      yield documentOf(
        words,
        analysis,
        packet,
        stamps[i] ?? { stamp: '', time: null },
        proofs[i] as Evidence,
      );
    }
  }
}

function documentOf(
  words: Words,
  analysis: Analysis,
  packet: number,
  { stamp, time }: { stamp: string; time: string | null },
  proof: Evidence,
): PacketDocument {
  const { events, journeys, outcomes } = analysis;
  const first = firstEvent(journeys, packet);
  const last = lastEvent(journeys, packet);
  const place = (journeys.places[events.place[first] as number] as ResolvedPlace).place;
  const entering = packetHeader(events, first);
  const leaving = packetHeader(events, last);
  const uptime = deltaNumber(events.uptime, first);
  const cause = outcomes.causes[outcomes.cause[packet] as number];
  const note = outcomes.notes[outcomes.note[packet] as number];
  const captures = capturedLines(analysis, packet);
  return {
    packet: packet + 1,
    host: place.host,
    family: place.family,
    first: {
      file: events.logs[events.log[first] as number] as string,
      line: deltaNumber(events.line, first),
      time,
      uptime: Number.isNaN(uptime) ? null : uptime / 1e6,
      stamp,
    },
    ingress: {
      interface: entering.inInterface === '' ? null : entering.inInterface,
      src: entering.src,
      dst: entering.dst,
      protocol: entering.protocol,
      ...portsOf(entering),
      icmpType: entering.icmpType,
      icmpCode: entering.icmpCode,
      icmpId: icmpIdOf(entering),
      id: entering.ipId,
      ttl: entering.ttl,
      length: entering.lengthBytes,
      mark: entering.mark,
    },
    egress:
      leaving.outInterface === ''
        ? null
        : { interface: leaving.outInterface, src: leaving.src, dst: leaving.dst, ...portsOf(leaving) },
    steps: wayOf(journeys, packet).map(({ event, shape }) => {
      const { place: step, rule, verdict } = journeys.places[shape.place] as ResolvedPlace;
      return {
        tracer: step.tracer,
        family: step.tableFamily,
        table: step.table,
        chain: step.chain,
        kind: step.kind,
        number: step.number,
        line: deltaNumber(events.line, event),
        rule: rule?.text ?? null,
        ruleNumber: rule?.number ?? null,
        handle: step.printed?.handle ?? rule?.handle ?? null,
        printed: step.printed?.text ?? null,
        verdict,
      };
    }),
    disposition: dispositions[outcomes.disposition[packet] as number] as Disposition,
    cause: cause === undefined ? null : causeDocument(words, cause, [proof, ...captures.map(asEvidence)]),
    note: note === undefined ? null : words.endings.note(note),
    captures,
    ambiguous: journeys.ambiguous[packet] === 1,
    seenOn: elsewhereOf(analysis, packet).map((note) => ({
      host: note.host,
      packet: note.packet === null ? null : note.packet + 1,
      says: words.elsewhere.note(note),
    })),
  };
}

function asEvidence({ file, line, text }: CapturedLine): Evidence {
  return { file, line, text };
}

/** The cause with the log lines that prove it before the files' lines; `variants` as for `Words.causes.deadEnd`. */
export function causeDocument(
  words: Words,
  cause: Cause,
  proofs: readonly Evidence[],
  variants = 1,
): CauseDocument {
  const { kind, table, chain, rule, text, confidence, evidence } = cause;
  return {
    kind,
    table,
    chain,
    rule,
    text,
    confidence,
    summary: words.causes.deadEnd(cause, variants),
    remedy: words.causes.remedy(cause),
    evidence: [...proofs, ...evidence],
  };
}
