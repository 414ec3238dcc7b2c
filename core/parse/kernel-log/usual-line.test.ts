import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ByteInterner } from './interner.ts';
import type { TraceFields } from './trace-columns.ts';
import { readFields } from './trace-line.ts';
import { UsualLine } from './usual-line.ts';

/** Both readers on one line; names as texts, so that they compare. */
function both(text: string) {
  const bytes = new TextEncoder().encode(text);
  const read = (reader: (names: ByteInterner, fields: TraceFields) => boolean) => {
    const names = new ByteInterner(['']);
    const fields = {} as TraceFields;
    return { understood: reader(names, fields), fields, names: names.texts };
  };
  return {
    usual: read((names, fields) =>
      new UsualLine(names).read(bytes, new DataView(bytes.buffer), 1, bytes.length, fields),
    ),
    general: read((names, fields) => readFields(bytes, 1, bytes.length, names, fields)),
  };
}

const link = fc.constantFrom(
  ' IN=eth0 OUT=',
  ' IN= OUT=eth1',
  ' IN=br0 OUT=br0 PHYSIN=v1 PHYSOUT=v2',
  ' IN=eth0 OUT= MAC=52:54:00:a7:40:88:52:54:00:84:3d:00:08:00',
  ' IN=eth0 OUT= MAC=45',
);
const address = fc.constantFrom(
  ' SRC=10.1.0.2 DST=10.2.0.2',
  ' SRC=xxx.xxx.xxx.113 DST=10.2.0.2',
  ' SRC=::1 DST=::2',
);
const ip = fc.constantFrom(
  ' LEN=60 TOS=0x10 PREC=0xA0 TTL=64 ID=4131 DF',
  ' LEN=60 TOS=0x00 PREC=0x00 TTL=64 ID=0',
  ' LEN=60 TOS=0x00 PREC=0x00 TTL=64 ID=9 MF FRAG:185',
  ' LEN=80 TC=0 HOPLIMIT=64 FLOWLBL=0',
);
const proto = fc.constantFrom(
  ' PROTO=TCP SPT=41001 DPT=80 SEQ=2007418953 ACK=9 WINDOW=64240 RES=0x00 CWR ACK SYN URGP=0',
  ' PROTO=TCP SPT=1 DPT=2 SEQ=4294967295 ACK=0 WINDOW=0 RES=0x00 URGP=0',
  ' PROTO=UDP SPT=53 DPT=5000 LEN=40',
  ' PROTO=ICMP TYPE=8 CODE=0 ID=77 SEQ=3',
  ' PROTO=TCP SPT=1 DPT=2',
);
const rest = fc.constantFrom(
  '',
  ' ',
  ' OPT (0204) ',
  ' OPT (0101080A1F2E3D4C5B6A7988) UID=0 GID=0 MARK=0x1f ',
  ' MARK=0xffffffff',
  ' UID=1000 GID=1000 ',
);
const whole = fc.tuple(link, address, ip, proto, rest).map((parts) => parts.join('')); // prettier-ignore
/** A piece of it is gone, doubled, or other bytes. */
const damaged = fc
  .tuple(
    whole,
    fc.nat(),
    fc.nat({ max: 6 }),
    fc.constantFrom('', ' ', '0', 'F', '=', '(', '[', ')', 'DF', ' LEN=5', 'é'),
  )
  .map(([text, at, length, other]) => {
    const from = at % text.length;
    return text.slice(0, from) + other + text.slice(from + length);
  });

test('a_line_that_the_quick_reader_understands_says_the_same_to_the_general_one', () => {
  let understood = 0;
  fc.assert(
    fc.property(fc.oneof(whole, damaged), (text) => {
      const { usual, general } = both(text);
      if (!usual.understood) return;
      understood++;
      expect(general).toEqual(usual);
    }),
    { numRuns: 3000 },
  );
  expect(understood).toBeGreaterThan(300);
});

test('what_the_general_reader_interns_of_a_line_is_the_same_after_the_quick_one_gave_up', () => {
  fc.assert(
    fc.property(fc.oneof(whole, damaged), (text) => {
      const { usual, general } = both(text);
      expect(general.names.slice(0, usual.names.length)).toEqual(usual.names);
    }),
    { numRuns: 2000 },
  );
});
