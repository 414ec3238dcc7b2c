import { expect, it } from 'vitest';
import type { Answer, Branches, OpenQuestion } from './branches.ts';
import { everyCase } from './branches.ts';

const coin = (name: string): OpenQuestion => ({ fact: { kind: 'vrf', dev: name }, command: '' });
const sides: readonly Answer<string>[] = [
  { value: 'h', premise: { kind: 'aggregate', joined: true } },
  { value: 't', premise: { kind: 'aggregate', joined: false } },
];

it('what_asks_nothing_runs_once_and_is_certain', () => {
  expect(everyCase(() => 1)).toEqual([{ result: 1, assumptions: [], presumptions: [], evidence: [] }]);
});

it('every_combination_of_answers_is_tried_once', () => {
  const cases = everyCase(({ assume }) => assume(coin('a'), sides) + assume(coin('b'), sides));
  expect(cases?.map(({ result }) => result)).toEqual(['hh', 'ht', 'th', 'tt']);
});

it('a_question_that_comes_again_has_the_same_answer', () => {
  const cases = everyCase(({ assume }) => assume(coin('a'), sides) + assume(coin('a'), sides));
  expect(cases?.map(({ result }) => result)).toEqual(['hh', 'tt']);
});

it('a_question_that_only_one_answer_leads_to_is_asked_there_only', () => {
  const walk = ({ assume }: Branches): string =>
    assume(coin('a'), sides) === 'h' ? 'h' : `t${assume(coin('b'), sides)}`;
  expect(everyCase(walk)?.map(({ result, assumptions }) => [result, assumptions.length])).toEqual([
    ['h', 1],
    ['th', 2],
    ['tt', 2],
  ]);
});

it('too_many_cases_are_no_answer', () => {
  expect(
    everyCase(({ assume }) => Array.from({ length: 9 }, (_, i) => assume(coin(`${i}`), sides))),
  ).toBeNull();
});

it('a_line_is_cited_once', () => {
  const line = { file: 'a', line: 1, text: 'x' };
  const cases = everyCase(({ cite }) => {
    cite(line);
    cite({ ...line });
  });
  expect(cases?.[0]?.evidence).toEqual([line]);
});
