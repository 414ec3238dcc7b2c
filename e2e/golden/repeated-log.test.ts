import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import { type AnalysedBundle, analyze } from '../../core/index.ts';
import { sourcesOf } from '../../electron/cli/sources.ts';
import { differences } from './compare.ts';
import { integrityFaults } from './integrity.ts';
import type { Truth } from './truth.ts';

const TIMES = 4;
/** Each repeat comes so much later: the capture itself takes two seconds. */
const SECONDS = 600;

const folder = join(import.meta.dirname, '../captures/big-kube');
const once = JSON.parse(readFileSync(join(folder, 'truth.json'), 'utf8')) as Truth;

let single: AnalysedBundle;
let repeated: AnalysedBundle;
beforeAll(async () => {
  const sources = await sourcesOf([join(folder, 'bundle')]);
  single = await analyze(sources);
  const lines = gunzipSync(readFileSync(join(folder, 'bundle/kern.log.gz')))
    .toString('latin1')
    .split('\n');
  const later = (by: number): string => lines.map((line) => shifted(line, by)).join('\n');
  const log = Buffer.from(Array.from({ length: TIMES }, (_, i) => later(i * SECONDS)).join(''), 'latin1');
  repeated = await analyze([
    ...sources.filter(({ path }) => !path.includes('kern.log')),
    { path: 'kern.log', size: log.length, chunks: (from) => chunks(log, from) },
  ]);
});

async function* chunks(bytes: Uint8Array, from: number) {
  for (let at = from; at < bytes.length; at += 1 << 16) yield bytes.subarray(at, at + (1 << 16));
}

/** `Nov 21 07:59:53 k8s-node-07 kernel: [ 5405.954100] TRACE: ...`, some seconds later. */
function shifted(line: string, seconds: number): string {
  const [, date = '', time = '', host = '', uptime = '', rest = ''] =
    /^(\w+ +\d+) (\d\d:\d\d:\d\d) (\S+ kernel: )\[ *(\d+\.\d{6})\](.*)$/.exec(line) ?? [];
  if (date === '') return line;
  const clock = new Date(Date.parse(`2026-11-21T${time}Z`) + seconds * 1000).toISOString().slice(11, 19);
  return `${date} ${clock} ${host}[${(Number(uptime) + seconds).toFixed(6).padStart(12)}]${rest}`;
}

describe('a_log_repeated_with_later_times', () => {
  test('counts_what_the_kernel_counted_as_often_as_it_is_repeated', async () => {
    const truth: Truth = {
      ...once,
      counters: once.counters.map((each) => ({
        ...each,
        packets: each.packets * TIMES,
        bytes: each.bytes * TIMES,
      })),
      flow_table: {
        columns: once.flow_table?.columns ?? [],
        rows: (once.flow_table?.rows ?? []).map((row) =>
          row.map((value, i) =>
            /^packets_/.test(String(once.flow_table?.columns[i])) ? Number(value) * TIMES : value,
          ),
        ),
      },
    };
    expect(repeated.journeys.count).toBe((once.traced_packets ?? 0) * TIMES);
    expect(await differences(repeated, truth)).toEqual([]);
    expect(await integrityFaults(repeated)).toEqual([]);
  });

  test('has_the_ends_the_matches_and_the_edges_of_the_log_as_often_as_it_is_repeated', () => {
    expect(ends(repeated)).toEqual(
      ends(single).map((row) => [...row.slice(0, -1), Number(row.at(-1)) * TIMES]),
    );
    expect(matches(repeated)).toEqual(
      matches(single).map(({ packets, bytes, ...row }) => ({
        ...row,
        packets: packets * TIMES,
        bytes: bytes * TIMES,
      })),
    );
    expect(repeated.edges).toEqual(
      single.edges.map((edge) => ({
        ...edge,
        packets: edge.packets * TIMES,
        traversals: edge.traversals * TIMES,
      })),
    );
  });
});

function ends({ deadEnds, outcomes }: AnalysedBundle) {
  const dispositions = [...new Set(outcomes.disposition)].sort();
  return [
    ...dispositions.map((name) => [name, outcomes.disposition.filter((each) => each === name).length]),
    ...deadEnds.map(({ cause, packets }) => [
      cause.kind,
      cause.table,
      cause.chain,
      cause.rule,
      cause.text,
      packets,
    ]),
  ];
}

function matches({ rules, policies }: AnalysedBundle) {
  return [...rules, ...policies].map(({ table, chain, packets, bytes, ...each }) => ({
    place: `${table}/${chain} ${'number' in each ? each.number : 'policy'}`,
    packets,
    bytes,
  }));
}
