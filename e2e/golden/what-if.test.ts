import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { describe, expect, test } from 'vitest';
import {
  type AnalysedBundle,
  analyze,
  type Cause,
  compareCaptures,
  editedFile,
  type FlowKey,
  tryChanges,
  type WhatIf,
} from '../../core/index.ts';
import { sourcesOf } from '../../electron/cli/sources.ts';

/** Captures of a real kernel from before and after an edit; another folder can be named. */
const folder = process.env['NETOPSY_CAPTURES'] ?? join(import.meta.dirname, '../captures');
const pairs = readdirSync(folder)
  .filter((name) => ['before', 'after', 'truth.json'].every((each) => existsSync(join(folder, name, each))))
  .sort();

describe('a_capture_with_the_other_one_s_configuration_ends_as_the_other_one_did', () => {
  test.each(
    pairs.flatMap((name) => [[name, 'before', 'after'] as const, [name, 'after', 'before'] as const]),
  )('%s: %s as %s', async (name, from, to) => {
    const [own, other] = await Promise.all([from, to].map((side) => read(name, side)));
    const records = editedFile(other as AnalysedBundle);
    expect(records).not.toBeNull();
    const tried = tryChanges(own as AnalysedBundle, [
      { kind: 'file', host: null, path: to, records: records as NonNullable<typeof records> },
    ]);
    expect(tried).not.toHaveProperty('refused');
    const found = wrongAnswers(own as AnalysedBundle, other as AnalysedBundle, tried as WhatIf);
    if (process.env['WHAT_IF_SHOW'] !== undefined) console.log(`${name} ${from}`, found.summary);
    expect(found.wrong).toEqual([]);
  });
});

async function read(name: string, side: string): Promise<AnalysedBundle> {
  return analyze(await sourcesOf([join(folder, name, side)]));
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
