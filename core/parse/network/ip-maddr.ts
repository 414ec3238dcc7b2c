import type { GroupMembership } from '../../model/witness.ts';
import { classifyLines } from '../text/classify-lines.ts';
import type { Format, Parsed, Sample } from '../format.ts';
import { tellingLines } from '../text/recognise-lines.ts';
import { addressFamily } from '../text/ip-text.ts';

/**
 * The multicast groups that the host is a member of, as `ip maddr` prints them (ip-maddress(8)); `link` lines are the
 * addresses that the interface's filter lets in.
 *
 *   2:      eth0
 *           link  01:00:5e:00:00:01
 *           inet  224.0.0.1
 *           inet6 ff02::1 users 2
 */
export const ipMaddr: Format<'ip-maddr'> = {
  kind: 'ip-maddr',
  madeBy: 'ip maddr',
  recognises,
  begins: (line) => /^\d+:\t\S+\s*$/.test(line),
  parse,
};

const heading = /^\d+:\s+(\S+)\s*$/;
const member = /^\s+inet6?\s+(\S+)(?:\s+users \d+)?\s*$/;

function recognises(sample: Sample): boolean {
  const lines = tellingLines(sample);
  return lines[0] !== undefined && heading.test(lines[0]) && lines.some((text) => member.test(text));
}

function parse(lines: readonly string[], file: string): Parsed {
  const items: GroupMembership[] = [];
  let dev: string | null = null;
  const account = classifyLines(lines, file, {
    read(text, at) {
      const named = heading.exec(text)?.[1];
      if (named !== undefined) {
        dev = named;
        return 'parsed';
      }
      const group = member.exec(text)?.[1];
      if (group !== undefined && dev !== null && addressFamily(group) !== null) {
        items.push({ dev, group, at });
        return 'parsed';
      }
      return /^\s+link\s/.test(text) ? 'notModelled' : 'notOurs';
    },
  });
  return { records: { kind: 'memberships', items }, ...account };
}
