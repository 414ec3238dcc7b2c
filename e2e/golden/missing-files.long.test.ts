import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { describe, expect, test } from 'vitest';
import { analyze } from '../../core/index.ts';
import { sourcesOf } from '../../electron/cli/sources.ts';
import { isHidden } from './hidden-causes.ts';
import { integrityFaults } from './integrity.ts';
import type { Truth } from './truth.ts';
import { wrongClaims } from './wrong-claims.ts';

const folder = process.env['NETOPSY_CAPTURES'] ?? join(import.meta.dirname, '../captures');
const captures = readdirSync(folder)
  .filter((name) => existsSync(join(folder, name, 'truth.json')) && existsSync(join(folder, name, 'bundle')))
  .sort();

describe('what_a_file_that_is_missing_would_have_shown_is_not_guessed', () => {
  test.each(captures)('%s', async (name) => {
    const truth = JSON.parse(readFileSync(join(folder, name, 'truth.json'), 'utf8')) as Truth;
    const sources = await sourcesOf([join(folder, name, 'bundle')]);
    const traces = sources.filter(({ path }) => /kern\.log|trace/.test(path));
    const misleading = new Set<string>();
    for (const { path } of sources) {
      for (const rest of [sources.filter((each) => each.path !== path), onlyWith(path)]) {
        const analysis = await analyze(rest);
        expect([path, await integrityFaults(analysis)]).toEqual([path, []]);
        const paths = rest.map((each) => each.path);
        const probes = truth.probes.filter((probe) => !isHidden(probe, paths));
        for (const claim of await wrongClaims(analysis, { probes })) misleading.add(`${path}: ${claim}`);
      }
    }
    expect([...misleading]).toEqual([]);

    function onlyWith(path: string): typeof sources {
      return sources.filter((each) => each.path === path || traces.includes(each));
    }
  });
});
