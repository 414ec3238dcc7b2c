import type { WhatIf, WhatIfFlow } from '../model/what-if.ts';
import { english } from '../words/en/index.ts';
import type { Words } from '../words/words.ts';
import { reachLines } from './reach-comparison-text.ts';
import { printedLines } from './visible.ts';

/** How many flows of each part are shown. */
const mostShown = 50;

/** What changes would do, for a person at a terminal. Control characters of the bundle are replaced. */
export function whatIfText(tried: WhatIf, words: Words = english): string {
  const { whatIf } = words;
  const { changes, flows, notReplayable } = tried;
  const several = new Set([...changes, ...flows].map(({ host }) => host)).size > 1;
  const lines = [
    whatIf.found(tried),
    ...part(
      whatIf.sections.changes,
      changes.flatMap(({ id, host, command, edit }) => [
        `${id}. ${command}${several ? ` (${host})` : ''}`,
        `   ${whatIf.does(edit)}`,
      ]),
    ),
    ...flowPart(whatIf.sections.flows, flows.filter(({ open }) => open === null), words), // prettier-ignore
    ...flowPart(whatIf.sections.open, flows.filter(({ open }) => open !== null), words), // prettier-ignore
    ...reachLines(tried.reach, words),
    ...part(
      whatIf.sections.notReplayable,
      cut(
        notReplayable.map(({ flow, packets, why }) => [
          `${whatIf.flow(flow)} (${whatIf.packets(packets)}): ${whatIf.notReplayable({ why })}`,
        ]),
        words,
      ),
    ),
  ];
  return printedLines(lines);
}

function flowPart(heading: string, flows: readonly WhatIfFlow[], words: Words): readonly string[] {
  const { whatIf } = words;
  return part(
    heading,
    cut(
      flows.map((each) => [
        `${whatIf.flow(each.flow)} (${whatIf.packets(each.packets)})`,
        `  ${whatIf.captured(each)}`,
        `  ${whatIf.changed(each)}`,
        ...(each.open === null ? [] : [`  ${whatIf.open(each.open)}`]),
      ]),
      words,
    ),
  );
}

function cut(items: readonly (readonly string[])[], { whatIf }: Words): readonly string[] {
  const more = items.length - mostShown;
  return [...items.slice(0, mostShown).flat(), ...(more > 0 ? [whatIf.more(more)] : [])];
}

/** A heading and its lines; nothing where there are none. */
function part(heading: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', heading, ...lines.map((line) => `  ${line}`)];
}
