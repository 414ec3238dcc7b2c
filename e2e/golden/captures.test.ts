import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { describe, expect, test } from 'vitest';
import { analyze } from '../../core/index.ts';
import { sourcesOf } from '../../electron/cli/sources.ts';
import { differences } from './compare.ts';
import { integrityFaults } from './integrity.ts';
import type { Truth } from './truth.ts';

/** Captures of a real kernel with what really happened; another folder of the same form can be named. */
const folder = process.env['NETOPSY_CAPTURES'] ?? join(import.meta.dirname, '../captures');
const captures = readdirSync(folder)
  .filter((name) => existsSync(join(folder, name, 'truth.json')) && existsSync(join(folder, name, 'bundle')))
  .sort();

describe('analyses_agree_with_the_kernel', () => {
  test.each(captures)('%s', async (name) => {
    const truth = JSON.parse(readFileSync(join(folder, name, 'truth.json'), 'utf8')) as Truth;
    const analysis = await analyze(await sourcesOf([join(folder, name, 'bundle')]));
    expect(await integrityFaults(analysis)).toEqual([]);
    expect(await differences(analysis, truth)).toEqual([]);
  });
});
