import type { ForwardingEntry } from '../../model/witness.ts';
import { classifyLines } from '../text/classify-lines.ts';
import type { Format, Parsed, Sample } from '../format.ts';
import { mostLines } from '../text/recognise-lines.ts';

/**
 * Which port of a bridge leads to a station, as `bridge fdb` prints it (bridge(8)). `self` entries are the interface's
 * own and say nothing of the bridge; a `permanent` one with `master` is the port's own address.
 *
 *   52:54:00:58:95:9e dev vnet0 master br0 static
 *   52:54:00:3f:9c:2e dev vnet0 vlan 10 master br0 permanent
 */
export const bridgeFdb: Format<'bridge-fdb'> = {
  kind: 'bridge-fdb',
  madeBy: 'bridge fdb',
  recognises,
  begins: (line) => ownLine.test(line),
  parse,
};

const ownLine =
  /^(?:[0-9a-f]{2}:){5}[0-9a-f]{2} dev \S+ (?:.* )?(?:master|self|permanent|extern_learn|vlan)\b/;

const entry = /^((?:[0-9a-f]{2}:){5}[0-9a-f]{2}) dev (\S+)(?: (.*))?$/;

function recognises(sample: Sample): boolean {
  return mostLines(sample, (text) => entry.test(text.trimEnd()));
}

function parse(lines: readonly string[], file: string): Parsed {
  const items: ForwardingEntry[] = [];
  const account = classifyLines(lines, file, {
    read(text, at) {
      const [, mac, dev = '', rest = ''] = entry.exec(text.trimEnd()) ?? [];
      if (mac === undefined) return 'notOurs';
      const words = rest.split(' ');
      const bridge = words[words.indexOf('master') + 1];
      if (!words.includes('master') || bridge === undefined) return 'notModelled';
      items.push({ mac, dev, bridge, isOwn: words.includes('permanent'), at });
      return 'parsed';
    },
  });
  return { records: { kind: 'forwarding-entries', items }, ...account };
}
