import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { analyze } from '../../core/index.ts';
import { sourcesOf } from '../../electron/cli/sources.ts';
import { differences } from '../golden/compare.ts';
import { integrityFaults } from '../golden/integrity.ts';
import type { Truth } from '../golden/truth.ts';
import { withLock } from './lock.ts';
import { makeCapture } from './make-capture.ts';
import { whyImpossible } from './possible.ts';
import { forwardPolicyDrop } from './scenarios/forward-policy-drop.ts';
import type { Variant } from './scenario.ts';

const reason = whyImpossible();
if (reason !== null) console.log(`captures of this machine’s kernel skipped: ${reason}`);

describe.skipIf(reason !== null)('a capture made now', () => {
  it('is_explained_as_the_kernel_decided', { timeout: 120_000 }, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'netopsy-lab-test-'));
    try {
      const variant = forwardPolicyDrop.variants['b'] as Variant;
      const doubts = await withLock(() => makeCapture('forward-policy-drop-b', 'test', variant, folder));
      expect(doubts).toEqual([]);
      const truth = JSON.parse(readFileSync(join(folder, 'truth.json'), 'utf8')) as Truth;
      expect(truth.probes.length).toBeGreaterThanOrEqual(3);
      const analysis = await analyze(await sourcesOf([join(folder, 'bundle')]));
      expect(await integrityFaults(analysis)).toEqual([]);
      expect(await differences(analysis, truth)).toEqual([]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('is_not_believed_where_the_scenario_is_wrong', { timeout: 120_000 }, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'netopsy-lab-test-'));
    try {
      const variant = forwardPolicyDrop.variants['b'] as Variant;
      const probes = variant.probes.flat().map((probe) => ({ ...probe, dies: 'rp-filter' as const }));
      const doubts = await withLock(() => makeCapture('wrong', 'test', { ...variant, probes }, folder));
      expect(doubts.length).toBeGreaterThanOrEqual(probes.length);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
