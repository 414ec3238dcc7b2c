import type { XfrmPolicy } from '../../model/witness.ts';
import { classifyLines } from '../text/classify-lines.ts';
import type { Format, Parsed, Sample } from '../format.ts';
import { tellingLines } from '../text/recognise-lines.ts';
import { addressFamily } from '../text/ip-text.ts';

/**
 * The IPsec policies that `ip xfrm policy` prints (ip-xfrm(8)). A template is a security association that a packet must
 * go, or must have come, through.
 *
 *   src 10.60.3.0/24 dst 10.215.1.0/24 proto udp dport 53
 *           dir fwd action block priority 200 ptype main
 *           tmpl src 10.215.2.2 dst 10.215.2.1
 *                   proto esp reqid 16 mode tunnel
 */
export const xfrmPolicy: Format<'xfrm-policy'> = {
  kind: 'xfrm-policy',
  madeBy: 'ip xfrm policy',
  recognises,
  begins: (line) => ownLine.test(line),
  parse,
};

/** With lengths: `src 192.0.2.1 dst 192.0.2.2` is a state, whose keys are secret. */
const ownLine = /^src \S+\/\d+ dst \S+\/\d+/;

const selector = /^src (\S+) dst (\S+)(?: uid \d+)?(.*)$/s;
const direction = /^\s+dir (in|out|fwd)\b(.*)$/;

function recognises(sample: Sample): boolean {
  const lines = tellingLines(sample);
  return lines.some((text) => selector.test(text)) && lines.some((text) => direction.test(text));
}

type OpenPolicy = { -readonly [Field in keyof XfrmPolicy]: XfrmPolicy[Field] };

function parse(lines: readonly string[], file: string): Parsed {
  const items: OpenPolicy[] = [];
  let open: OpenPolicy | null = null;
  const account = classifyLines(lines, file, {
    read(text, at) {
      const begins = selector.exec(text);
      if (begins !== null) {
        open = begun(begins, at);
        return open === null ? { malformed: { kind: 'addresses' } } : 'parsed';
      }
      if (open === null) return 'notOurs';
      const toward = direction.exec(text);
      if (toward !== null) {
        open.direction = toward[1] as XfrmPolicy['direction'];
        open.action = wordAfter(toward[2] ?? '', 'action') === 'block' ? 'block' : 'allow';
        open.priority = Number(wordAfter(toward[2] ?? '', 'priority') ?? 0);
        items.push(open);
        return 'parsed';
      }
      if (/^\s+tmpl\s/.test(text)) {
        open.templates++;
        return 'parsed';
      }
      if (/^\s+level use\b/.test(text) || /\blevel use\b/.test(text)) open.templates--;
      return /^\s/.test(text) ? 'notModelled' : 'notOurs';
    },
  });
  return { records: { kind: 'xfrm-policies', items }, ...account };
}

function begun([, src = '', dst = '', rest = '']: RegExpExecArray, at: XfrmPolicy['at']): OpenPolicy | null {
  const family = addressFamily(src.split('/')[0] ?? '');
  if (family === null) return null;
  const port = (name: string): number | null => {
    const value = wordAfter(rest, name);
    return value === null || !/^\d+$/.test(value) ? null : Number(value);
  };
  return {
    family,
    src,
    dst,
    protocol: wordAfter(rest, 'proto'),
    sport: port('sport'),
    dport: port('dport'),
    dev: wordAfter(rest, 'dev'),
    direction: 'out',
    action: 'allow',
    priority: 0,
    templates: 0,
    at,
  };
}

function wordAfter(text: string, name: string): string | null {
  const words = text.trim().split(/\s+/);
  const index = words.indexOf(name);
  return index < 0 ? null : (words[index + 1] ?? null);
}
