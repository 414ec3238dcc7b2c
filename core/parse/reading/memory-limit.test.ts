import { describe, expect, test } from 'vitest';
import { english } from '../../words/en/index.ts';
import { analyze } from '../../analyze.ts';
import type { ByteSource } from '../../model/artifact.ts';
import { sourceInMemory } from '../../open/source-in-memory.ts';
import { log } from '../../testing/drawn-log.ts';

const places = ['raw:PREROUTING:policy:1', 'mangle:PREROUTING:policy:1', 'filter:INPUT:policy:1'] as const;

/** A kernel log of 100 packets with three lines each, in chunks of this many bytes. */
function kernLog(chunkBytes: number, path = 'kern.log'): ByteSource {
  const packets = Array.from({ length: 100 }, (_, id) =>
    places.map((place) => [place, { in: 'eth0', id: id + 1 }] as const),
  );
  return sourceInMemory(path, log(packets.flat()), chunkBytes);
}

describe('a_log_with_more_trace_events_than_there_is_room_for', () => {
  test.each([1, 7, 1000])('is_analysed_up_to_a_whole_line_and_says_so_chunks_%s', async (chunkBytes) => {
    const { artifacts, diagnostics, events, journeys, partial } = await analyze([kernLog(chunkBytes)], {
      mostEvents: 30,
    });
    expect(partial).toBe(true);
    expect(events.count).toBeGreaterThanOrEqual(30);
    expect(events.count).toBeLessThan(30 + 10);
    expect(journeys.count).toBe(Math.ceil(events.count / places.length));
    expect(artifacts[0]?.lines).toEqual({ parsed: events.count, notOurs: 0, notModelled: 0, malformed: 0 });
    const [note, ...others] = diagnostics.filter(({ code }) => code === 'events-limit');
    expect(others).toEqual([]);
    expect(note).toMatchObject({ severity: 'error', file: 'kern.log', line: events.count });
    expect(note && english.diagnostics.message(note)).toMatch(
      /^Read up to line 3\d \((?:9|1\d) % of the file\): .*sed -n/,
    );
  });

  test('leaves_the_logs_behind_it_unread_and_names_them', async () => {
    const { diagnostics, events } = await analyze([kernLog(1000, 'kern.log.1'), kernLog(1000)], {
      mostEvents: 30,
    });
    expect(events.logs).toHaveLength(1);
    expect(
      diagnostics.filter(({ code }) => code === 'events-limit').map(english.diagnostics.message),
    ).toEqual([
      expect.stringMatching(/^Read up to line/),
      expect.stringMatching(/^Not read: in the logs before it, the limit was reached with 3\d lines/),
    ]);
  });

  test.each([1, 1000])('ends_where_its_packets_fill_the_memory_chunks_%s', async (chunkBytes) => {
    const { diagnostics, events, journeys, partial } = await analyze([kernLog(chunkBytes)], {
      mostBytes: 20_000,
    });
    expect(partial).toBe(true);
    expect(journeys.count).toBeGreaterThanOrEqual(19);
    expect(journeys.count).toBeLessThan(19 + 5);
    const [note, ...others] = diagnostics.filter(({ code }) => code === 'events-limit');
    expect(others).toEqual([]);
    expect(note?.line).toBe(events.count);
    expect(note && english.diagnostics.message(note)).toMatch(/memory is full .* of (19|2\d) traced packets/);
  });

  test('is_read_whole_where_there_is_just_enough_room', async () => {
    const { diagnostics, events, partial } = await analyze([kernLog(7)], { mostEvents: 300 });
    expect([events.count, partial]).toEqual([300, false]);
    expect(diagnostics.map(({ code }) => code)).not.toContain('events-limit');
  });
});
