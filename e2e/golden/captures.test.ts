import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { describe, expect, test } from 'vitest';
import {
  analyze,
  packetQuery,
  routeDocument,
  routeQuery,
  simulateOnHost,
  recordsOf,
  simulationDocument,
} from '../../core/index.ts';
import { sourcesOf } from '../../electron/cli/sources.ts';
import { differences } from './compare.ts';
import { integrityFaults } from './integrity.ts';
import type { Truth } from './truth.ts';

/** Captures of a real kernel with what really happened; another folder of the same form can be named. */
const folder = process.env['NETOPSY_CAPTURES'] ?? join(import.meta.dirname, '../captures');
const captures = readdirSync(folder)
  .filter((name) => existsSync(join(folder, name, 'truth.json')) && existsSync(join(folder, name, 'bundle')))
  .sort();

describe('analyses_agree_with_the_kernel', () => {
  test.each(captures)('%s', async (name) => {
    const truth = truthOf(name);
    const analysis = await analyze(await sourcesOf([join(folder, name, 'bundle')]));
    expect(await integrityFaults(analysis)).toEqual([]);
    expect(await differences(analysis, truth)).toEqual([]);
  });
});

describe('routes_are_what_the_kernel_answered', () => {
  test.each(captures)('%s', async (name) => {
    const truth = truthOf(name);
    const asked = (truth.route_decisions ?? []).filter(({ host }) => host === undefined);
    if (asked.length === 0) return;
    const analysis = await analyze(await sourcesOf([join(folder, name, 'bundle')]));
    const host = analysis.hosts[0]?.name ?? '';
    for (const { query, src, dst, iif, mark, tos, type, dev, refused_because: refused } of asked) {
      const words = {
        to: dst,
        from: src ?? undefined,
        iif: iif ?? undefined,
        mark: String(mark),
        tos: String(tos),
      };
      const read = routeQuery(words);
      if ('wrong' in read) throw new Error(`${query}: ${read.wrong.kind}`);
      const answer = routeDocument(host, recordsOf(analysis, host).network, read);
      if (refused !== undefined)
        expect([query, answer.outcome, answer.cause]).toEqual([query, 'drop', refused]);
      else expect([query, answer.type, answer.dev]).toEqual([query, type, dev]);
    }
  });
});

const simulated = captures.filter((name) => truthOf(name).simulate !== undefined);
describe.runIf(simulated.length > 0)('simulated_packets_end_as_the_kernel_ended_them', () => {
  test.each(simulated)('%s', async (name) => {
    const analysis = await analyze(await sourcesOf([join(folder, name, 'bundle')]));
    for (const { name: asked, args, disposition } of truthOf(name).simulate ?? []) {
      const words = Object.fromEntries(Object.entries(args).map(([key, value]) => [key, String(value)]));
      const packet = packetQuery(words);
      if ('wrong' in packet) throw new Error(`${asked}: ${packet.wrong.kind}`);
      const host = analysis.hosts[0]?.name ?? '';
      // Which of a service's backends it gets is left to chance: its ways differ in nothing else.
      const document = simulationDocument(host, packet, simulateOnHost(analysis, host, packet));
      expect([asked, document.disposition]).toEqual([asked, disposition]);
    }
  });
});

function truthOf(name: string): Truth {
  return JSON.parse(readFileSync(join(folder, name, 'truth.json'), 'utf8')) as Truth;
}
