import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { deltaNumber } from '../../model/delta-column.ts';
import { recogniseEvents } from './event-formats.ts';
import { recognise } from '../formats.ts';
import { TraceColumns } from './kernel-log/trace-columns.ts';
import { nftTrace } from './nft/nft-trace.ts';
import { readEvents } from '../testing/read-events.ts';
import { ulogd } from './log-target/ulogd.ts';
import { xtablesTrace } from './xtables/xtables-trace.ts';

const capture = (path: string): string[] =>
  readFileSync(join(import.meta.dirname, '../../../e2e/captures', path), 'utf8')
    .trimEnd()
    .split('\n');

const nft = capture('nft-native/bundle/nft-trace.txt');
const xtables = capture('iptables-nft/bundle/xtables-trace.txt');
const article = capture('article-nft-set/bundle/nft-trace.txt');
const logged = [
  'Nov 23 08:02:57 vm FWD IN=r0 OUT=r1 MAC= SRC=10.1.0.2 DST=10.2.0.2 LEN=31 TOS=00 PREC=0x00 TTL=64 ID=44889 DF PROTO=UDP SPT=33274 DPT=53 LEN=11 MARK=0x0 ',
  '{"dvc": "Netfilter", "oob.prefix": "x", "oob.family": 2, "ip.protocol": 17, "src_ip": "10.0.0.1", "dest_ip": "10.0.0.2"}',
];

test.each([
  ['nft-trace', nft],
  ['nft-trace', article],
  ['xtables-trace', xtables],
  ['ulogd', logged],
])('%s is recognised by its content, also after a prompt, and by no other format', (kind, lines) => {
  expect(recogniseEvents({ path: 'file', lines })?.kind).toBe(kind);
  expect(recogniseEvents({ path: 'file', lines: ['root@gw:~# nft monitor trace', '', ...lines] })?.kind).toBe(
    kind,
  );
  expect(recognise({ path: 'file', lines })).toBeNull();
});

test('the packets of real captures are told apart as the kernel counted them', () => {
  const packets = (events: readonly { traceId: string }[]): number =>
    new Set(events.map(({ traceId }) => traceId)).size;
  expect(packets(readEvents(nftTrace, nft.join('\n')).events)).toBe(18);
  expect(packets(readEvents(xtablesTrace, xtables.join('\n')).events)).toBe(14);
});

test('both monitors of one host tell the same of the same packets', () => {
  const steps = ({ events }: ReturnType<typeof readEvents>) =>
    events.map(({ traceId, table, chain, kind, printed, src, dst, sport, dport, ttl, ipId, length, protocol }) => ({
      traceId, table, chain, kind, verdict: printed?.verdict, toChain: printed?.toChain, src, dst, sport, dport, ttl, ipId, length, protocol,
    })); // prettier-ignore
  const other = capture('iptables-nft/bundle/nft-trace.txt').join('\n');
  expect(steps(readEvents(nftTrace, other))).toEqual(steps(readEvents(xtablesTrace, xtables.join('\n'))));
});

/** Lines of the real files in another order, left out, doubled, cut, glued, and lines of anything between them. */
const mutated = (lines: readonly string[]) =>
  fc.array(
    fc.oneof(
      fc.constantFrom(...lines),
      fc.tuple(fc.constantFrom(...lines), fc.nat(200)).map(([line, end]) => line.slice(0, end)),
      fc.tuple(fc.constantFrom(...lines), fc.constantFrom(...lines)).map(([one, two]) => `${one} .. ${two}`),
      fc.string({ unit: 'binary', maxLength: 80 }),
    ),
    { maxLength: 60 },
  );

describe.each([
  ['nft monitor trace', nftTrace, [...nft, ...article]],
  ['xtables-monitor', xtablesTrace, xtables],
  ['ulogd', ulogd, logged],
] as const)('%s', (_, format, lines) => {
  test('no input makes it throw, every line has one fate, and every event stands on a line of its own file', () => {
    fc.assert(
      fc.property(mutated(lines), (input) => {
        const columns = new TraceColumns();
        const { parsed, notOurs, notModelled, malformed } = format.parse(input, 'file', columns, '').lines;
        expect(parsed + notOurs + notModelled + malformed).toBe(input.length);
        const { count, line } = columns.finish();
        expect(count).toBeLessThanOrEqual(2 * parsed);
        for (let event = 1; event < count; event++)
          expect(deltaNumber(line, event)).toBeGreaterThanOrEqual(deltaNumber(line, event - 1));
        format.recognises({ path: 'file', lines: input });
      }),
      { numRuns: 200 },
    );
  });
});
