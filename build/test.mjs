/**
 * `npm test`: unit tests (vitest), then end-to-end tests (Playwright) on a fresh build. `npm run test:long`: what takes
 * minutes (`*.long.test.ts`). What is missing is installed; the last line is the sum, `N passed, N failed, N skipped`.
 */
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { isAbsolute, relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { buildIfStale } from './freshness.mjs';
import { installDependencies } from './install.mjs';
import { fromRoot } from './paths.mjs';
import { runTool } from './run.mjs';

const results = fromRoot('e2e/artifacts/results');
const total = { passed: 0, failed: 0, skipped: 0 };

if ((await installDependencies()) !== 0) finish('the dependencies could not be installed');
if ((await buildIfStale()) !== 0) finish('the build failed');
rmSync(results, { recursive: true, force: true });
mkdirSync(results, { recursive: true });
if (process.argv.includes('--long')) await unitTests(['--mode', 'long']);
else {
  await unitTests([]);
  await endToEndTests();
}
finish();

async function unitTests(options) {
  const file = `${results}/unit.json`;
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const status = await runTool('vitest', ['run', ...options, ...reporters]);
  const result = resultIn(file);
  if (result === null) return fail('vitest gave no result');
  const failed = result.numFailedTests;
  add(result.numPassedTests, failed, result.numPendingTests + result.numTodoTests);
  for (const { name, assertionResults, message } of result.testResults) {
    const failures = assertionResults.filter((each) => each.status === 'failed');
    for (const { fullName, failureMessages } of failures) tell('Failed', name, fullName, failureMessages[0]);
    if (failures.length === 0 && message) tell('Failed', name, 'the file', message);
  }
  // A file that does not even load, or an error outside of all tests.
  if (status !== 0 && failed === 0) fail('vitest failed outside of its tests');
}

async function endToEndTests() {
  // Only now: a fresh machine had no Playwright before.
  const { browser } = await import('./browser.mjs');
  if ((await browser()) === null) {
    console.log('Skipped: the end-to-end tests, because no Chromium is installed or to be had.');
    return add(0, 0, 1);
  }
  const file = `${results}/e2e.json`;
  const env = { PLAYWRIGHT_JSON_OUTPUT_FILE: file };
  const status = await runTool('playwright', ['test', '-c', 'e2e', '--reporter=list,json'], { env });
  const result = resultIn(file);
  if (result === null) return fail('Playwright gave no result');
  const { expected, flaky, unexpected, skipped } = result.stats;
  add(expected + flaky, unexpected, skipped);
  for (const { file: inFile, title, tests } of specsIn(result)) {
    for (const { status: end, results: tries } of tests) {
      if (end === 'unexpected') tell('Failed', inFile, title, tries[0]?.error?.message);
      if (end === 'flaky') tell('Passed at the second try', inFile, title, tries[0]?.error?.message);
    }
  }
  for (const reason of new Set(skipReasons(result))) console.log(`Skipped: ${reason}`);
  if (status !== 0 && unexpected === 0) fail('Playwright failed outside of its tests');
}

function skipReasons(result) {
  return specsIn(result)
    .flatMap((spec) => spec.tests.flatMap((test) => test.annotations))
    .filter(({ type, description }) => type === 'skip' && description)
    .map((each) => each.description);
}

function specsIn(suiteOrResult) {
  return [...(suiteOrResult.specs ?? []), ...(suiteOrResult.suites ?? []).flatMap(specsIn)];
}

/** One line for a test that failed, which `.ci/run` repeats at its end. */
function tell(what, file, title, message) {
  const reason = stripVTControlCharacters(message ?? '')
    .split('\n')
    .slice(0, 6)
    .join(' | ');
  const shown = isAbsolute(file) ? relative(fromRoot(), file) : file;
  console.log(`${what}: ${shown}: ${title}: ${reason.slice(0, 600)}`);
}

function resultIn(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}

function add(passed, failed, skipped) {
  total.passed += passed;
  total.failed += failed;
  total.skipped += skipped;
}

function fail(reason) {
  console.error(`Failed: ${reason}.`);
  add(0, 1, 0);
}

function finish(reason) {
  if (reason !== undefined) fail(reason);
  console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
  process.exit(total.failed === 0 ? 0 : 1);
}
