import { expect, test } from 'vitest';
import { withoutWraps } from './without-wraps.ts';

const line =
  '[3185590.573121] TRACE: mangle:cali-PREROUTING:rule:3 IN=vxlan.calico OUT= MAC=66:cc:81:ea:65:a5:66:56:dd:c0:ab:2f:08:00 SRC=172.31.225.137 DST=172.24.61.31 LEN=88 TOS=0x00 PREC=0x00 TTL=63 ID=6647 DF PROTO=TCP SPT=60655 DPT=53 SEQ=58123 ACK=0 WINDOW=29200 RES=0x00 SYN URGP=0 OPT (020405B40402080A) MARK=0x40000';

test('a_blank_anywhere_in_a_word_of_the_packet_is_taken_out_or_the_line_stays', () => {
  const begins = line.indexOf(' SRC=');
  for (let at = begins + 1; at < line.length; at++) {
    const wrapped = `${line.slice(0, at)} ${line.slice(at)}`;
    const [mended = ''] = withoutWraps([wrapped]);
    const isSame = mended === wrapped;
    // Between two words it is a second blank, which does no harm.
    if (isSame) continue;
    expect(mended.replace(/ +/g, ' '), wrapped).toBe(line);
  }
});

test.each(['TT L=63', 'TTL=6 3', 'LEN= 88', 'PREC=0x 00', 'PR EC=0x00', 'SRC=172.31.2 25.137', 'SP T=60655'])(
  '%s',
  (wrapped) => {
    const text = line.replace(wrapped.replace(' ', ''), wrapped);
    expect(text).not.toBe(line);
    expect(withoutWraps([text])).toEqual([line]);
  },
);

test('what_is_no_wrap_stays_and_a_clean_list_is_the_same_list', () => {
  const lines = [
    line,
    `${line} and this is where it died`,
    'IN=eth0 foo OUT=',
    'IN=eth0 OUT=eth1 bar SRC=1.2.3.4',
  ];
  expect(withoutWraps(lines)).toBe(lines);
});
