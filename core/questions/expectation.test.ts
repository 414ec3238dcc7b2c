import { describe, expect, it } from 'vitest';
import { english } from '../words/en/index.ts';
import { analysed, log, packet, stamped } from '../testing/drawn-log.ts';
import { checkExpectation } from './expectation.ts';
import { readExpectation } from './read-expectation.ts';

const ruleset =
  '*filter\n:INPUT ACCEPT [0:0]\n:FORWARD DROP [0:0]\n-A FORWARD -p tcp --dport 80 -j ACCEPT\nCOMMIT\n';
const way = { in: 'eth0', out: 'eth1' };

async function answerOf(files: Readonly<Record<string, string>>, text: string): Promise<string> {
  const expectation = readExpectation(text);
  if ('wrong' in expectation) throw new Error(`can't be read: ${expectation.wrong}`);
  return checkExpectation((await analysed(files)).analysis, expectation).kind;
}

/** One packet that rule 1 lets pass, one to port 22 that the policy drops. */
const capture = {
  'iptables-save.txt': ruleset,
  'kern.log': log([
    ['filter:FORWARD:rule:1', { ...way, id: 1 }],
    [
      'filter:FORWARD:policy:2',
      { ...way, id: 2, proto: 'PROTO=TCP SPT=41002 DPT=22 SEQ=9 ACK=0 WINDOW=64240 RES=0x00 SYN URGP=0' },
    ],
    ['filter:FORWARD:rule:1', { ...way, id: 3, src: '10.1.0.9' }],
    ['nat:POSTROUTING:policy:1', { out: 'eth1', id: 3, src: '10.1.0.9' }],
  ]),
};

describe('an_expectation', () => {
  it.each([
    ['tcp 10.1.0.2 > 10.2.0.2:22 dropped', 'holds'],
    ['tcp 10.1.0.0/24 > any:22 dropped policy', 'holds'],
    ['TCP any>10.2.0.2:22 Dropped', 'holds'],
    ['tcp 10.1.0.2 > 10.2.0.2:22 dropped rule', 'contradicted'],
    ['tcp 10.1.0.2 > 10.2.0.2:22 forwarded', 'contradicted'],
    ['any any > any rejected', 'contradicted'],
    ['udp 10.1.0.2 > 10.2.0.2:22 dropped', 'no-packet'],
    ['tcp 10.1.0.2 > 10.2.0.2:443 forwarded', 'no-packet'],
    ['tcp 10.1.0.2:41002 > any dropped', 'holds'],
    ['tcp any > [2001:db8::/32]:22 dropped', 'no-packet'],
  ])('%s: %s', async (text, kind) => {
    expect(await answerOf(capture, text)).toBe(kind);
  });

  it('is_not_shown_by_a_packet_whose_end_the_log_lacks', async () => {
    const files = { 'kern.log': stamped([`TRACE: raw:PREROUTING:policy:2 ${packet({ in: 'eth0' })}`]) };
    expect(await answerOf(files, 'tcp any > any:80 forwarded')).toBe('not-shown');
    expect(await answerOf(files, 'tcp any > any:80 dropped')).toBe('not-shown');
    expect(await answerOf(files, 'tcp any > any:80 unknown')).toBe('holds');
  });
});

describe('what_says_nothing_is_refused_with_the_word_that_is_wrong', () => {
  it.each([
    ['tcp 10.1.0.2 > 10.2.0.2:22', 'shape'],
    ['tcp 10.1.0.2 10.2.0.2 dropped', 'shape'],
    ['tcp 10.1.0.2 > 10.2.0.2 > 10.3.0.2 dropped', 'shape'],
    ['tcp 10.1.0.2 > 10.2.0.2 dropped by policy', 'shape'],
    ['tpc 10.1.0.2 > 10.2.0.2 dropped', 'protocol'],
    ['tcp 10.1.0.300 > 10.2.0.2 dropped', 'address'],
    ['tcp any > 10.2.0.2:99999 dropped', 'port'],
    ['tcp any > 10.2.0.2: dropped', 'port'],
    ['tcp 10.1.0.2 > 2001:db8::1 dropped', 'families'],
    ['icmp 10.1.0.2 > 10.2.0.2:8 dropped', 'no-ports'],
    ['tcp any > any lost', 'disposition'],
    ['tcp any > any dropped polcy', 'cause'],
  ])('%s: %s', (text, wrong) => {
    const read = readExpectation(text);
    expect(read).toMatchObject({ wrong });
    if ('wrong' in read) expect(english.expectations.mistake('expect', text, read)).toMatch(/^--expect '/);
  });
});
