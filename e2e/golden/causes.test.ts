import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { analyze, type CauseKind, packetDocuments } from '../../core/index.ts';
import { causeKinds, causeRecognisers } from '../../core/explain/causes/index.ts';
import { sourcesOf } from '../../electron/cli/sources.ts';
import type { Truth } from './truth.ts';

const folder = join(import.meta.dirname, '../captures');

/** For each cause of a dead end a capture that shows it, and the most that may be claimed of it there. */
const shownBy: Partial<Readonly<Record<CauseKind, readonly [capture: string, confidence: string]>>> = {
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
  'bridge-port': ['bridge-odd', 'inferred'],
  'xfrm-policy': ['ipsec-policy', 'inferred'],
  'link-down': ['path-ends', 'inferred'],
  'tc-filter': ['path-ends', 'inferred'],
  qdisc: ['path-ends', 'inferred'],
  'not-a-member': ['ipv6-far', 'inferred'],
  'source-route': ['l2-odd', 'inferred'],
  'broadcast-frame': ['l2-odd', 'inferred'],
  'conntrack-table-full': ['ct-table-full', 'inferred'],
};

/** The kernel's drop records have one word for all of these: what the capture's files prove is more. */
const otherInTruth: ReadonlySet<CauseKind> = new Set([
  'bridge-port',
  'xfrm-policy',
  'link-down',
  'tc-filter',
  'qdisc',
  'not-a-member',
  'source-route',
  'broadcast-frame',
  'conntrack-table-full',
]);

const withoutCapture = causeRecognisers.flatMap(({ finds, withoutCapture = [] }) =>
  finds.filter((kind) => withoutCapture.includes(kind)),
);

/** A cause that gets a capture is no longer marked. */
test('no_cause_is_marked_as_without_a_capture_that_has_one', () => {
  expect(withoutCapture.filter((kind) => kind in shownBy)).toEqual([]);
});

test.each(causeKinds.filter((kind) => !withoutCapture.includes(kind)))(
  '%s_is_shown_by_a_capture',
  async (kind) => {
    const [capture, confidence] = shownBy[kind] ?? ['', ''];
    const truth = JSON.parse(readFileSync(join(folder, capture, 'truth.json'), 'utf8')) as Truth;
    const wanted = kind === 'no-listener' ? 'socket-none' : otherInTruth.has(kind) ? 'other' : kind;
    expect(truth.probes.map(({ cause }) => cause?.kind)).toContain(wanted);
    const found = new Set<string>();
    for await (const { cause } of packetDocuments(
      await analyze(await sourcesOf([join(folder, capture, 'bundle')])),
    ))
      if (cause?.kind === kind) found.add(cause.confidence);
    expect([...found]).toContain(confidence);
  },
);
