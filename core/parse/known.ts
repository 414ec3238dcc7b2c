import { diagnostic } from '../model/diagnostic.ts';
import { classifyLines } from './text/classify-lines.ts';
import type { Format, Parsed, Sample } from './format.ts';
import { sampleObjects } from './network/ip-json.ts';
import type { KnownOutput } from './known-outputs.ts';
import { knownOutputs } from './known-outputs.ts';
import { mostLines, tellingLines } from './text/recognise-lines.ts';

/**
 * Outputs that are known by sight (known-outputs.ts) and say nothing that this version uses. They are named to the user,
 * and no other format may take them for its own: `ip route get 10.9.1.1` prints what looks like a route.
 */
export const known: Format<'known'> = { kind: 'known', recognises, parse };

/** The output that the line is of, whatever stands around it; null for a line of any other. */
export function knownOutputOf(line: string): KnownOutput | null {
  if (line.length > longestLine) return null;
  return knownOutputs.find(({ firstLine }) => firstLine?.test(line) === true) ?? null;
}

function recognises(sample: Sample): boolean {
  return outputOf(sample) !== null;
}

function outputOf(sample: Sample): KnownOutput | null {
  const objects = sampleObjects(sample);
  if (objects.length > 0)
    return knownOutputs.find(({ object }) => object !== null && objects.every(object)) ?? null;
  const telling = tellingLines(sample);
  if (telling.some((text) => arptablesRule.test(text))) return arptables;
  const [first] = telling;
  if (first === undefined || first.length > longestLine) return null;
  return (
    knownOutputs.find(
      ({ firstLine, everyLine }) =>
        firstLine !== null &&
        firstLine.test(first) &&
        (!everyLine || mostLines(sample, (text) => text.length <= longestLine && firstLine.test(text))),
    ) ?? null
  );
}

/** Its chains look like those of iptables, its rules like no other's: `-j DROP -i lo --h-length 6 --opcode 1`. */
const arptables: KnownOutput = { command: 'arptables -L', firstLine: null, everyLine: false, object: null };
const arptablesRule = /^\s*-j \S+ (?:-[ios] |--).*(?:--(?:h-length|h-type|proto-type|opcode)\b|pcnt=\d)/;

/** Patterns are not tried on longer lines. */
const longestLine = 4096;

function parse(lines: readonly string[], file: string): Parsed {
  const account = classifyLines(lines, file, {
    read: (text) => (/^\s*#/.test(text) ? 'notOurs' : 'notModelled'),
    object: () => 'notModelled',
  });
  const output = outputOf({ path: file, lines: lines.slice(0, 400) });
  const about = output === null ? [] : [diagnostic('output-not-used', { command: output.command }, file)];
  return {
    records: { kind: 'none', items: [] },
    ...account,
    diagnostics: [...about, ...account.diagnostics],
  };
}
