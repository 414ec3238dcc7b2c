import type { BridgePort } from '../../model/witness.ts';
import { classifyLines } from '../text/classify-lines.ts';
import type { Format, Parsed, Sample } from '../format.ts';
import { tellingLines } from '../text/recognise-lines.ts';

/**
 * The ports of bridges that `bridge [-d] link` prints (bridge(8)); the flags only with -d:
 *
 *   3: vnet0@br0: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 master br0 state forwarding priority 32 cost 2
 *       hairpin off guard off root_block off fastleave off learning off flood on mcast_flood on isolated on locked off
 */
export const bridgeLink: Format<'bridge-link'> = {
  kind: 'bridge-link',
  madeBy: 'bridge -d link',
  recognises,
  begins: (line) => heading.test(line),
  parse,
};

const heading = /^\d+: ([^\s@:]+)(?:@\S+)?: <[^>]*> mtu \d+ master (\S+) state (\w+) priority \d+ cost \d+/;

function recognises(sample: Sample): boolean {
  const [first] = tellingLines(sample);
  return first !== undefined && heading.test(first);
}

type OpenPort = { -readonly [Field in keyof BridgePort]: BridgePort[Field] };

function parse(lines: readonly string[], file: string): Parsed {
  const items: OpenPort[] = [];
  const account = classifyLines(lines, file, {
    read(text, at) {
      const named = heading.exec(text);
      if (named !== null) {
        const [, dev = '', bridge = '', state = ''] = named;
        items.push({ dev, bridge, state, hairpin: null, flood: null, isolated: null, locked: null, at });
        return 'parsed';
      }
      const port = items.at(-1);
      if (port === undefined || !/^\s/.test(text)) return 'notOurs';
      return setFlags(port, text.trim().split(/\s+/)) ? 'parsed' : 'notModelled';
    },
  });
  return { records: { kind: 'bridge-ports', items }, ...account };
}

function setFlags(port: OpenPort, words: readonly string[]): boolean {
  let isAny = false;
  for (const name of ['hairpin', 'flood', 'isolated', 'locked'] as const) {
    const value = words[words.indexOf(name) + 1];
    if (!words.includes(name) || (value !== 'on' && value !== 'off')) continue;
    port[name] = value === 'on';
    isAny = true;
  }
  return isAny;
}
