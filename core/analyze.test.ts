import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { analyze } from './analyze.ts';
import { eventsOf } from './model/journey-events.ts';
import { analysed, bundle, log, packet } from './testing/drawn-log.ts';

const capture = join(import.meta.dirname, '../e2e/captures/docker-dnat/bundle');
const realLog = readFileSync(join(capture, 'kern.log'), 'utf8').split('\n').slice(0, 60);
const ruleset = readFileSync(join(capture, 'iptables-save.txt'), 'utf8');

/** Cuts, drops, doubles, moves and joins lines. */
const mutation = fc.array(
  fc.record({ kind: fc.constantFrom('cut', 'drop', 'double', 'swap', 'join', 'garble'), at: fc.nat(), by: fc.nat() }),
  { maxLength: 12 },
); // prettier-ignore

function mutated(lines: readonly string[], mutations: readonly { kind: string; at: number; by: number }[]) {
  const result = [...lines];
  for (const { kind, at, by } of mutations) {
    if (result.length < 2) break;
    const i = at % result.length;
    const j = by % result.length;
    const line = result[i] ?? '';
    const offset = by % (line.length + 1);
    if (kind === 'cut') result[i] = line.slice(0, offset);
    else if (kind === 'drop') result.splice(i, 1);
    else if (kind === 'double') result.splice(j, 0, line);
    else if (kind === 'swap') [result[i], result[j]] = [result[j] ?? '', line];
    else if (kind === 'join') result.splice(i, 2, line.slice(0, offset) + (result[i + 1] ?? ''));
    else result[i] = `${line.slice(0, offset)}\u0000\ufffd"{[(=:${line.slice(offset + 1)}`;
  }
  return result;
}

describe('any_input', () => {
  test('a_damaged_log_is_analysed_to_its_last_line_and_every_event_is_in_one_packet', async () => {
    await fc.assert(
      fc.asyncProperty(mutation, async (mutations) => {
        const lines = mutated(realLog, mutations);
        const files = { 'kern.log': `${lines.join('\n')}\n`, 'iptables-save.txt': ruleset };
        const { analysis, packets } = await analysed(files);
        const read = analysis.artifacts[0]?.lines;
        const { parsed = 0, notOurs = 0, notModelled = 0, malformed = 0 } = read ?? {};
        expect(parsed + notOurs + notModelled + malformed).toBe(lines.length);
        const owned = packets
          .flatMap((_, packet) => eventsOf(analysis.journeys, packet))
          .sort((a, b) => a - b);
        expect(owned).toEqual(owned.map((_, i) => i));
        expect(owned).toHaveLength(analysis.events.count);
        expect(packets.reduce((sum, { steps }) => sum + steps.length, 0)).toBe(owned.length);
        for (const { steps } of packets) {
          const inLog = steps.map(({ line }) => line);
          expect(inLog).toEqual([...inLog].sort((a, b) => a - b));
        }
      }),
      { numRuns: 100 },
    );
  });

  test('files_of_any_bytes_never_throw', async () => {
    const content = fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc.string({ maxLength: 300 }).map((text) => new TextEncoder().encode(text)),
      mutation.map((mutations) => new TextEncoder().encode(mutated(ruleset.split('\n'), mutations).join('\n'))),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(content, { maxLength: 4 }), async (contents) => {
        const sources = contents.map((bytes, i) => ({
          path: `file-${i}`,
          size: bytes.length,
          chunks: async function* (start: number) {
            for (let at = start; at < bytes.length; at += 100) yield bytes.slice(at, at + 100);
          },
        }));
        const analysis = await analyze([...sources, ...bundle({ 'kern.log': realLog.slice(0, 20).join('\n') })]);
        expect(analysis.journeys.count).toBeGreaterThan(0);
      }),
      { numRuns: 60 },
    );
  });
}); // prettier-ignore

describe('several_logs', () => {
  const early = log([['raw:PREROUTING:policy:1', { in: 'eth0' }]]);
  const late = `[  100.000500] TRACE: filter:FORWARD:policy:1 ${packet({ in: 'eth0', out: 'eth1', ttl: 63 })}\n`;

  test.each([
    ['kern.log', 'kern.log.1'],
    ['messages', 'messages-20261121'],
    ['messages-20261121.gz', 'messages-20261114.gz'],
    ['kern.log.2', 'kern.log.10'],
  ])('a_packet_whose_lines_the_rotation_split_is_one: %s, %s', async (newer, older) => {
    const { ways } = await analysed({ [newer]: late, [older]: early });
    expect(ways).toEqual([['raw:PREROUTING:policy:1', 'filter:FORWARD:policy:1']]);
  });
});

test('what_was_read_before_a_stop_is_analysed_and_marked', async () => {
  const signal = { aborted: false };
  const chunk = new TextEncoder().encode(`${log([['raw:PREROUTING:policy:1', { in: 'eth0' }]])}[  100.1] TRACE: filter:FORWARD:policy:1 IN=`);
  const endless = {
    path: 'kern.log',
    size: chunk.length,
    chunks: async function* () {
      for (;;) yield chunk;
    },
  };
  let isReading = false;
  const onProgress = ({ stage }: { readonly stage: string }) => {
    isReading ||= stage === 'reading';
  };
  const pause = async () => {
    signal.aborted ||= isReading;
  };
  const analysis = await analyze([endless], { signal, pause, onProgress });
  expect(analysis.partial).toBe(true);
  expect(analysis.events.count).toBe(1);
}); // prettier-ignore

test('a_stop_while_files_are_opened_ends_that_too', async () => {
  let opened = 0;
  const signal = { aborted: false };
  const source = (path: string) => ({
    path,
    size: 6,
    async *chunks() {
      signal.aborted = ++opened > 3;
      yield new TextEncoder().encode('hello\n');
    },
  });
  const { partial } = await analyze(
    Array.from({ length: 100 }, (_, i) => source(`f${i}`)),
    { signal },
  );
  expect(partial).toBe(true);
  expect(opened).toBe(4);
});

describe('only_the_beginning_of_each_log', () => {
  const text = log([
    ['raw:PREROUTING:policy:1', { in: 'eth0' }],
    ['filter:FORWARD:policy:1', { in: 'eth0', out: 'eth1', ttl: 63 }],
  ]);
  const firstLine = text.indexOf('\n') + 1;
  const analysisOf = (logBytes: number) => analyze(bundle({ 'kern.log': text, 'iptables-save.txt': ruleset }), { logBytes });

  test.each([0, 1, firstLine - 1, firstLine, firstLine + 9, text.length - 1])('ends_with_a_line_and_is_marked: %i bytes', async (bytes) => {
    const { partial, events, artifacts, rulesets } = await analysisOf(bytes);
    expect(partial).toBe(true);
    expect(events.count).toBe(bytes < firstLine ? 0 : 1);
    expect(artifacts[0]?.lines.malformed).toBe(0);
    expect(rulesets).toHaveLength(1);
  });

  test('is_the_whole_where_the_log_is_no_longer', async () => {
    const { partial, events } = await analysisOf(text.length);
    expect(partial).toBe(false);
    expect(events.count).toBe(2);
  });

  test('proves_no_drop_for_a_packet_whose_later_lines_are_left_out', async () => {
    const { deadEnds, outcomes } = await analysisOf(firstLine);
    expect(deadEnds).toEqual([]);
    expect(Array.from(outcomes.cause)).toEqual([-1]);
  });
}); // prettier-ignore
