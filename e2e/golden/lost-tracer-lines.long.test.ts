import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type AnalysedBundle,
  analyze,
  type ByteSource,
  packetDocuments,
  sourceInMemory,
} from '../../core/index.ts';
import { integrityFaults } from './integrity.ts';

const folder = join(import.meta.dirname, '../captures');
const captures = [
  'nft-native',
  'iptables-nft',
  'log-prefix',
  'lab-nft-a',
  'lab-nft-b',
  'lab-nft-c',
  'lab-bridge-c',
];
const logs = ['nft-trace.txt', 'xtables-trace.txt', 'kern.log'];

/** The files of a capture's bundle; of its logs only the lines that `keeps` says. */
function sources(name: string, keeps: () => boolean): ByteSource[] {
  const bundle = join(folder, name, 'bundle');
  return readdirSync(bundle).map((path) => {
    const text = readFileSync(join(bundle, path), 'utf8');
    const kept = logs.includes(path)
      ? text
          .split(/(?<=\n)/)
          .filter(keeps)
          .join('')
      : text;
    return sourceInMemory(path, kept);
  });
}

/** The IP IDs of packets that are said for sure to have died; without those whose header is lost. */
async function surelyDead(analysis: AnalysedBundle): Promise<ReadonlySet<string>> {
  const dead = new Set<string>();
  for await (const { ingress, cause, disposition } of packetDocuments(analysis)) {
    if (disposition !== 'dropped' && disposition !== 'rejected') continue;
    if (cause?.confidence !== 'possible' && ingress['id'] !== 0) dead.add(String(ingress['id']));
  }
  return dead;
}

describe('lines_that_are_lost_never_kill_a_packet_that_came_through', () => {
  test.each(captures)('%s', async (name) => {
    const really = await surelyDead(await analyze(sources(name, () => true)));
    await fc.assert(
      fc.asyncProperty(fc.infiniteStream(fc.integer({ min: 0, max: 9 })), async (numbers) => {
        const analysis = await analyze(sources(name, () => (numbers.next().value as number) > 1));
        expect(await integrityFaults(analysis)).toEqual([]);
        for (const packet of await surelyDead(analysis)) expect(really).toContain(packet);
      }),
      { numRuns: 12 },
    );
  });
});
