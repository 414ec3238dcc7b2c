import { expect, test } from 'vitest';
import { analysed } from '../../testing/drawn-log.ts';
import { nftTrace } from '../../testing/drawn-nft-trace.ts';

test.each([
  'ct state invalid drop',
  'ct state { invalid } drop',
  // In the map only one state drops, so the verdict proves it.
  'ct state vmap { established : accept, related : accept, invalid : drop }',
])('a trace that prints %s shows a packet that conntrack calls INVALID', async (rule) => {
  const { packets } = await analysed({
    'nft-trace.txt': nftTrace('0000aaaa', [['inet fw forward', [`rule ${rule} (verdict drop)`]]]),
  });
  expect(packets[0]?.cause).toMatchObject({ kind: 'conntrack-invalid-rule', confidence: 'observed' });
});

test.each([
  'ct state invalid,untracked drop',
  'ct state != new drop',
  'ct state vmap { new : drop, invalid : drop }',
])('a trace that prints %s does not', async (rule) => {
  const { packets } = await analysed({
    'nft-trace.txt': nftTrace('0000aaaa', [['inet fw forward', [`rule ${rule} (verdict drop)`]]]),
  });
  expect(packets[0]?.cause).toMatchObject({ kind: 'rule', confidence: 'observed' });
});
