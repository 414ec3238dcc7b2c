import type { LineRef } from '../../model/evidence.ts';
import { classifyLines } from '../text/classify-lines.ts';
import type { LineFate } from '../text/classify-lines.ts';
import type { Format, Parsed, Sample } from '../format.ts';
import { hasMembers, printedNextHopObject, sampleObjects } from './ip-json.ts';
import { mostLines } from '../text/recognise-lines.ts';

/**
 * The nexthop objects that `ip nexthop` prints (ip-nexthop(8)):
 *
 *   id 7 via 10.1.0.2 dev eth0 scope link
 *   id 9 group 7/8,3
 *   id 10 blackhole
 *
 * A route that names one (`nhid 7`) is printed with the way of its object, so they tell nothing that the routes don't.
 */
export const ipNexthop: Format<'ip-nexthop'> = {
  kind: 'ip-nexthop',
  madeBy: 'ip nexthop',
  recognises,
  begins: (line) => ownLine.test(line),
  parse,
};

const ownLine = /^\s*id \d+ (?:via|dev|group|blackhole|encap|fdb)\b/;

const line = /^id \d+ (?:.*\s)?(?:via|dev|group|blackhole|encap|fdb|scope)\b/;

function recognises(sample: Sample): boolean {
  const [object] = sampleObjects(sample);
  if (object) return isNextHop(printedNextHopObject(object)) && !hasMembers(object, 'dst');
  return mostLines(sample, isNextHop);
}

function isNextHop(text: string): boolean {
  return line.test(text);
}

function parse(lines: readonly string[], file: string): Parsed {
  const read = (text: string, _: LineRef): LineFate => {
    if (isNextHop(text)) return 'notModelled';
    return /^\s*[#=]/.test(text) ? 'notOurs' : { malformed: { kind: 'nexthop' } };
  };
  const account = classifyLines(lines, file, {
    read,
    object: (object, at) => read(printedNextHopObject(object), at),
  });
  return { records: { kind: 'none', items: [] }, ...account };
}
