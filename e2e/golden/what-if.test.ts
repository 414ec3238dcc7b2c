import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { describe, expect, test } from 'vitest';
import {
  type AnalysedBundle,
  analyze,
  type Cause,
  compareCaptures,
  changedCapture,
  type FlowKey,
  isRefusedChange,
  readEditedFile,
  tryOut,
  typedLines,
  type WhatIf,
  whatTrialShows,
} from '../../core/index.ts';
import { sourcesOf } from '../../electron/cli/sources.ts';
import { integrityFaults } from './integrity.ts';

/** Captures of a real kernel from before and after an edit; another folder can be named. */
const folder = process.env['NETOPSY_CAPTURES'] ?? join(import.meta.dirname, '../captures');
const pairs = readdirSync(folder)
  .filter((name) => ['before', 'after', 'truth.json'].every((each) => existsSync(join(folder, name, each))))
  .sort();

describe('a_capture_with_the_other_one_s_configuration_ends_as_the_other_one_did', () => {
  test.each(
    pairs.flatMap((name) => [[name, 'before', 'after'] as const, [name, 'after', 'before'] as const]),
  )('%s: %s as %s', async (name, from, to) => {
    const own = await read(name, from);
    const records = await readEditedFile(await sourcesOf([join(folder, name, to)]));
    if (records === null) throw new Error('The other capture describes no host.');
    const trial = tryOut(own, [{ kind: 'file', host: null, path: to, records }]);
    if (isRefusedChange(trial)) throw new Error(JSON.stringify(trial.refused));
    const tried = whatTrialShows(trial);
    const found = wrongAnswers(own, await read(name, to), tried);
    if (process.env['WHAT_IF_SHOW'] !== undefined) console.log(`${name} ${from}`, found.summary);
    expect(found.wrong).toEqual([]);

    const { before, after } = changedCapture(own, trial, typedLines(trial));
    // Steps of walks are no lines of a log.
    const faults = (await integrityFaults(after)).filter((fault) => !fault.includes('were parsed'));
    expect(faults, 'what the changes come to is a capture like any other').toEqual([]);
    expect(changedFlows(before, after)).toEqual(foretold(tried));
  });
});

async function read(name: string, side: string): Promise<AnalysedBundle> {
  return analyze(await sourcesOf([join(folder, name, side)]));
}

/** The flows that end otherwise in the capture that the changes come to. */
function changedFlows(before: AnalysedBundle, after: AnalysedBundle) {
  return compareCaptures(before, after)
    .flows.filter(({ changed }) => changed)
    .map(({ flow, after: end }) => `${keyOf(flow)}: ${end?.disposition}`)
    .toSorted();
}

/** The same of what was foretold: only what is certain is a change. */
function foretold({ flows }: WhatIf) {
  const certain = flows.filter(({ open, diverted }) => open === null && !diverted);
  return [
    ...new Set(certain.map(({ flow, changed }) => `${keyOf(flow)}: ${changed.disposition}`)),
  ].toSorted();
}

/** What both captures have of one flow, beside what was foretold for it. */
function wrongAnswers(own: AnalysedBundle, other: AnalysedBundle, { flows, notReplayable }: WhatIf) {
  const wrong: string[] = [];
  const summary = { certain: 0, open: 0, unchanged: 0, unproven: notReplayable.length, silent: 0 };
  for (const { flow, before, after, changed } of compareCaptures(own, other).flows) {
    if (before === null || after === null) continue;
    const id = keyOf(flow);
    const rows = flows.filter((each) => keyOf(each.flow) === id);
    const isUnproven = notReplayable.some((each) => keyOf(each.flow) === id);
    const really = endText(after.disposition, after.cause);
    const foretold = rows.filter(({ open }) => open === null);
    const isKnown = (disposition: string): boolean =>
      (after.byDisposition[disposition as 'dropped'] ?? 0) > 0;
    summary.certain += foretold.length > 0 ? 1 : 0;
    summary.open += rows.some(({ open }) => open !== null) ? 1 : 0;
    summary.unproven += isUnproven ? 1 : 0;
    for (const { changed: end } of foretold)
      if (
        !isKnown(end.disposition) ||
        (Object.keys(after.byDisposition).length === 1 && endText(end.disposition, end.cause) !== really)
      )
        wrong.push(`${id}: foretold ${endText(end.disposition, end.cause)}, really ${really}`);
    if (rows.length > 0 || isUnproven) continue;
    summary.unchanged++;
    if (changed)
      wrong.push(`${id}: said to stay ${endText(before.disposition, before.cause)}, really ${really}`);
  }
  return { wrong, summary };
}

function keyOf({ protocol, src, dst, dport, sport, icmpType, inInterface }: FlowKey): string {
  return `${protocol} ${src}:${sport} > ${dst}:${dport} type ${icmpType} in ${inInterface}`;
}

/** A program that listens or not is no matter of the host's configuration. */
function endText(disposition: string, cause: Pick<Cause, 'kind' | 'table' | 'chain'> | null): string {
  if (disposition === 'delivered' || cause === null) return disposition;
  const kind = cause.kind === 'conntrack-invalid-rule' ? 'rule' : cause.kind;
  return `${disposition} ${kind}${cause.table === null ? '' : ` ${cause.table}/${cause.chain}`}`;
}
