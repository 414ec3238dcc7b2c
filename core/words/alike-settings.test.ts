import { expect, test } from 'vitest';
import * as en from './en/comparison.ts';
import * as zh from './zh/comparison.ts';

const effect = {
  kind: 'effective-setting',
  setting: 'rp_filter',
  devices: [
    { dev: 'eth0', before: 0, after: 1 },
    { dev: 'eth1', before: 2, after: 1 },
    { dev: 'eth2', before: 0, after: 1 },
  ],
} as const;

test('interfaces whose setting changed alike are told together', () => {
  expect(en.effectText(effect)).toBe(
    'the effective rp_filter of eth0 and eth2 was 0, now 1; the effective rp_filter of eth1 was 2, now 1',
  );
  expect(zh.effectText(effect)).toContain('eth0和eth2 实际生效的 rp_filter 原为 0，现为 1');
});
