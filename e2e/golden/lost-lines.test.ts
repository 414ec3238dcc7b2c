import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { describe, expect, test } from 'vitest';
import { analyze, packetDocuments, sourceInMemory } from '../../core/index.ts';
import { sourcesOf } from '../../electron/cli/sources.ts';
import { seededRandom } from '../kernel/random.ts';
import { integrityFaults } from './integrity.ts';
import type { Truth, TruthProbe } from './truth.ts';

const folder = process.env['NETOPSY_CAPTURES'] ?? join(import.meta.dirname, '../captures');
const captures = readdirSync(folder)
  .filter(
    (name) =>
      existsSync(join(folder, name, 'truth.json')) && existsSync(join(folder, name, 'bundle/kern.log')),
  )
  .sort();
const seeds = (process.env['NETOPSY_SEEDS'] ?? '1 2 3').split(' ').map(Number);

/** Logs of real captures with lines taken out, as a logger under load does: one in twelve, and whole bursts. */
describe('lost_lines_never_become_a_drop', () => {
  test.each(captures)('%s', async (name) => {
    const truth = JSON.parse(readFileSync(join(folder, name, 'truth.json'), 'utf8')) as Truth;
    const sources = await sourcesOf([join(folder, name, 'bundle')]);
    const alive = truth.probes.filter(
      ({ outcomes }) => !('dropped' in outcomes) && !('rejected' in outcomes),
    );
    for (const seed of seeds) {
      const log = readFileSync(join(folder, name, 'bundle/kern.log'), 'utf8');
      const thinned = sources.map((source) =>
        source.path.endsWith('kern.log') ? sourceInMemory(source.path, withoutSome(log, seed)) : source,
      );
      const analysis = await analyze(thinned);
      expect(await integrityFaults(analysis)).toEqual([]);
      const dead: string[] = [];
      for await (const { ingress, disposition, cause, first, host } of packetDocuments(analysis)) {
        if (disposition !== 'dropped' && disposition !== 'rejected') continue;
        if (alive.some((probe) => isOf(probe, ingress, host)))
          dead.push(`seed ${seed}, line ${first.line}: ${cause?.confidence} ${cause?.summary}`);
      }
      expect(dead).toEqual([]);
    }
  });
});

function withoutSome(log: string, seed: number): string {
  const random = seededRandom(seed);
  let burst = 0;
  return log
    .split('\n')
    .filter((line) => {
      if (!line.includes('TRACE:')) return true;
      if (burst > 0) burst--;
      else if (random.chance(1 / 12)) burst = random.pick([1, 1, 1, 2, 5]);
      return burst === 0;
    })
    .join('\n');
}

function isOf(
  { flow, host }: TruthProbe,
  ingress: Readonly<Record<string, string | number | null>>,
  seenBy: string,
): boolean {
  return (
    (host === undefined || host === seenBy) &&
    ingress['protocol'] === flow.proto &&
    ingress['src'] === flow.src &&
    ingress['dst'] === flow.dst &&
    (flow.sport === undefined || ingress['sport'] === flow.sport) &&
    (flow.dport === undefined || ingress['dport'] === flow.dport) &&
    (flow.type === undefined || ingress['icmpType'] === flow.type) &&
    (flow.id === undefined || ingress['icmpId'] === flow.id)
  );
}
