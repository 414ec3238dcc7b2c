import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { causeKinds } from '../explain/causes/index.ts';
import { dispositions } from '../model/journey.ts';
import { analysed, type DrawnFields, log } from '../testing/drawn-log.ts';
import { host } from '../testing/host.ts';
import { type Schema, violations } from '../testing/json-schema.ts';
import { rulesets, saved, simulate } from '../testing/simulated-kernel.ts';
import { analysisDocument } from './analysis-document.ts';
import { analysisText } from './analysis-text.ts';

function schema(name: string): Schema {
  return JSON.parse(readFileSync(join(import.meta.dirname, `schemas/${name}.schema.json`), 'utf8')) as Schema;
}
const analysisSchema = schema('analysis');
const packetSchema = schema('packet');

/** As another program reads it. */
function written(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

async function faults(files: Readonly<Record<string, string>>): Promise<string[]> {
  const { analysis, packets } = await analysed(files);
  return [
    ...violations(analysisSchema, written(await analysisDocument(analysis))),
    ...packets.flatMap((packet) => violations(packetSchema, written(packet))),
  ];
}

describe('the_documents_are_as_their_schemas_say', () => {
  test('for_any_ruleset_and_any_loss_of_lines', async () => {
    const stream = fc.infiniteStream(fc.integer({ min: 0, max: 5 }));
    await fc.assert(
      fc.asyncProperty(rulesets(true), stream, fc.boolean(), async (ruleset, numbers, withRuleset) => {
        const { steps } = simulate(
          ruleset,
          ['prerouting', 'forward', 'postrouting'],
          true,
          () => numbers.next().value > 2,
        );
        const lines = steps
          .map(({ place, hook }): [string, DrawnFields] => [
            place,
            hook === 'prerouting' ? { in: 'eth0' } : { in: 'eth0', out: 'eth1' },
          ])
          .filter(() => numbers.next().value > 0);
        const files = { 'kern.log': log(lines) };
        expect(await faults(withRuleset ? { ...files, 'save.txt': saved(ruleset) } : files)).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  test.each([
    ['nothing', {}],
    ['an_empty_file', { 'kern.log': '' }],
    ['a_file_of_something_else', { 'notes.txt': 'hello\nworld\n' }],
    ['icmp', { 'kern.log': log([['raw:PREROUTING:policy:1', { in: 'eth0', proto: 'PROTO=ICMP TYPE=8 CODE=0 ID=7 SEQ=1' }]]) }],
    ['a_time', { 'kern.log': `2026-11-21T06:36:49.123456+01:00 rtr kernel: ${log([['raw:PREROUTING:policy:1', { in: 'eth0' }]]).slice(15)}` }],
    ['a_cut_line', { 'kern.log': 'TRACE: raw:PREROUTING:rule:1 IN=eth0 OUT= SRC=10.' }],
  ])('for_%s', async (_name, files) => {
    expect(await faults(files as Record<string, string>)).toEqual([]);
  }); // prettier-ignore

  test('and_the_schemas_know_every_word_of_the_model', () => {
    const words = (document: Schema, name: string) => document.$defs?.['cause']?.properties?.[name]?.enum;
    for (const document of [analysisSchema, packetSchema])
      expect(words(document, 'kind')?.toSorted()).toEqual(causeKinds.toSorted());
    expect(packetSchema.properties?.['disposition']?.enum).toEqual(dispositions);
    expect(analysisSchema.properties?.['packets']?.properties?.['byDisposition']?.required).toEqual(
      dispositions,
    );
  });

  test('a_document_that_lacks_a_field_or_has_another_word_is_found', async () => {
    const { packets } = await host()
      .trace(['raw:PREROUTING:policy:1', { in: 'eth0' }])
      .analysed();
    const { first: _first, ...rest } = packets[0] ?? { first: null };
    expect(violations(packetSchema, written(rest))).toEqual(["/ must have required property 'first'"]);
    expect(violations(packetSchema, written({ ...packets[0], disposition: 'lost' }))).toHaveLength(1);
  });
});

test('the_text_shows_no_control_characters_of_the_bundle', async () => {
  const { analysis } = await host()
    .trace(['filter:\u001b[31mEVIL\u202e:rule:1', { in: 'eth0\u0007', out: 'eth1' }])
    .analysed();
  const isHidden = (char: string): boolean => /[\p{Cc}\p{Bidi_Control}]/u.test(char) && char !== '\n';
  expect([...analysisText(analysis)].filter(isHidden)).toEqual([]);
});
