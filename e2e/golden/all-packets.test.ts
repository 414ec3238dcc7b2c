import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { describe, expect, test } from 'vitest';
import {
  type AnalysedBundle,
  analyze,
  compareAllPackets,
  compareCaptures,
  type FlowChange,
  type FlowKey,
  isDead,
  readEditedFile,
  tryChanges,
} from '../../core/index.ts';
import { parseAddress } from '../../core/kernel/address.ts';
import type { HeaderBox, ReachComparison } from '../../core/model/reach.ts';
import { sourcesOf } from '../../electron/cli/sources.ts';

/** Captures of a real kernel from before and after an edit; another folder can be named. */
const folder = process.env['NETOPSY_CAPTURES'] ?? join(import.meta.dirname, '../captures');
const pairs = readdirSync(folder)
  .filter((name) => ['before', 'after', 'truth.json'].every((each) => existsSync(join(folder, name, each))))
  .sort();

describe('flows_that_live_or_die_otherwise_are_among_all_packets_that_do_and_no_others', () => {
  test.each(
    pairs.flatMap((name) => [[name, 'before', 'after'] as const, [name, 'after', 'before'] as const]),
  )('%s: %s, then %s', async (name, from, to) => {
    const [own, other] = (await Promise.all([from, to].map((side) => read(name, side)))) as [
      AnalysedBundle,
      AnalysedBundle,
    ];
    const { flows } = compareCaptures(own, other);
    expect(wrongBoxes(flows, compareAllPackets(own, other))).toEqual([]);
    const records = await readEditedFile(await sourcesOf([join(folder, name, to)]));
    const tried = tryChanges(own, [
      { kind: 'file', host: null, path: to, records: records as NonNullable<typeof records> },
    ]);
    if ('refused' in tried) throw new Error('refused');
    expect(wrongBoxes(flows, tried.reach)).toEqual([]);
  });
});

async function read(name: string, side: string): Promise<AnalysedBundle> {
  return analyze(await sourcesOf([join(folder, name, side)]));
}

function wrongBoxes(flows: readonly FlowChange[], reach: ReachComparison): readonly string[] {
  return flows.flatMap(({ flow, before, after }) => {
    const [was, is] = [fateOf(before), fateOf(after)];
    if (was === null || is === null) return [];
    const told = (kind: 'newlyAlive' | 'newlyDead' | 'mayChange', states: 'some' | 'all'): boolean =>
      reach[kind].some((box) => boxHolds(box, flow, states));
    const name = `${flow.protocol} ${flow.src}:${flow.sport} > ${flow.dst}:${flow.dport} in ${flow.inInterface}: ${was} > ${is}`;
    if (was !== is) {
      const isTold = told(is === 'alive' ? 'newlyAlive' : 'newlyDead', 'some') || told('mayChange', 'some');
      return isTold || !reach.complete ? [] : [`${name}, in no box`];
    }
    return told('newlyAlive', 'all') || told('newlyDead', 'all') ? [`${name}, in a box`] : [];
  });
}

/** Null where the capture does not show it, or shows several. */
function fateOf(outcome: FlowChange['before']): 'alive' | 'dead' | null {
  const seen = Object.entries(outcome?.byDisposition ?? {}).flatMap(([name, count]) =>
    count > 0 ? [name] : [],
  );
  const [only, ...more] = seen;
  if (only === undefined || more.length > 0) return null;
  if (isDead(only as Parameters<typeof isDead>[0])) return 'dead';
  return ['forwarded', 'delivered', 'sent'].includes(only) ? 'alive' : null;
}

/**
 * Whether a box has packets of a flow in some states of its connection, or in those of all packets that a flow usually
 * has. What the flow does not tell (the client's port) may be anything.
 */
function boxHolds(box: HeaderBox, flow: FlowKey, states: 'some' | 'all'): boolean {
  const isLocal = flow.inInterface === '';
  const within = (ranges: readonly string[] | null, value: string | number | null): boolean =>
    value === null || ranges === null || ranges.some((range) => isBetween(range, String(value)));
  return (
    box.family === flow.family &&
    box.local === isLocal &&
    (isLocal || box.in === null || box.in.includes(flow.inInterface)) &&
    (box.protocol === null || box.protocol.includes(flow.protocol)) &&
    (box.state === null ||
      states === 'some' ||
      ['NEW', 'ESTABLISHED'].every((state) => box.state?.includes(state))) &&
    within(box.src, flow.src) &&
    within(box.dst, flow.dst) &&
    within(box.sport, flow.sport) &&
    within(box.dport, flow.dport) &&
    within(box.icmpType, flow.icmpType)
  );
}

function isBetween(range: string, value: string): boolean {
  const [first = '', last = ''] = range.split('-');
  const [low, high, own] = [first, last, value].map((text) => parseAddress(text) ?? Number(text));
  return low !== undefined && high !== undefined && own !== undefined && low <= own && own <= high;
}
