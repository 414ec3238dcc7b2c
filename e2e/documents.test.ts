import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { fromRoot } from '../build/paths.mjs';

const documents = execFileSync('git', ['ls-files', '*.md'], { cwd: fromRoot(), encoding: 'utf8' })
  .trim()
  .split('\n')
  .filter((path) => !path.startsWith('e2e/captures/') && !path.startsWith('e2e/outputs/'));
const { scripts } = JSON.parse(readFileSync(fromRoot('package.json'), 'utf8')) as { scripts: object };

test.each(documents)('the links of %s lead somewhere', (path) => {
  const text = readFileSync(fromRoot(path), 'utf8');
  const links = [...text.matchAll(/\]\(([^)\s#]+)[^)]*\)/g)].map(([, link = '']) => link);
  const missing = links.filter(
    (link) => !/^[a-z]+:/.test(link) && !existsSync(fromRoot(join(dirname(path), link))),
  );
  expect(missing).toEqual([]);
});

test.each(documents)('the scripts that %s names are there', (path) => {
  const text = readFileSync(fromRoot(path), 'utf8');
  const named = [...text.matchAll(/npm (?:(?:run|run --silent) )?(?!run\b)([a-z][\w:]+)/g)]
    .filter(([command]) => /^npm (run|start|test)/.test(command))
    .map(([, name = '']) => name);
  expect(named.filter((name) => !(name in scripts))).toEqual([]);
});
