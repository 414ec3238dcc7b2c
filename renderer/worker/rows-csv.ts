import { journeyRows, visible, type JourneyRow } from '../../core/index.ts';
import { narrowedCount, packetsInRows, type Capture } from './capture.ts';

const columns = [
  'packet',
  'host',
  'time',
  'uptime',
  'protocol',
  'src',
  'sport',
  'dst',
  'dport',
  'in',
  'out',
  'steps',
  'end',
  'cause',
  'table',
  'chain',
  'rule',
  'confidence',
  'file',
  'line',
] as const;

/** Rows read at a time. */
const batch = 4096;

/** The rows of the last filter as CSV (RFC 4180), with a heading. */
export async function rowsAsCsv(capture: Capture): Promise<Uint8Array> {
  const pieces = [`${columns.join(',')}\r\n`];
  for (let from = 0; from < narrowedCount(capture); from += batch) {
    const rows = await journeyRows(capture.analysis, packetsInRows(capture, from, from + batch));
    pieces.push(rows.map((row) => `${cellsOf(row).map(cell).join(',')}\r\n`).join(''));
  }
  return new TextEncoder().encode(pieces.join(''));
}

function cellsOf(row: JourneyRow): readonly (string | number | null)[] {
  const { cause } = row;
  return [
    row.packet + 1,
    row.host,
    row.stamp,
    row.uptimeSeconds,
    row.protocol,
    row.src,
    row.sport,
    row.dst,
    row.dport,
    row.inInterface,
    row.outInterface,
    row.steps,
    row.disposition,
    cause?.kind ?? null,
    cause?.table ?? null,
    cause?.chain ?? null,
    cause?.rule ?? null,
    cause?.confidence ?? null,
    row.first.file,
    row.first.line,
  ];
}

/** A spreadsheet takes what begins with one of `=+-@` for a formula: names of a bundle get an apostrophe before it. */
function cell(value: string | number | null): string {
  if (typeof value !== 'string') return String(value ?? '');
  const text = visible(value);
  const safe = /^[=+\-@]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
