import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { analyze, packetDocuments } from '../../core/index.ts';
import { causeKinds } from '../../core/model/journey.ts';
import type { CauseKind } from '../../core/model/journey.ts';
import { sourcesOf } from '../../electron/cli/sources.ts';
import type { Truth } from './truth.ts';

const folder = join(import.meta.dirname, '../captures');

/** For each cause of a dead end a capture that shows it, and the most that may be claimed of it there. */
const shownBy: Readonly<Record<Exclude<CauseKind, 'other'>, readonly [capture: string, confidence: string]>> =
  {
    rule: ['nested-chain-drop', 'observed'],
    policy: ['forward-policy-drop', 'observed'],
    reject: ['reject', 'observed'],
    'no-route': ['no-route', 'inferred'],
    blackhole: ['blackhole', 'inferred'],
    unreachable: ['blackhole', 'inferred'],
    prohibit: ['blackhole', 'inferred'],
    'rp-filter': ['rp-filter', 'inferred'],
    'martian-source': ['martian-source', 'inferred'],
    'ip-forward-disabled': ['ip-forward-disabled', 'inferred'],
    'ttl-expired': ['ttl-mtu', 'inferred'],
    'mtu-exceeded': ['ttl-mtu', 'inferred'],
    'neighbour-unreachable': ['neighbour-unreachable', 'inferred'],
    'nfqueue-no-listener': ['lab-nfqueue-c', 'inferred'],
    'nat-failure': ['nat-failure', 'inferred'],
    'bridge-filter': ['lab-bridge-d', 'possible'],
    'conntrack-invalid-rule': ['ct-invalid', 'observed'],
    'no-listener': ['input', 'inferred'],
  };

test.each(causeKinds.filter((kind) => kind !== 'other'))('%s_is_shown_by_a_capture', async (kind) => {
  const [capture, confidence] = shownBy[kind];
  const truth = JSON.parse(readFileSync(join(folder, capture, 'truth.json'), 'utf8')) as Truth;
  const wanted = kind === 'no-listener' ? 'socket-none' : kind;
  expect(truth.probes.map(({ cause }) => cause?.kind)).toContain(wanted);
  const found = new Set<string>();
  for await (const { cause } of packetDocuments(
    await analyze(await sourcesOf([join(folder, capture, 'bundle')])),
  ))
    if (cause?.kind === kind) found.add(cause.confidence);
  expect([...found]).toEqual([confidence]);
});
