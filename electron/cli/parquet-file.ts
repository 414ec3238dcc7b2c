import { fileWriter, ParquetWriter } from 'hyparquet-writer';
import type { CellType, ExportRow, ExportTable } from '../../core/index.ts';
import packageJson from '../../package.json' with { type: 'json' };

/** Rows that are kept until they are written as one group: what an engine reads at a time. */
const GROUP_ROWS = 50_000;

/** A Parquet file that rows are put into; it is whole once it is finished. */
export interface ParquetFile {
  add(row: ExportRow): Promise<void>;
  finish(): Promise<void>;
}

/** Begins the file of a table; all columns may be null. */
export function parquetFile(path: string, { columns }: ExportTable): ParquetFile {
  const writer = new ParquetWriter({
    writer: fileWriter(path),
    schema: [
      { name: 'root', num_children: columns.length },
      ...columns.map(([name, type]) => ({ name, repetition_type: 'OPTIONAL' as const, ...elements[type] })),
    ],
    createdBy: `netopsy ${packageJson.version}`,
  });
  let rows: ExportRow[] = [];
  const write = async (): Promise<void> => {
    const columnData = columns.map(([name, type], index) => ({
      name,
      data: rows.map((row) => cell(type, row[index] ?? null)),
    }));
    await writer.write({ columnData, rowGroupSize: GROUP_ROWS });
    rows = [];
  };
  return {
    async add(row) {
      rows.push(row);
      if (rows.length === GROUP_ROWS) await write();
    },
    async finish() {
      if (rows.length > 0) await write();
      await writer.finish();
    },
  };
}

/** The types of the format (parquet.thrift). */
const elements = {
  text: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
  integer: { type: 'INT64' },
  number: { type: 'DOUBLE' },
  time: { type: 'INT64', converted_type: 'TIMESTAMP_MILLIS' },
} as const satisfies Readonly<Record<CellType, object>>;

function cell(type: CellType, value: string | number | null): unknown {
  if (value === null) return null;
  if (type === 'integer') return BigInt(value);
  if (type !== 'time') return value;
  const time = new Date(value);
  return Number.isNaN(time.getTime()) ? null : time;
}
