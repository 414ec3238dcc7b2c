import { beforeAll, describe, expect, it } from 'vitest';
import { captureOf, kernelLog } from '../testing/capture.ts';
import type { Capture } from './capture.ts';
import { suggest } from './suggest.ts';

let capture: Capture;
beforeAll(async () => {
  capture = await captureOf({
    'kern.log': kernelLog([
      'nat:PREROUTING:policy:2 eth0 - 10.1.0.2>10.2.0.2 TCP 1000>80 1',
      'filter:FORWARD:policy:1 eth0 eth1 10.1.0.2>10.2.0.2 TCP 1000>80 1',
      'nat:PREROUTING:policy:2 eth0 - 10.1.0.3>10.2.0.2 TCP 2000>80 2',
      'filter:FORWARD:policy:1 eth0 eth1 10.1.0.3>10.2.0.2 TCP 2000>80 2',
      'nat:PREROUTING:policy:2 eth9 - 10.1.0.3>10.2.0.3 UDP 2000>53 3',
    ]),
  });
});

const at = (marked: string) => {
  const caret = marked.indexOf('|');
  const text = marked.replace('|', '');
  return suggest(text, caret, capture.values()).map(
    ({ insert, from, to, packets }) =>
      `${text.slice(0, from)}${insert}${text.slice(to)}${packets === null ? '' : ` ${packets}`}`,
  );
};

describe('the filter goes on with', () => {
  it.each<[string, string[]]>([
    ['src |', ['src 10.1.0.3 2', 'src 10.1.0.2 1']],
    ['src 10.1.0.2|', []],
    ['dst == 10.2|', ['dst == 10.2.0.2 2', 'dst == 10.2.0.3 1']],
    ['dead dport 8| tcp', ['dead dport 80 tcp 2']],
    ['in |', ['in eth0 2', 'in eth9 1']],
    ['chain FOR|', ['chain filter/FORWARD 2']],
    ['rule PRE|', ['rule nat/PREROUTING 3']],
    ['proto |', ['proto tcp 2', 'proto udp 1']],
    ['net 10.1.0.2|', []],
    ['(ip.src==10.1.0.3|)', []],
    ['|', []],
    ['tcp |', []],
    ['FORW|', ['forwarded', 'chain filter/FORWARD 2']],
    ['eth9|', ['in eth9 1']],
    ['flags sy|', ['flags syn']],
  ])('%s', (text, expected) => {
    expect(at(text)).toEqual(expected);
  });

  it('words_come_before_values_that_only_hold_the_letters', () => {
    expect(at('u|')[0]).toBe('udp 1');
    expect(at('dro|')[0]).toMatch(/^dropped/);
  });
});
