import type { AnalysedBundle } from '../model/analysis.ts';
import { english } from '../words/en/index.ts';
import type { Words } from '../words/words.ts';
import { type PacketDocument, packetDocuments } from './packet-document.ts';

/** What a cell holds: `time` is an ISO 8601 text in UTC, `integer` a whole number of at most 53 bits. */
export type CellType = 'text' | 'integer' | 'number' | 'time';

/** A row: its cells in the order of the table's columns; null where nothing is known. */
export type ExportRow = readonly (string | number | null)[];

/** A table of `netopsy export`: the name of its file and what its columns are called. */
export interface ExportTable {
  readonly name: 'journeys' | 'steps' | 'dead_ends' | 'rules' | 'artifacts';
  readonly columns: readonly (readonly [name: string, type: CellType])[];
}

const identity = [
  ['host', 'text'],
  ['packet', 'integer'],
] as const;

/** The tables, with their columns. To add a column: here, and its cell in the rows below. */
export const exportTables = {
  journeys: {
    name: 'journeys',
    columns: [
      ...identity,
      ['family', 'text'],
      ['protocol', 'text'],
      ['src', 'text'],
      ['sport', 'integer'],
      ['dst', 'text'],
      ['dport', 'integer'],
      ['in_interface', 'text'],
      ['out_interface', 'text'],
      ['mark', 'integer'],
      ['length', 'integer'],
      ['file', 'text'],
      ['line', 'integer'],
      ['time', 'time'],
      ['stamp', 'text'],
      ['uptime', 'number'],
      ['steps', 'integer'],
      ['disposition', 'text'],
      ['cause', 'text'],
      ['cause_table', 'text'],
      ['cause_chain', 'text'],
      ['cause_rule', 'integer'],
      ['confidence', 'text'],
      ['summary', 'text'],
    ],
  },
  steps: {
    name: 'steps',
    columns: [
      ...identity,
      ['step', 'integer'],
      ['tracer', 'text'],
      ['family', 'text'],
      ['table', 'text'],
      ['chain', 'text'],
      ['kind', 'text'],
      ['number', 'integer'],
      ['line', 'integer'],
      ['rule', 'text'],
      ['rule_number', 'integer'],
      ['handle', 'integer'],
      ['verdict', 'text'],
    ],
  },
  dead_ends: {
    name: 'dead_ends',
    columns: [
      ['host', 'text'],
      ['cause', 'text'],
      ['cause_table', 'text'],
      ['cause_chain', 'text'],
      ['cause_rule', 'integer'],
      ['rule', 'text'],
      ['confidence', 'text'],
      ['summary', 'text'],
      ['remedy', 'text'],
      ['packets', 'integer'],
      ['flows', 'integer'],
    ],
  },
  rules: {
    name: 'rules',
    columns: [
      ['host', 'text'],
      ['family', 'text'],
      ['table', 'text'],
      ['chain', 'text'],
      ['number', 'integer'],
      ['rule', 'text'],
      ['packets', 'integer'],
      ['bytes', 'integer'],
      ['counter_packets', 'integer'],
      ['counter_bytes', 'integer'],
    ],
  },
  artifacts: {
    name: 'artifacts',
    columns: [
      ['host', 'text'],
      ['path', 'text'],
      ['kind', 'text'],
      ['bytes', 'integer'],
      ['parsed', 'integer'],
      ['others', 'integer'],
      ['not_used', 'integer'],
      ['malformed', 'integer'],
    ],
  },
} as const satisfies { readonly [Name in ExportTable['name']]: ExportTable };

/** Rows of several tables as they come; a packet's row comes with those of its steps. */
export interface ExportedRows {
  readonly table: ExportTable['name'];
  readonly row: ExportRow;
}

/** All rows of an analysis. */
export async function* exportRows(
  analysis: AnalysedBundle,
  words: Words = english,
): AsyncGenerator<ExportedRows> {
  for await (const packet of packetDocuments(analysis, words)) {
    yield { table: 'journeys', row: journeyRow(packet) };
    for (const row of stepRows(packet)) yield { table: 'steps', row };
  }
  for (const { host, cause, causes, packets, flows } of analysis.deadEnds) {
    const { kind, table, chain, rule, text, confidence } = cause;
    const said = [words.causes.deadEnd(cause, causes.length), words.causes.remedy(cause)];
    const row = [host, kind, table, chain, rule, text, confidence, ...said, packets, flows.length];
    yield { table: 'dead_ends', row };
  }
  for (const { host, family, table, chain, number, text, packets, bytes, counter } of analysis.rules) {
    const counted = [counter?.packets ?? null, counter?.bytes ?? null];
    yield { table: 'rules', row: [host, family, table, chain, number, text, packets, bytes, ...counted] };
  }
  for (const { host, path, kind, bytes, lines } of analysis.artifacts) {
    const counts = [lines.parsed, lines.notOurs, lines.notModelled, lines.malformed];
    yield { table: 'artifacts', row: [host ?? '', path, kind, bytes, ...counts] };
  }
}

function journeyRow({
  packet,
  host,
  family,
  first,
  ingress,
  egress,
  steps,
  disposition,
  cause,
}: PacketDocument): ExportRow {
  return [
    host,
    packet,
    family,
    ingress['protocol'] ?? null,
    ingress['src'] ?? null,
    ingress['sport'] ?? null,
    ingress['dst'] ?? null,
    ingress['dport'] ?? null,
    ingress['interface'] ?? null,
    egress?.['interface'] ?? null,
    ingress['mark'] ?? null,
    ingress['length'] ?? null,
    first.file,
    first.line,
    first.time,
    first.stamp,
    first.uptime,
    steps.length,
    disposition,
    cause?.kind ?? null,
    cause?.table ?? null,
    cause?.chain ?? null,
    cause?.rule ?? null,
    cause?.confidence ?? null,
    cause?.summary ?? null,
  ];
}

function stepRows({ host, packet, steps }: PacketDocument): readonly ExportRow[] {
  return steps.map((step, index) => [
    host,
    packet,
    index + 1,
    step.tracer,
    step.family,
    step.table,
    step.chain,
    step.kind,
    step.number,
    step.line,
    step.rule,
    step.ruleNumber,
    step.handle,
    step.verdict,
  ]);
}
