import { describe, expect, test } from 'vitest';
import { wording } from './wording-template.ts';
import { Captures, fieldsOf, isWorded } from './wording.ts';

/** What a wording finds in a text; null where the text is worded otherwise. */
function find(template: string, text: string) {
  const bytes = new TextEncoder().encode(text);
  const captures = new Captures();
  const worded = wording(template, { meaning: 'loss', fixed: {} });
  return isWorded(worded, bytes, 0, bytes.length, captures) ? fieldsOf(worded, bytes, captures) : null;
}

describe('a_wording', () => {
  test.each([
    ['on dev <interface>', 'on dev eth0', { interface: 'eth0' }],
    ['on dev <interface>', 'on dev eth0 ', null],
    ['on dev <interface>*', 'on dev eth0 and so on', { interface: 'eth0' }],
    ['{IPv4: |}on dev <interface>', 'IPv4: on dev eth0', { interface: 'eth0' }],
    ['from {[<src>]|<src>}:<sport>', 'from [2001:db8::1]:80', { src: '2001:db8::1', sport: 80 }],
    ['from {[<src>]|<src>}:<sport>', 'from 10.1.0.2:80', { src: '10.1.0.2', sport: 80 }],
    ['from {[<src>]|<src>}:<sport>', 'from [10.1.0.2:80', null],
    ['<bridge>: port <:port>(<interface>)', 'br0: port 12(veth:1)', { bridge: 'br0', interface: 'veth:1' }],
    ['<reason={up|down}>', 'down', { reason: 'down' }],
    ['<reason={up|down}>', 'downs', null],
    ['<protocol={TCP|UDP}> <dport>', 'UDP 53', { protocol: 'udp', dport: 53 }],
    ['at <limit>', 'at 12345678901', null],
    ['on <interface>', 'on a-name-with-more-than-fifteen', null],
    ['on <interface>', 'on büro0', { interface: 'büro0' }],
  ])('%s: %s', (template, text, fields) => {
    expect(find(template, text)).toEqual(fields);
  });

  test.each(['<nothing>', '<reason>', '{a|b', 'a}<interface', '<interface'])(
    'that_makes_no_sense_is_refused: %s',
    (template) => {
      expect(() => find(template, '')).toThrow();
    },
  );
});
