import type { Fix, FixedDeadEnd } from '../model/fix.ts';
import { english } from '../words/en/index.ts';
import type { Words } from '../words/words.ts';
import { commandLine } from './fix-document.ts';
import { reachLines } from './reach-comparison-text.ts';
import { printedLines } from './visible.ts';

/** What would let dead packets pass, for a person at a terminal. Control characters of the bundle are replaced. */
export function fixText(deadEnds: readonly FixedDeadEnd[], words: Words = english): string {
  if (deadEnds.length === 0) return printedLines([words.fixes.noDeadEnd]);
  return printedLines(
    deadEnds.flatMap((end, index) => [...(index === 0 ? [] : ['']), ...deadEndLines(end, words)]),
  );
}

function deadEndLines(end: FixedDeadEnd, words: Words): readonly string[] {
  const { fixes } = words;
  return [
    fixes.deadEnd(end),
    ...(end.owner === null ? [] : [`  ${fixes.owner(end.owner)}`]),
    ...end.fixes.flatMap((fix, index) => fixLines(fix, index + 1, words)),
    ...(end.unfixable === null ? [] : [`  ${fixes.unfixable(end.unfixable)}`]),
  ];
}

function fixLines(fix: Fix, number: number, words: Words): readonly string[] {
  const { fixes } = words;
  const persist = fixes.persist(fix.persist);
  const reach = fix.reach === null ? [] : reachLines(fix.reach, words).filter((line) => line !== '');
  return [
    ...fix.commands.map((command, index) => `  ${index === 0 ? `${number}.` : '  '} ${commandLine(command)}`),
    `     ${fixes.why(fix)}`,
    `     ${fixes.effect(fix)} ${fixes.opens(fix)}`,
    ...(fix.certain ? [] : [`     ${fixes.doubt(fix)}`]),
    ...(persist === null ? [] : [`     ${persist}`]),
    ...reach.map((line) => `     ${line}`),
  ];
}
