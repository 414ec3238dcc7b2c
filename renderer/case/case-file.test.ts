import { Ajv } from 'ajv';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { writeCase, type CaseCapture, type CaseFile } from './case-file.ts';
import schema from './case.schema.json' with { type: 'json' };
import { compareEvidence } from './compare-evidence.ts';
import { longestNote } from './note.ts';
import { readCase } from './read-case.ts';

const sum = (digit: string) => digit.repeat(64);
const capture: CaseCapture = {
  name: 'customer-4711.tar.xz',
  files: [{ path: 'var/kern.log', bytes: 3, sha256: sum('a') }],
  filter: 'dst 10.96/16 dead',
  packet: { file: 'kern.log', line: 7 },
  line: null,
  tab: 'notes',
  host: 'rtr',
  words: 'First line\nsecond line',
  notes: [
    { on: { kind: 'packet', file: 'kern.log', line: 7 }, text: 'the first one', marked: true },
    { on: { kind: 'rule', filter: 'rule filter/FORWARD 3' }, text: '', marked: true },
  ],
};
const file: CaseFile = { saved: '2026-11-21T08:00:00.000Z', front: 0, captures: [capture] };

test('what_was_written_is_read_again_and_fits_the_schema', () => {
  const text = writeCase(file);
  expect(readCase(text)).toEqual(file);
  const isCase = new Ajv({ strict: true }).compile(schema);
  expect(isCase(JSON.parse(text)), JSON.stringify(isCase.errors)).toBe(true);
});

test('any_json_is_a_case_or_none_and_what_is_read_can_be_written', () => {
  const hostile = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 5 },
      fc.jsonValue(),
      fc.constantFrom('packet', 'rule', sum('0'), -1, 1e300, '__proto__'),
      fc.record(
        { schema: fc.constant('netopsy/case/1'), captures: fc.array(tie('value'), { maxLength: 3 }) },
        { requiredKeys: ['schema'] },
      ),
      fc.record(
        {
          files: fc.array(
            fc.record({ path: fc.string(), bytes: fc.nat(), sha256: fc.constantFrom(sum('b'), 'b') }),
          ),
          notes: fc.array(fc.record({ on: tie('value'), text: tie('value') })),
          packet: tie('value'),
          filter: tie('value'),
        },
        { requiredKeys: ['files'] },
      ),
      fc.record({ kind: tie('value'), file: tie('value'), line: tie('value'), filter: tie('value') }),
    ),
  }));
  fc.assert(
    fc.property(hostile.value, (value) => {
      const read = readCase(JSON.stringify(value) ?? '');
      if (read !== null) expect(readCase(writeCase(read))).toEqual(read);
    }),
  );
});

test('texts_are_cut_and_every_character_of_them_is_seen', () => {
  const note = {
    on: { kind: 'line', file: 'a', line: 1 },
    text: `\u202egnp.exe${'x'.repeat(50_000)}`,
    marked: 1,
  };
  const evil = {
    ...capture,
    filter: 'a\u0000b',
    notes: [note, { on: { kind: 'line', file: 'a', line: 0 } }, 7],
  };
  const read = readCase(JSON.stringify({ schema: 'netopsy/case/1', front: 99, captures: [evil] }));
  const [only] = read?.captures ?? [];
  expect(read?.front).toBe(0);
  expect(only?.filter).not.toContain('\u0000');
  expect(only?.notes).toHaveLength(1);
  expect(only?.notes[0]?.text).not.toContain('\u202e');
  expect(only?.notes[0]?.text.length).toBeLessThan(longestNote + 100);
  expect(only?.notes[0]?.marked).toBe(false);
});

test('evidence_is_known_by_its_content_and_told_by_name_where_it_differs', () => {
  const named = (path: string, digit: string) => ({ path, bytes: 1, sha256: sum(digit) });
  const wanted = [named('kern.log', '1'), named('ip-rule.txt', '2'), named('sysctl.txt', '3')];
  expect(
    compareEvidence(wanted, [
      named('x/kern-renamed.log', '1'),
      named('x/ip-rule.txt', '9'),
      named('y.txt', '4'),
    ]),
  ).toEqual([
    { path: 'kern.log', is: 'same' },
    { path: 'ip-rule.txt', is: 'different' },
    { path: 'sysctl.txt', is: 'missing' },
    { path: 'y.txt', is: 'besides' },
  ]);
  expect(compareEvidence(wanted, wanted).every(({ is }) => is === 'same')).toBe(true);
});
