import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { analyze } from '../../../analyze.ts';
import { sourceInMemory } from '../../../open/source-in-memory.ts';
import { mendedLines } from './damaged-line.ts';

const fields = (protocol: string) =>
  `IN=eth0 OUT=eth1 MAC=52:54:00:a7:40:88:52:54:00:84:3d:00:08:00 SRC=10.1.0.2 DST=10.2.0.2 LEN=60 TOS=0x00 PREC=0x00 TTL=63 ID=4131 DF ${protocol}`;
const tcp = fields('PROTO=TCP SPT=41001 DPT=80 SEQ=2007418953 ACK=0 WINDOW=64240 RES=0x00 SYN URGP=0');
const icmp = fields('PROTO=ICMP TYPE=8 CODE=0 ID=28976 SEQ=1');
const line = (place: string, rest: string) => `[  420.080676] TRACE: ${place} ${rest}`;
const way = [
  'raw:PREROUTING:policy:1',
  'mangle:FORWARD:policy:1',
  'filter:FORWARD:rule:2',
  'filter:FORWARD:policy:3',
];

const read = async (text: string) => {
  const analysis = await analyze([sourceInMemory('kern.log', text)]);
  return { events: analysis.events.count, packets: analysis.journeys.count, artifact: analysis.artifacts[0] };
};

describe('line ends that were lost', () => {
  test.each([
    ['a blank', ' '],
    ['nothing', ''],
    ['two blanks', '  '],
  ])('with %s in their place', async (_, between) => {
    const lines = way.map((place) => line(place, tcp));
    expect(await read(`${lines.join(between)}\n`)).toMatchObject({ events: 4, packets: 1 });
    const [first = '', ...others] = lines;
    expect(
      await read(`${first}\n${others.join(between)}\n${line('nat:POSTROUTING:policy:1', tcp)}\n`),
    ).toMatchObject({
      events: 5,
      packets: 1,
      artifact: { lines: { parsed: 3, malformed: 0 } },
    });
  });

  test('without the clock', async () => {
    const lines = way.map((place) => `TRACE: ${place} ${icmp}`);
    expect(await read(`${lines.join(' ')}\n`)).toMatchObject({ events: 4, packets: 1 });
  });
});

test('any blanks after numbers may be lost', async () => {
  const whole = line('filter:FORWARD:rule:2', icmp);
  const gaps = [...whole.matchAll(/(?<=(?:=|rule:)\d+) (?=[A-Z]{2,}=)/g)].map(({ index }) => index);
  expect(gaps.length).toBeGreaterThan(5);
  await fc.assert(
    fc.asyncProperty(fc.subarray(gaps, { minLength: 1 }), async (lost) => {
      const text = [...whole].filter((_, at) => !lost.includes(at)).join('');
      expect(mendedLines(text)).toEqual([whole]);
      expect(await read(`${text}\n`)).toMatchObject({ events: 1, packets: 1 });
    }),
    { numRuns: 30 },
  );
});

test.each([
  line('filter:FORWARD:rule:2', 'IN=eth0 OUT=eth1 SRC=10.1.0.2 DST=10.2'),
  line('filter:FORWARD:rule:2', ''),
])('what is lost is not made up: %j', async (text) => {
  expect(await read(`${text}\n`)).toMatchObject({ events: 0 });
});

test('lines that a pager has cut are told as such', async () => {
  const cut = `${line('filter:FORWARD:rule:2', tcp).slice(0, 120)}>`;
  const { artifact } = await read(`${cut}\n${cut}\n`);
  expect(artifact?.diagnostics.map(({ code }) => code)).toContain('log-lines-cut');
});

test('whatever the line, nothing is thrown', () => {
  fc.assert(fc.property(fc.string(), fc.string(), (a, b) => void mendedLines(`${a}TRACE: ${b}TRACE: x`)));
});
