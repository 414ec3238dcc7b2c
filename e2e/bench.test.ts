import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { type Analysis, analyze } from '../core/index.ts';
import { sourcesOf } from '../electron/cli/sources.ts';
import { readRoutes, readRules } from '../build/bench/functions.mjs';
import { randomNumbers } from '../build/bench/random.mjs';
import { flood, formats, writeFormat } from '../build/bench/write-formats.mjs';
import { writeLog } from '../build/bench/write-log.mjs';
import { writeNode } from '../build/bench/write-node.mjs';
import { writeRoutes } from '../build/bench/write-routes.mjs';
import { writeRules } from '../build/bench/write-rules.mjs';

const folder = mkdtempSync(join(tmpdir(), 'netopsy-bench-'));
const path = (name: string): string => join(folder, name);
const linesOf = (name: string): string[] => readFileSync(path(name), 'utf8').trimEnd().split('\n');
afterAll(() => rmSync(folder, { recursive: true }));

describe('what_the_bench_measures_is_right_on_a_small_scale', () => {
  test('a_log_is_read_line_for_line_and_its_packets_meet_the_rules_that_it_names', async () => {
    const services = { count: 20 };
    writeLog(path('kern.log'), 6000, services);
    writeNode(path('iptables-save.txt'), services);
    const analysis = await analyze(await sourcesOf([path('kern.log'), path('iptables-save.txt')]));
    const places = linesOf('kern.log').flatMap((line) => / TRACE: (\S+) /.exec(line)?.[1] ?? []);
    expect(analysis.artifacts[0]).toMatchObject({ lines: { malformed: 0 } });
    expect(analysis.events.count).toBe(places.length);
    expect(analysis.diagnostics.map(({ code }) => code)).not.toContain('ruleset-drift');

    // What is no end of a chain is the rule of that number, which has no match where it is called another's.
    const rules = new Map(analysis.rules.map((rule) => [`${rule.table}:${rule.chain}:${rule.number}`, rule]));
    const counts = new Map<string, number>();
    for (const [place, count] of countedOnce(places)) {
      const rule = place.replace(/:(?:rule|return|policy):/, ':');
      if (rules.has(rule)) counts.set(rule, count);
    }
    expect(counts.size).toBeGreaterThan(60);
    for (const [place, { packets, at }] of rules)
      expect([place, packets, at === null]).toEqual([place, counts.get(place) ?? 0, false]);
    expectWholePackets(analysis, places);
  });

  test.each([...Object.entries(formats), ['a flood', { ...flood, name: 'flood.log' }] as const])(
    'each line of a format is read: %s',
    async (_format, { name, ...file }) => {
      writeFormat(path(name), file, 1000);
      const analysis = await analyze(await sourcesOf([path(name)]));
      expect(analysis.artifacts).toMatchObject([
        { path: name, lines: { notOurs: 0, notModelled: 0, malformed: 0 } },
      ]);
      const [{ lines }] = analysis.artifacts as [Analysis['artifacts'][number]];
      expect(lines.parsed).toBeGreaterThanOrEqual(4096);
      if (name !== 'eth0.pcap') expect(analysis.journeys.count).toBeGreaterThanOrEqual(4096);
    },
  );

  test('every_rule_is_read_and_none_misunderstood', async () => {
    writeRules(path('rules.txt'), 3000);
    const written = linesOf('rules.txt').flatMap((line) => /^\[\d+:\d+\] (-A .*)$/.exec(line)?.[1] ?? []);
    const { rules, diagnostics } = await readRules(readFileSync(path('rules.txt')));
    expect(diagnostics).toEqual([]);
    expect(written.length).toBeGreaterThan(2999);
    expect(rules.map(({ text }: { text: string }) => text).sort()).toEqual(written.sort());
  });

  test('the_index_finds_the_route_that_a_look_at_all_of_them_finds', async () => {
    writeRoutes(path('routes.txt'), 3000);
    const { count, find, scan } = await readRoutes(readFileSync(path('routes.txt')));
    expect(count).toBe(3000);
    const random = randomNumbers(9);
    const networks = linesOf('routes.txt').slice(1);
    const near = networks.map((line) => line.split(/[/ ]/)[0] as string);
    const far = near.map(() => [1, 2, 3, 4].map(() => random.below(256)).join('.'));
    const found = [...near, ...far].map((address) => [address, find(address)]);
    expect(found).toEqual([...near, ...far].map((address) => [address, scan(address)]));
    expect(new Set(found.map(([, route]) => route)).size).toBeGreaterThan(2000);
  });
});

function countedOnce(words: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}

/** A packet begins in raw; those on their way at the beginning and at the end of the log are cut. */
function expectWholePackets({ journeys, outcomes }: Analysis, places: readonly string[]): void {
  expect(journeys.count).toBe(places.filter((place) => /^raw:\w+:rule:1$/.test(place)).length);
  expect(outcomes.disposition).toHaveLength(journeys.count);
}
