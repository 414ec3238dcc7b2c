import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { describe, expect, test } from 'vitest';
import {
  type AnalysedBundle,
  analyze,
  type CaptureDiff,
  compareCaptures,
  partingStep,
} from '../../core/index.ts';
import { sourcesOf } from '../../electron/cli/sources.ts';
import { mirrored, pairDifferences, type PairTruth } from './pair-truth.ts';

/** Captures of a real kernel from before and after an edit, with what the edit did; another folder can be named. */
const folder = process.env['NETOPSY_CAPTURES'] ?? join(import.meta.dirname, '../captures');
const pairs = readdirSync(folder)
  .filter((name) => ['before', 'after', 'truth.json'].every((each) => existsSync(join(folder, name, each))))
  .sort();

interface CapturedPair {
  readonly before: AnalysedBundle;
  readonly after: AnalysedBundle;
  readonly truth: PairTruth;
}

const known = new Map<string, Promise<CapturedPair>>();

function captured(name: string): Promise<CapturedPair> {
  const reading = known.get(name) ?? read(name);
  known.set(name, reading);
  return reading;
}

async function read(name: string): Promise<CapturedPair> {
  const truth = JSON.parse(readFileSync(join(folder, name, 'truth.json'), 'utf8')) as PairTruth;
  const [before, after] = await Promise.all(
    ['before', 'after'].map(async (side) => analyze(await sourcesOf([join(folder, name, side)]))),
  );
  return { before: before as AnalysedBundle, after: after as AnalysedBundle, truth };
}

describe('each_changed_flow_is_put_down_to_the_edit_that_changed_it', () => {
  test.each(pairs)('%s', async (name) => {
    const { before, after, truth } = await captured(name);
    expect(pairDifferences(compareCaptures(before, after), truth)).toEqual([]);
  });
});

describe('the_captures_exchanged_give_the_comparison_exchanged', () => {
  test.each(pairs)('%s', async (name) => {
    const { before, after } = await captured(name);
    const shape = (diff: CaptureDiff): unknown => [diff.changes.length, diff.flows.length, diff.edges.length];
    const [there, back] = [compareCaptures(before, after), compareCaptures(after, before)];
    expect(shape(back)).toEqual(shape(there));
    expect(mirrored(back, true)).toEqual(mirrored(there, false));
  });
});

describe('a_capture_compared_with_itself_shows_nothing', () => {
  test.each(pairs)('%s', async (name) => {
    const { after } = await captured(name);
    const { changes, flows, edges, notes } = compareCaptures(after, after);
    expect(changes).toEqual([]);
    expect(notes).toEqual([]);
    expect(flows.filter(({ changed, diverted, attribution }) => changed || diverted || attribution)).toEqual(
      [],
    );
    expect(edges.filter((edge) => edge.before !== edge.after)).toEqual([]);
  });
});

describe('the_journeys_of_a_changed_flow_part_at_a_step', () => {
  test.each(pairs)('%s', async (name) => {
    const { before, after } = await captured(name);
    for (const flow of compareCaptures(before, after).flows) {
      const steps = partingStep(before, after, flow);
      if (flow.before === null || flow.after === null) expect(steps).toBeNull();
      else if (flow.changed) expect(steps?.parting).not.toBeNull();
      else if (!flow.diverted) expect(steps?.rows.length).toBeGreaterThan(0);
    }
  });
});

test.each(pairs.slice(0, 1))('the_comparison_crosses_to_another_thread: %s', async (name) => {
  const { before, after } = await captured(name);
  const diff = compareCaptures(before, after);
  expect(structuredClone(diff)).toEqual(diff);
});
