import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { packet } from '../../../testing/drawn-log.ts';
import { LineIndex } from './line-index.ts';
import { readLogPart } from './log-part.ts';
import { KernelLogReader } from './log-reader.ts';
import { type Elsewhere, ParallelLogReader } from './parallel-reader.ts';
import { TraceColumns } from './trace-columns.ts';

/** Other threads that are none: the first part of `lanes` is ready last, and all that is said is said in copies. */
function elsewhere(lanes: number, partBytes: number): Elsewhere {
  let sent = 0;
  return {
    lanes,
    partBytes,
    worthwhileBytes: 0,
    memory: (bytes) => new Uint8Array(bytes).fill(0x0a),
    async readPart(job) {
      const turns = lanes - (sent++ % lanes);
      for (let turn = 0; turn < turns; turn++) await Promise.resolve();
      const part = structuredClone(readLogPart(structuredClone(job)));
      job.bytes.fill(0x0a);
      return part;
    },
  };
}

function chunksOf(bytes: Uint8Array, size: number): Uint8Array[] {
  const chunks: Uint8Array[] = [];
  for (let start = 0; start < bytes.length; start += size) chunks.push(bytes.slice(start, start + size));
  return chunks;
}

function readAlone(bytes: Uint8Array, chunkBytes: number) {
  const columns = new TraceColumns();
  const reader = new KernelLogReader(columns, { path: 'kern.log', fallbackHost: 'fallback' });
  for (const chunk of chunksOf(bytes, chunkBytes)) reader.push(chunk);
  return { ...reader.finish(), events: columns.finish() };
}

async function readElsewhere(bytes: Uint8Array, chunkBytes: number, lanes: number, partBytes: number) {
  const columns = new TraceColumns();
  const index = new LineIndex();
  const reader = new ParallelLogReader(
    columns,
    { path: 'kern.log', fallbackHost: 'fallback' },
    elsewhere(lanes, partBytes),
    index,
  );
  for (const chunk of chunksOf(bytes, chunkBytes)) {
    await reader.push(chunk);
    chunk.fill(0x20);
  }
  return { read: { ...(await reader.finish()), events: columns.finish() }, index };
}

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Two packets' lines in turn, with lines of other kinds between them. */
const excerpt = Array.from({ length: 40 }, (_, i) => [
  `Nov 21 07:00:00 rtr kernel: [  100.0000${10 + i}] TRACE: raw:PREROUTING:policy:${1 + (i % 5)} ${packet({ in: `eth${i % 3}`, id: i % 7 })}`,
  `Nov 21 07:00:00 rt${i % 2} kernel: [  100.0000${10 + i}] usb 1-2: USB disconnect, device number ${i}`,
  `Nov 21 07:00:00 rtr kernel: [  100.0000${10 + i}] [UFW BLOCK] ${packet({ in: 'eth0', src: `10.9.0.${i}` })}`,
  `Nov 21 07:00:00 rtr kernel: [  100.0000${10 + i}] TRACE: filter:FORWARD:rule:2 ${packet({ in: 'eth0', out: 'eth1', ttl: 63, id: i % 4 })}`,
  i % 9 === 0 ? 'Nov 21 07:00:00 rtr kernel: TRACE: filter:FORWARD:rule:2 IN=eth0 OUT= SRC=10.1' : '',
  i % 7 === 0 ? `Nov 21 07:00:00 rtr rsyslogd: imuxsock lost ${i} messages from pid 1` : '',
  i % 5 === 0
    ? `Nov 21 07:00:00 rtr kernel: [ 1.000000] IPv4: martian source 10.2.0.${i} from 127.0.0.5, on dev eth0`
    : '',
  `{"_HOSTNAME":"core","MESSAGE":"TRACE: filter:FORWARD:policy:3 ${packet({ in: 'eth0', id: i })}"}`,
]).flat();

describe('a_log_read_in_parts_is_the_log_read_as_a_whole', () => {
  const bytes = encode(`${excerpt.join('\n')}\n`);
  const whole = readAlone(bytes, bytes.length);

  test.each([1, 2, 4])('with %i threads', async (lanes) => {
    expect(whole.events.count).toBeGreaterThan(100);
    for (const chunkBytes of [1, 7, 1000, 4 << 20]) {
      for (const partBytes of [1, 300, 5000]) {
        const { read } = await readElsewhere(bytes, chunkBytes, lanes, partBytes);
        expect(read).toEqual(whole);
      }
    }
  });

  test('whatever_the_lines_are', async () => {
    const line = fc.oneof(
      fc.constantFrom(...excerpt),
      fc.tuple(fc.constantFrom(...excerpt), fc.nat()).map(([text, end]) => text.slice(0, end % 300)),
      fc.string(),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(line, { maxLength: 40 }),
        fc.constantFrom('\n', '\r\n'),
        fc.integer({ min: 1, max: 900 }),
        fc.integer({ min: 1, max: 3000 }),
        async (lines, end, chunkBytes, partBytes) => {
          const drawn = encode(lines.join(end));
          const { read } = await readElsewhere(drawn, chunkBytes, 2, partBytes);
          expect(read).toEqual(readAlone(drawn, chunkBytes));
        },
      ),
      { numRuns: 150 },
    );
  });

  test('with_a_line_that_is_too_long_to_be_read', async () => {
    for (const end of ['', '\n', `\n${excerpt[0]}`]) {
      const drawn = encode(`${excerpt[0]}\n${'x'.repeat(3 << 20)} ${excerpt[0]}${end}`);
      const alone = readAlone(drawn, drawn.length);
      for (const partBytes of [100, 1 << 20, 8 << 20]) {
        const { read } = await readElsewhere(drawn, 1 << 19, 2, partBytes);
        expect(read).toEqual(alone);
      }
    }
  });

  test('and_its_lines_are_found_again', async () => {
    const { index } = await readElsewhere(bytes, 1000, 2, 5000);
    const text = new TextDecoder().decode(bytes);
    for (const wanted of [1, 2, 77, excerpt.length]) {
      const { line, offset } = index.before(wanted);
      expect(text.slice(offset).split('\n')[wanted - line]).toBe(excerpt[wanted - 1]);
    }
  });
});
