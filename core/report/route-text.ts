import { english } from '../words/en/index.ts';
import type { Words } from '../words/words.ts';
import type { RouteAnswer, RouteDocument } from './route-document.ts';
import { printedLines } from './visible.ts';

/** The routing decision for a person at a terminal. */
export function routeText(document: RouteDocument, words: Words = english): string {
  const { query, possible, missing } = document;
  const answers =
    possible.length > 0
      ? possible.flatMap((answer) => [
          '',
          ...answerLines(answer, words),
          ...answer.assumes.map((sentence) => `  ${words.simulation.assuming(sentence)}`),
        ])
      : ['', ...(document.outcome === null ? [words.route.unknown] : answerLines(document, words))];
  const ask = missing.map(({ what, command }) => `  ${command === '' ? what : `${command}: ${what}`}`);
  const asking = ask.length === 0 ? [] : ['', words.route.missing, ...ask];
  return printedLines([words.route.query(query), ...answers, ...asking]);
}

function answerLines(answer: RouteAnswer, words: Words): readonly string[] {
  const { rule, route, rpFilter } = answer;
  return [
    words.route.answer(answer),
    ...(rule === null ? [] : [`  rule ${rule.text}`]),
    ...(route === null || route.file === ''
      ? []
      : [`  route ${route.text.trim()} (${route.file}:${route.line})`]),
    ...(rpFilter === null ? [] : [`  rp_filter ${rpFilter.mode}: ${rpFilter.verdict}, ${rpFilter.reason}`]),
  ];
}
