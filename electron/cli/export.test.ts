import { createHash } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli } from './main.ts';

const captures = join(import.meta.dirname, '../../e2e/captures');
let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'netopsy-export-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function run(...argv: readonly string[]): Promise<{ status: number; out: string; err: string }> {
  const seen = { out: '', err: '' };
  const status = await runCli(argv, {
    out: async (text) => void (seen.out += text),
    err: (text) => void (seen.err += text),
  });
  return { status, ...seen };
}

/** What DuckDB answers; whole numbers as numbers. */
async function query(sql: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const instance = await DuckDBInstance.create();
  const connection = await instance.connect();
  const rows = (await connection.runAndReadAll(sql)).getRowObjectsJS();
  connection.closeSync();
  instance.closeSync();
  return rows.map((row) =>
    Object.fromEntries(
      Object.entries(row).map(([name, value]) => [name, typeof value === 'bigint' ? Number(value) : value]),
    ),
  );
}

describe('export', () => {
  it('writes_what_DuckDB_reads_over_many_bundles', async () => {
    const names = ['docker-dnat', 'no-route', 'nft-native'];
    let dropped = 0;
    let steps = 0;
    for (const name of names) {
      const bundle = join(captures, name, 'bundle');
      const { status, out } = await run('export', bundle, '--parquet', join(folder, 'all'));
      expect([status, out]).toEqual([0, expect.stringMatching(/bundle=[0-9a-f]{64}\n$/)]);
      const packets = (await run('packets', bundle)).out.trim().split('\n').map((line) => JSON.parse(line) as { steps: unknown[]; disposition: string }); // prettier-ignore
      dropped += packets.filter(({ disposition }) => disposition === 'dropped').length;
      steps += packets.reduce((sum, packet) => sum + packet.steps.length, 0);
    }
    const from = (table: string): string =>
      `read_parquet('${join(folder, 'all')}/*/${table}.parquet', hive_partitioning = true)`;
    expect(
      await query(`select count(distinct bundle) as bundles, count(*) filter (disposition = 'dropped') as dropped from ${from('journeys')}`),
    ).toEqual([{ bundles: names.length, dropped }]); // prettier-ignore
    expect(await query(`select count(*) as steps from ${from('steps')}`)).toEqual([{ steps }]);
    expect(
      await query(`select cause, sum(packets) as packets from ${from('dead_ends')} where cause = 'no-route' group by cause`),
    ).toEqual([{ cause: 'no-route', packets: expect.any(Number) as number }]); // prettier-ignore
    // A packet's steps are found again by bundle, host and number.
    expect(
      await query(
        `select count(*) as strays from ${from('steps')} s left join ${from('journeys')} j using (bundle, host, packet) where j.packet is null`,
      ),
    ).toEqual([{ strays: 0 }]);
    for (const table of ['rules', 'artifacts'])
      expect((await query(`select count(*) as rows from ${from(table)}`))[0]?.['rows']).toBeGreaterThan(0);
  });

  it('times_are_times', async () => {
    const bundle = join(folder, 'timed');
    mkdirSync(bundle);
    writeFileSync(
      join(bundle, 'kern.log'),
      '2026-11-21T06:36:49.080676+00:00 rtr kernel: [  420.080676] TRACE: filter:FORWARD:policy:1 IN=eth0 OUT=eth1 SRC=10.1.0.2 DST=10.2.0.2 LEN=60 TOS=0x00 PREC=0x00 TTL=63 ID=7 DF PROTO=TCP SPT=4001 DPT=22 SEQ=9 ACK=0 WINDOW=64240 RES=0x00 SYN URGP=0 MARK=0xffffffff\n',
    );
    const { out } = await run('export', bundle, '--parquet', join(folder, 'times'));
    const file = join(out.trim(), 'journeys.parquet');
    expect(
      await query(
        `select strftime(time, '%Y-%m-%d %H:%M:%S') as time, mark, dport, out_interface from read_parquet('${file}')`,
      ),
    ).toEqual([{ time: '2026-11-21 06:36:49', mark: 0xffffffff, dport: 22, out_interface: 'eth1' }]);
  });

  it('names_the_folder_by_the_checksum_that_sha256sum_prints', async () => {
    const archive = join(folder, 'case.tgz');
    execFileSync('tar', ['czf', archive, '-C', join(captures, 'no-route'), 'bundle']);
    const checksum = createHash('sha256').update(readFileSync(archive)).digest('hex');
    const { out } = await run('export', archive, '--parquet', join(folder, 'sums'));
    expect(out).toBe(`${join(folder, 'sums', `bundle=${checksum}`)}\n`);
  });

  it('is_whole_or_not_there_and_leaves_what_is_there', async () => {
    const bundle = join(captures, 'reject/bundle');
    const into = join(folder, 'twice');
    const both = await Promise.all([
      run('export', bundle, '--parquet', into),
      run('export', bundle, '--parquet', into),
    ]);
    expect(both.map(({ status }) => status)).toEqual([0, 0]);
    expect(readdirSync(into)).toEqual([expect.stringMatching(/^bundle=/)]);
    const written = join(both[0].out.trim(), 'journeys.parquet');
    const { mtimeMs } = statSync(written);
    const again = await run('export', bundle, '--parquet', into);
    expect([again.status, again.out]).toEqual([0, both[0].out]);
    expect(again.err).toContain('is there already');
    expect(statSync(written).mtimeMs).toBe(mtimeMs);
  });

  it('says_what_it_lacks_or_cannot_write', async () => {
    const bundle = join(captures, 'reject/bundle');
    expect((await run('export', bundle)).status).toBe(2);
    expect((await run('export', join(folder, 'nosuch'), '--parquet', folder)).status).toBe(3);
    const file = join(folder, 'a-file');
    writeFileSync(file, '');
    expect((await run('export', bundle, '--parquet', file)).status).toBe(1);
  });
});
